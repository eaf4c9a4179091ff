"""Reports over time: what is counted, what is kept from month to month, and who sees whose."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lcep_site import roles
from partnerships import versions
from partnerships.curation import checking, reports
from partnerships.models import MonthlyFigures, Partnership, Revision
from partnerships.vocabulary import EnquiryState, Stage
from tests.factories import make_bridge, make_enquiry, make_officer, make_partnership
from tests.partnerships.admin.editorial_forms import in_role
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
TODAY = datetime.date(2026, 11, 28)
PAGE = reverse("admin:reports")


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    return in_role("Bridge officer", bridge)


def at(month, day):
    return datetime.datetime(2026, month, day, 12, tzinfo=datetime.UTC)


def report(user, name, today=TODAY):
    """Return the values of a report by line and month, those that are not known left out."""
    [found] = [each for each in reports.reports_for(user, today) if each.name == name]
    return {
        line.label: {f"{each.month:%Y-%m}": each.value for each in line.months if each.value is not None}
        for line in found.lines
    }


def ask(bridge, month, *, answered=None, closed=None, state=EnquiryState.NEW):
    """Keep an enquiry that arrived on the first of a month and is due on its eighth."""
    is_closed = {"state": EnquiryState.CLOSED, "outcome": "answered", "closed_at": closed} if closed else {}
    is_closed |= {"suspicions": "links"} if state == EnquiryState.QUARANTINED else {}
    fields = {"received_at": at(month, 1), "due_on": datetime.date(2026, month, 8), "answered_at": answered}
    return make_enquiry(desk=bridge, **{"state": state} | fields | is_closed)


def test_answered_in_time_counts_what_was_due_by_the_month_it_arrived(officer, bridge):
    ask(bridge, 10, answered=at(10, 8))
    ask(bridge, 10, answered=at(10, 9))
    ask(bridge, 10, closed=at(10, 2))
    ask(bridge, 9)
    ask(bridge, 11, state=EnquiryState.QUARANTINED)
    make_enquiry(desk=bridge, received_at=at(11, 27), due_on=datetime.date(2026, 12, 4))
    ask(make_bridge(), 10)

    assert report(officer, "answered") == {"Arch": {"2026-10": 67, "2026-09": 0}}


def test_the_sentence_says_of_how_many_it_is_and_how_many_wait(client, officer, bridge):
    today = timezone.localdate()
    noon = datetime.datetime.combine(today, datetime.time(12), datetime.UTC)
    for _ in range(2):
        make_enquiry(desk=bridge, received_at=noon, due_on=today, answered_at=noon)
    make_enquiry(desk=bridge, received_at=noon, due_on=today - datetime.timedelta(days=1))
    for _ in range(3):
        make_enquiry(desk=bridge, received_at=noon, due_on=today)
    make_enquiry(desk=None, received_at=noon, due_on=today)
    client.force_login(officer)

    page = client.get(PAGE)
    whole = words_of(page)

    assert "are answered, closed or past their date, how many of a hundred" in whole
    assert "2 of 3 in time. 3 open, not due yet." in whole
    assert f"{today:%b %Y} 67% (2 of 3)</title>" in page.text
    client.force_login(in_role("National editor"))
    assert "2 of 3 in time. 4 open, not due yet." in words_of(client.get(PAGE))
    assert "National desk Nothing was due, in each month. 1 open, not due yet." in words_of(client.get(PAGE))


def test_who_has_no_figure_in_any_month_is_named_in_one_sentence(client, bridge):
    make_bridge(name="Blank")
    today = timezone.localdate()
    noon = datetime.datetime.combine(today, datetime.time(12), datetime.UTC)
    make_enquiry(desk=bridge, received_at=noon, due_on=today, answered_at=noon)
    client.force_login(in_role("National editor"))

    page = client.get(PAGE)

    words = words_of(page)
    assert "No enquiry was due or answered in any of these months of: Blank, National desk." in words
    assert "As far as is known, no entry was checked in any of these months." in words
    assert words.count("No figure is kept in any of these months.") == 2
    assert [page.text.count(part) for part in ("<figcaption>", '<svg class="plot"', "As a table")] == [2, 2, 1]
    assert f'<td data-heading="{today:%b %Y}">100 ' in page.text


def test_national_staff_see_all_side_by_side_and_their_own_desk(bridge):
    ask(bridge, 10, answered=at(10, 8))
    ask(None, 10)

    assert report(in_role("National editor"), "answered") == {
        "England": {"2026-10": 50},
        "Arch": {"2026-10": 100},
        "National desk": {"2026-10": 0},
    }


@pytest.mark.versions
def test_checks_of_a_month_are_those_that_stood_at_its_end(officer, bridge):
    made = [make_partnership(bridge=bridge) for _ in range(3)]
    make_partnership()
    keys = [entry.pk for entry in made]
    checking.all_true(keys=keys, seen=versions.newest_key(), by=officer)
    undone = checking.all_true(keys=keys[:1], seen=versions.newest_key(), by=officer)
    versions.undo(undone.revision, by=officer)
    taken_back = Partnership.objects.get(pk=keys[2])
    taken_back.checked_on, taken_back.checked_by = None, ""
    taken_back.save()

    today = timezone.localdate()
    values = report(officer, "checked", today)["Arch"]

    # Nothing is known of the months before the first version.
    assert values == {f"{today:%Y-%m}": 2}


@pytest.mark.versions
def test_a_check_of_an_earlier_month_counts_there(officer, bridge):
    entry = make_partnership(bridge=bridge)
    entry.checked_on, entry.checked_by = datetime.date(2026, 9, 30), "Arch"
    entry.save()
    Revision.objects.update(at=at(9, 30))

    assert report(officer, "checked")["Arch"] == {"2026-09": 1, "2026-10": 0, "2026-11": 0}


@pytest.mark.versions
def test_what_is_saved_in_a_later_month_was_not_checked_in_it(officer, bridge):
    entry = make_partnership(bridge=bridge)
    entry.checked_on, entry.checked_by = datetime.date(2026, 9, 30), "Arch"
    entry.save()
    Revision.objects.update(at=at(10, 2))

    assert report(officer, "checked")["Arch"] == {"2026-10": 0, "2026-11": 0}


def test_england_has_the_figures_of_all_together_and_bars_are_as_high_as_their_share(bridge):
    month = TODAY.replace(day=1)
    MonthlyFigures.objects.create(month=month, bridge=bridge, measured=1, score_sum=100, in_time=1)
    MonthlyFigures.objects.create(month=month, bridge=make_bridge(name="Other"), measured=3, score_sum=100, in_time=1)

    of_all = {each.name: each for each in reports.reports_for(in_role("National editor"), TODAY)}

    assert [line.months[-1].value for line in of_all["complete"].lines] == [50, 100, 33]
    assert [line.months[-1].value for line in of_all["fresh"].lines] == [50, 100, 33]
    assert [bars[0].height for _, bars in of_all["fresh"].drawn] == [40, 80, 26]


@pytest.mark.parametrize(
    ("right", "names"),
    [("view_enquiry", ["answered"]), ("view_partnership", ["checked", "complete", "fresh"])],
)
def test_each_sees_the_reports_on_what_they_may_see(bridge, right, names):
    user = make_officer(bridge, permissions=[right])

    assert [each.name for each in reports.reports_for(user, TODAY)] == names


def test_figures_are_kept_a_month_and_the_last_look_counts(officer, bridge):
    make_partnership(bridge=bridge, checked_on=TODAY, checked_by="Arch", summary="Short", about="Long")
    make_partnership(bridge=bridge)
    make_partnership(bridge=bridge, stage=Stage.ENDED)
    reports.keep_figures(datetime.date(2026, 10, 3))
    first = report(officer, "complete")["Arch"]
    Partnership.objects.filter(summary="").update(summary="Short", about="Long")

    reports.keep_figures(datetime.date(2026, 10, 31))
    reports.keep_figures(TODAY)

    kept = report(officer, "complete")["Arch"]
    assert list(first) == ["2026-10"]
    assert kept["2026-10"] == kept["2026-11"] > first["2026-10"]
    assert report(officer, "fresh")["Arch"] == {"2026-10": 50, "2026-11": 50}
    assert MonthlyFigures.objects.filter(bridge=bridge).count() == 2
    [complete] = [each for each in reports.reports_for(officer, TODAY) if each.name == "complete"]
    assert complete.since == datetime.date(2026, 10, 1)


def test_the_page_draws_each_and_gives_it_as_a_table_and_a_sheet(client, officer, bridge):
    client.force_login(officer)
    today = timezone.localdate()
    first = today.replace(day=1)
    moment = datetime.datetime.combine(first, datetime.time(12), datetime.UTC)
    make_enquiry(desk=bridge, received_at=moment, due_on=today, answered_at=moment)

    page = client.get(PAGE)

    assert "Answered in time, Arch: " in page.text and f"{first:%b %Y} 100%" in page.text
    assert "It is kept from tonight on" in words_of(page)
    sheet = client.get(reverse("admin:report", args=["answered"]))
    assert sheet["Content-Type"].startswith("text/csv")
    assert f"{first:%Y-%m},Arch,100,1,1," in sheet.content.decode()
    assert client.get(reverse("admin:report", args=["atlantis"])).status_code == 404


def test_a_month_of_nothing_is_told_from_one_that_is_not_known_in_picture_table_and_sheet(client, officer, bridge):
    client.force_login(officer)
    today = timezone.localdate()
    first = today.replace(day=1)
    noon = datetime.datetime.combine(first, datetime.time(12), datetime.UTC)
    make_enquiry(desk=bridge, received_at=noon - datetime.timedelta(days=400), due_on=first, answered_at=noon)
    make_enquiry(desk=bridge, received_at=noon, due_on=first - datetime.timedelta(days=1))
    MonthlyFigures.objects.create(month=first, bridge=bridge, measured=2, score_sum=0, in_time=0)

    page = client.get(PAGE)
    answered, complete = (client.get(reverse("admin:report", args=[name])).text for name in ("answered", "complete"))

    [report] = [each for each in page.context["reports"] if each.name == "answered"]
    assert [(bar.height, bar.is_zero) for bar in report.lines[0].bars(100)] == [(reports.LINE_OF_ZERO, True)]
    assert f"nothing was due, {first:%b %Y} 0% (0 of 1)</title>" in page.text
    assert "nothing was due 0 (0 of 1)" in words_of(page) and "not known 0 " in words_of(page)
    assert f"{first:%Y-%m},Arch,0,0,1," in answered and ",Arch,,,,nothing was due" in answered
    assert f"{first:%Y-%m},Arch,0," in complete and ",Arch,,not known" in complete


def test_who_sees_neither_entries_nor_enquiries_is_refused_and_who_has_no_bridge_is_told(client):
    client.force_login(make_officer())
    assert client.get(PAGE).status_code == 403

    roles.sync()
    client.force_login(in_role("Coordinator"))
    assert "There is nothing to report on" in words_of(client.get(PAGE))


def test_it_asks_the_same_for_many_rows_as_for_one(client, officer, bridge):
    client.force_login(officer)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    def add():
        ask(bridge, 10, answered=at(10, 8))
        make_partnership(bridge=bridge)

    add()
    queries()
    one = queries()
    add()
    add()

    assert queries() == one
