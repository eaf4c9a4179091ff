"""Calendars of events, read as a calendar program reads them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_bridge, make_event, make_news, make_partnership, make_region

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

LONDON = ZoneInfo("Europe/London")
SUMMER = datetime.datetime(2027, 7, 6, 10, tzinfo=LONDON)
ADDRESSES = ["/events.ics", "/regions/north/events.ics", "/partnerships/leeds33/events.ics", "/bridges/arch/events.ics"]


def read(client, path):
    """Return the calendar at `path`, and its events by their titles; what is not well formed fails."""
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(response.content)
    assert [component.errors for component in calendar.walk() if component.errors] == []
    return calendar, {str(event["summary"]): event for event in calendar.walk("VEVENT")}


@pytest.fixture
def leeds33():
    """A partnership in the North, looked after by Arch."""
    arch = make_bridge(name="Arch")
    leeds = make_authority(region=make_region(name="North"), bridge=arch)
    return make_partnership([leeds], name="Leeds33", bridge=arch)


def test_an_event_stands_in_a_calendar_with_all_it_is(client, leeds33):
    event = make_event(
        title="Sing, dance; draw",
        partnership=leeds33,
        summary="All are welcome.\nCome early.",
        starts_at=SUMMER,
        ends_at=SUMMER + datetime.timedelta(hours=2),
        is_online=False,
        place="Town Hall, LS1 3AD",
        link="https://made.example/book",
    )

    calendar, events = read(client, "/events.ics")

    entry = events["Sing, dance; draw"]
    assert (calendar["version"], calendar["x-wr-calname"]) == ("2.0", "Events")
    assert entry["uid"] == f"event-{event.pk}@127.0.0.1"
    assert (entry["dtstart"].dt, entry["dtstart"].params["TZID"]) == (SUMMER, "Europe/London")
    assert entry["dtend"].dt == SUMMER + datetime.timedelta(hours=2)
    assert (entry["location"], entry["status"]) == ("Town Hall, LS1 3AD", "CONFIRMED")
    assert entry["url"] == "http://127.0.0.1:8000/news/sing-dance-draw/"
    assert entry["description"] == (
        "All are welcome.\nCome early.\n\nhttps://made.example/book\n\nhttp://127.0.0.1:8000/news/sing-dance-draw/"
    )


def test_the_calendar_carries_british_time(client, leeds33):
    make_event(starts_at=SUMMER)

    [zone] = read(client, "/events.ics")[0].walk("VTIMEZONE")

    made = zone.to_tz(lookup_tzid=False)
    for moment in (
        datetime.datetime(2027, 3, 28, 0, 59),
        datetime.datetime(2027, 3, 28, 2, 1),
        datetime.datetime(2027, 12, 1),
    ):
        assert made.utcoffset(moment) == LONDON.utcoffset(moment)
    assert zone["tzid"] == "Europe/London"


def test_a_change_is_told_by_a_higher_sequence_and_a_later_stamp_under_the_same_uid(client):
    event = make_event(title="Fair")
    before = read(client, "/events.ics")[1]["Fair"]
    again = read(client, "/events.ics")[1]["Fair"]
    event.title, event.slug, event.is_cancelled = "Fair, later", "later", True
    event.save()

    after = read(client, "/events.ics")[1]["Fair, later"]

    assert again == before
    assert (after["uid"], after["status"]) == (before["uid"], "CANCELLED")
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt >= before["dtstamp"].dt
    assert after["description"].startswith("Cancelled.")


def test_an_event_without_versions_has_a_stamp_that_stays(client):
    event = make_event(title="Loaded")
    event.versions.all().delete()

    entry = read(client, "/events.ics")[1]["Loaded"]

    assert (entry["sequence"], entry["dtstamp"].dt) == (0, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))


def test_a_calendar_holds_what_is_to_come_and_the_last_year_and_nothing_hidden(client):
    days = {"To come": 3, "Of this year": -300, "Long over": -400}
    for title, number in days.items():
        make_event(title=title, starts_at=timezone.now() + datetime.timedelta(days=number))
    make_event(title="Hidden", publication=PublicationState.DRAFT)
    make_news(title="News")

    assert set(read(client, "/events.ics")[1]) == {"To come", "Of this year"}
    assert "An event stays there for a year after it is over." in client.get("/follow/events/").content.decode()


def test_a_region_a_partnership_and_a_bridge_have_calendars_of_their_own(client, leeds33):
    make_event(title="In Leeds", partnership=leeds33)
    make_event(title="Of Arch", bridge=leeds33.bridge)
    make_event(title="National")

    titles = {path: set(read(client, path)[1]) for path in ADDRESSES}

    both = {"In Leeds", "Of Arch"}
    assert list(titles.values()) == [both | {"National"}, both, {"In Leeds"}, both]


def test_the_calendar_of_all_can_be_narrowed_as_the_list(client, leeds33):
    make_event(title="In Leeds", partnership=leeds33)
    make_event(title="National")

    calendar, events = read(client, "/events.ics?partnership=leeds33")

    assert (calendar["x-wr-calname"], set(events)) == ("Events: Leeds33", {"In Leeds"})


def test_one_event_can_be_taken_however_long_ago_it_was(client):
    make_event(title="Fair", starts_at=datetime.datetime(2020, 7, 6, 10, tzinfo=LONDON))

    assert set(read(client, "/events/fair.ics")[1]) == {"Fair"}
    assert 'href="/events/fair.ics"' in client.get("/news/fair/").content.decode()


def test_signs_no_calendar_may_hold_are_left_out(client):
    make_event(title="Sing\x0band dance", summary="Line\x01s")

    assert set(read(client, "/events.ics")[1]) == {"Sing and dance"}


def test_an_old_address_leads_to_the_calendar_at_the_new_one(client, leeds33):
    leeds33.slug = "leeds-34"
    leeds33.save()

    response = client.get("/partnerships/leeds33/events.ics")

    assert (response.status_code, response.url) == (301, "/partnerships/leeds-34/events.ics")


@pytest.mark.parametrize(
    "path",
    ["/regions/atlantis/events.ics", "/sectors/arts/events.ics", "/events/news.ics", "/events/hidden.ics"],
)
def test_there_is_no_calendar_of_what_is_not_there_or_not_public(client, path):
    make_news(title="News")
    make_event(title="Hidden", publication=PublicationState.DRAFT)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", [*ADDRESSES, "/events/fair.ics"])
def test_calendars_are_only_for_reading(client, leeds33, path):
    make_event(title="Fair")

    assert (client.post(path).status_code, client.head(path).status_code) == (405, 200)


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_asks_the_database_the_same_for_any_number(client, leeds33, django_assert_num_queries, count):
    for _ in range(count):
        make_event(partnership=leeds33)

    with django_assert_num_queries(1):
        client.get("/events.ics")


def test_pages_lead_to_how_a_calendar_shows_what_they_do(client, leeds33):
    zone = timezone.get_current_timezone()
    make_event(partnership=leeds33)
    for year in (2026, 2099):
        make_event(partnership=leeds33, starts_at=datetime.datetime(year, 3, 3, 10, tzinfo=zone))
    links = {
        "/events/": "/follow/events/",
        "/events/?partnership=leeds33&when=past": "/follow/events/?partnership=leeds33",
        "/events/calendar/?region=north&month=2099-03": "/follow/events/?region=north",
        "/partnerships/leeds33/": "/follow/events/?partnership=leeds33",
    }

    pages = {path: client.get(path).content.decode() for path in links}

    words = "Add these events to your calendar"
    assert [path for path, link in links.items() if f'<a href="{link}">{words}</a>' not in pages[path]] == []


@pytest.mark.parametrize("path", ["/partnerships/leeds33/", "/regions/north/", "/bridges/arch/"])
def test_pages_tell_programs_of_their_feeds_and_calendar(client, leeds33, path):
    html = client.get(path).content.decode()

    for kind, name in (("application/atom+xml", "news.atom"), ("text/calendar", "events.ics")):
        assert f'<link rel="alternate" type="{kind}"' in html
        assert f'href="{path}{name}">' in html
        assert client.get(f"{path}{name}").status_code == 200


def test_whole_days_are_dates_up_to_the_day_after_the_last(client):
    first, last = datetime.datetime(2027, 3, 27, tzinfo=LONDON), datetime.datetime(2027, 3, 28, 23, 59, tzinfo=LONDON)
    make_event(title="Festival", is_all_day=True, starts_at=first, ends_at=last)
    make_event(title="Fair", is_all_day=True, starts_at=first)

    events = read(client, "/events.ics")[1]

    assert (events["Festival"]["dtstart"].dt, events["Festival"]["dtend"].dt) == (
        datetime.date(2027, 3, 27),
        datetime.date(2027, 3, 29),
    )
    assert events["Festival"]["dtstart"].params["VALUE"] == "DATE"
    assert events["Fair"]["dtend"].dt == datetime.date(2027, 3, 28)
