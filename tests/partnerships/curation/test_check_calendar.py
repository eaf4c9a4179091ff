"""When entries are due a check, as days of a calendar, and the private link by which a program reads them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from partnerships.curation import check_calendar
from partnerships.models import AuditEntry, ChecksCalendar
from partnerships.vocabulary import AuditAction, PublicationState, Stage
from tests.factories import make_bridge, make_partnership
from tests.partnerships.admin.editorial_forms import in_role
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
TODAY = datetime.date(2026, 11, 28)
PAGE = reverse("admin:partnerships_partnership_checks")


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    return in_role("Bridge officer", bridge)


def make_checked(bridge, name, day, **fields):
    return make_partnership(bridge=bridge, name=name, checked_on=day, checked_by=day and "Arch" or "", **fields)


def events(response):
    """Return the day of each event with what it is called."""
    calendar = Calendar.from_ical(response.content)
    return {str(event["summary"]): event.decoded("dtstart") for event in calendar.walk("VEVENT")}


def test_each_entry_is_due_on_its_day_and_what_is_overdue_today(officer, bridge):
    make_checked(bridge, "Aire", datetime.date(2026, 8, 1))
    make_checked(bridge, "Calder", datetime.date(2026, 8, 1))
    make_checked(bridge, "Don", datetime.date(2026, 8, 1), stage=Stage.DORMANT)
    make_checked(bridge, "Old", datetime.date(2020, 1, 1))
    make_checked(bridge, "Never", None, compiled_on=datetime.date(2026, 11, 24))
    make_checked(bridge, "Ended", datetime.date(2020, 1, 1), stage=Stage.ENDED)
    make_checked(bridge, "Archived", None, publication=PublicationState.ARCHIVED)
    make_partnership(name="Another’s")

    days = check_calendar.due_days(officer, TODAY)

    assert [(due.day.isoformat(), due.is_overdue, [entry.name for entry in due.entries]) for due in days] == [
        ("2026-11-28", True, ["Never", "Old"]),
        ("2027-02-01", False, ["Aire", "Calder"]),
        ("2027-08-01", False, ["Don"]),
    ]


def test_what_is_due_today_is_told_from_what_is_overdue(client, officer, bridge):
    client.force_login(officer)
    today = timezone.localdate()
    make_checked(bridge, "Aire", None, compiled_on=today)
    make_checked(bridge, "Calder", None, compiled_on=today - datetime.timedelta(days=1))
    make_checked(bridge, "Don", today)

    words = words_of(client.get(PAGE))

    day = f"{today.day} {today:%B}"
    assert words.count("due today") == words.count(" overdue 1 check") == 1
    assert words.index(f"{day} overdue 1 check") < words.index(f"{day} due today 1 check")


def test_a_link_is_made_read_by_a_program_renewed_and_ended(client, officer, bridge):
    client.force_login(officer)
    today = timezone.localdate()
    make_checked(bridge, "Aire", today)
    make_checked(bridge, "Old", datetime.date(2020, 1, 1))
    first = client.post(PAGE, {"new": "yes"}, follow=True)
    assert "The link is made." in words_of(first) and "earlier one" not in words_of(first)
    link = client.get(PAGE).context["link"]
    client.logout()

    response = client.get(link)

    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert set(response["Cache-Control"].split(", ")) >= {"private", "no-store"}
    [(aire, _), (old, day)] = sorted(events(response).items())
    assert (aire, old, day) == ("Check due: Aire", "Check overdue: Old", today)

    client.force_login(officer)
    assert "The earlier one works no longer." in words_of(client.post(PAGE, {"new": "yes"}, follow=True))
    another = client.get(PAGE).context["link"]
    assert (client.get(link).status_code, client.get(another).status_code) == (404, 200)
    client.post(PAGE, {"end": "yes"})
    assert (client.get(another).status_code, client.get(PAGE).context["link"]) == (404, None)
    acts = list(AuditEntry.objects.filter(by=officer).order_by("pk").values_list("action", flat=True))
    made = AuditAction.CALENDAR_LINK_MADE
    assert [act for act in acts if act in {made, AuditAction.LINK_REVOKED}] == [made, made, AuditAction.LINK_REVOKED]


@pytest.mark.parametrize("ending", ["closed", "no staff", "without a role", "deleted"])
def test_the_link_ends_with_the_account_and_its_rights(client, officer, ending):
    link = check_calendar.LINK.url(check_calendar.new_link(officer))
    if ending == "deleted":
        AuditEntry._base_manager.all()._raw_delete("default")
        officer.delete()
    elif ending == "without a role":
        officer.groups.clear()
    else:
        officer.is_active, officer.is_staff = ending != "closed", ending != "no staff"
        officer.save()

    response = client.get(link)

    assert response.status_code == (404 if ending == "deleted" else 410)
    assert "This calendar has ended" in words_of(response)
    assert "no-store" in response["Cache-Control"]


def test_a_link_follows_what_its_person_may_see(client, officer, bridge):
    link = check_calendar.LINK.url(check_calendar.new_link(officer))
    make_checked(make_bridge(), "Another’s", datetime.date(2020, 1, 1))
    make_checked(bridge, "Aire", datetime.date(2020, 1, 1))
    assert list(events(client.get(link))) == ["Check overdue: Aire"]

    officer.bridges.clear()

    assert events(client.get(link)) == {}


def test_calendars_of_two_people_have_links_of_their_own(officer):
    other = in_role("Bridge officer", make_bridge())
    rows = [check_calendar.new_link(user) for user in (officer, other)]

    assert len({check_calendar.LINK.token(row) for row in rows}) == ChecksCalendar.objects.count() == 2


def test_it_asks_the_same_for_many_entries_as_for_one(client, officer, bridge):
    link = check_calendar.LINK.url(check_calendar.new_link(officer))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(link)
        return len(asked)

    make_checked(bridge, "Aire", datetime.date(2020, 1, 1))
    one = queries()
    for day in range(1, 5):
        make_checked(bridge, f"Calder {day}", datetime.date(2026, 10, day))

    assert queries() == one


def test_of_more_than_can_be_told_the_longest_unchecked_are(officer, bridge, monkeypatch):
    monkeypatch.setattr(check_calendar, "MOST_ENTRIES", 2)
    make_checked(bridge, "Lately", datetime.date(2026, 11, 1))
    make_checked(bridge, "Never", None, compiled_on=datetime.date(2026, 11, 24))
    make_checked(bridge, "Old", datetime.date(2020, 1, 1))

    [due] = check_calendar.due_days(officer, TODAY)

    assert [entry.name for entry in due.entries] == ["Never", "Old"]


def test_an_event_lasts_its_day_is_nobodys_time_and_names_so_many(client, officer, bridge, monkeypatch):
    monkeypatch.setattr(check_calendar, "MOST_NAMED", 2)
    today = timezone.localdate()
    for name in ("Aire", "Calder", "Don", "Esk"):
        make_checked(bridge, name, datetime.date(2020, 1, 1))
    make_checked(bridge, "Foss", None, compiled_on=today)

    response = client.get(check_calendar.LINK.url(check_calendar.new_link(officer)))

    overdue, due = Calendar.from_ical(response.content).walk("VEVENT")
    assert (str(overdue["summary"]), str(due["summary"])) == ("4 checks overdue", "Check due: Foss")
    assert str(overdue["description"]).startswith("Aire, Calder and 2 more\n\n")
    assert str(due["description"]).startswith("Foss\n\n")
    for event in (overdue, due):
        assert event.decoded("dtend") - event.decoded("dtstart") == datetime.timedelta(days=1)
        assert event["transp"] == "TRANSPARENT"
    # Programs know by it that what was overdue yesterday is the same event today.
    assert str(overdue["uid"]).startswith("checks-overdue@")
    assert str(due["uid"]).startswith(f"checks-{today.isoformat()}@")


def test_that_a_link_ended_is_kept_only_where_there_was_one(officer):
    check_calendar.end_link(officer)

    assert not AuditEntry.objects.filter(action=AuditAction.LINK_REVOKED).exists()
