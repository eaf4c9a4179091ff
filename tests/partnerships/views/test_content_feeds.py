"""Feeds of news, opportunities and the rest, of everybody and of one region, partnership or Bridge Organisation."""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_news,
    make_opportunity,
    make_partnership,
    make_region,
)
from tests.partnerships.open_data.test_feeds import read

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

OWNERS = ["/regions/north", "/partnerships/leeds33", "/bridges/arch"]


@pytest.fixture
def leeds33():
    """A partnership in the North, looked after by Arch."""
    arch = make_bridge(name="Arch")
    leeds = make_authority(region=make_region(name="North"), bridge=arch)
    return make_partnership([leeds], name="Leeds33", bridge=arch)


def titles(client, path):
    """Return the titles in the feed at `path`."""
    return [entry.title for entry in read(client, path).entries]


def test_news_come_the_latest_first_without_what_is_hidden(client):
    for title, day in (("Older", 1), ("Newer", 9)):
        news = make_news(title=title, publication_changed_at=datetime.datetime(2026, 11, day, 12, tzinfo=datetime.UTC))
        news.versions.all().delete()
    make_news(title="Hidden", publication=PublicationState.DRAFT)

    newer, older = read(client, "/news.atom").entries

    assert [(entry.title, entry.updated[:10]) for entry in (newer, older)] == [
        ("Newer", "2026-11-09"),
        ("Older", "2026-11-01"),
    ]
    assert newer.link == "http://127.0.0.1:8000/news/newer/"


def test_opportunities_are_in_the_feed_while_they_are_open(client):
    make_opportunity(title="Open")
    make_opportunity(title="Closed", closes_on=timezone.localdate() - datetime.timedelta(days=1))

    assert titles(client, "/opportunities.atom") == ["Open"]
    assert titles(client, "/opportunities.atom?when=past") == ["Closed"]


def test_the_feed_of_events_says_when_and_where_each_is(client):
    start = datetime.datetime(2027, 3, 2, 10, tzinfo=timezone.get_current_timezone())
    make_event(title="Fair", starts_at=start, is_online=False, place="Town Hall", summary="All welcome.")

    [entry] = read(client, "/events.atom").entries

    assert entry.summary == "Tuesday 2 March 2027, 10am, Town Hall. All welcome."


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize(
    ("name", "make"), [("news", make_news), ("opportunities", make_opportunity), ("case-studies", make_case_study)]
)
def test_each_has_feeds_of_what_is_its_own(client, leeds33, owner, name, make):
    make(title="Local", partnership=leeds33)
    make(title="National")

    feed = read(client, f"{owner}/{name}.atom")

    assert [entry.title for entry in feed.entries] == ["Local"]
    assert feed.feed.id == f"tag:127.0.0.1,2026:feed{owner}/{name}.atom"
    assert feed.feed.links[0].href == f"http://127.0.0.1:8000{owner}/"


def test_an_old_address_leads_to_the_feed_at_the_new_one(client, leeds33):
    leeds33.slug = "leeds-34"
    leeds33.save()

    response = client.get("/partnerships/leeds33/news.atom")

    assert (response.status_code, response.url) == (301, "/partnerships/leeds-34/news.atom")


@pytest.mark.parametrize(
    "path",
    [
        *("/regions/atlantis/news.atom", "/regions/north/atlantis.atom", "/sectors/arts/news.atom"),
        *("/partnerships/leeds33/questions.atom", "/partnerships/leeds33/partnerships.atom"),
    ],
)
def test_there_is_no_feed_of_what_is_not_there(client, leeds33, path):
    assert client.get(path).status_code == 404


def test_signs_no_feed_may_hold_are_left_out(client):
    make_news(title="Sing\x0band dance", summary="Line\x01s")

    assert titles(client, "/news.atom") == ["Sing and dance"]


def test_marks_in_what_staff_wrote_are_text_in_feed_and_calendar(client):
    start = datetime.datetime(2027, 3, 2, 10, tzinfo=timezone.get_current_timezone())
    make_event(title="Fair <i>", starts_at=start, is_online=False, place="Hall", summary="<img src=x> a; b, c\\n")

    [entry] = read(client, "/events.atom").entries
    [event] = Calendar.from_ical(client.get("/events.ics").content).walk("VEVENT")

    assert (entry.title_detail.type, entry.summary_detail.type) == ("text/plain", "text/plain")
    assert entry.summary.endswith("<img src=x> a; b, c\\n")
    assert str(event["summary"]) == "Fair <i>"
    assert str(event["description"]).startswith("<img src=x> a; b, c\\n\n\n")
    assert "X-ALT-DESC" not in event


def test_feeds_are_only_for_reading(client, leeds33):
    path = "/partnerships/leeds33/news.atom"

    assert (client.post(path).status_code, client.head(path).status_code) == (405, 200)


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_asks_the_database_the_same_for_any_number(client, leeds33, django_assert_num_queries, count):
    for _ in range(count):
        make_news(partnership=leeds33)

    with django_assert_num_queries(5):
        client.get("/partnerships/leeds33/news.atom")
