"""The staff lists of entries, and how fresh and complete entries are."""

import datetime

import pytest
from django.utils import timezone

from partnerships.curation import staff_lists, worklist
from partnerships.curation.worklist import CompletenessBand, Freshness
from partnerships.models import Development, LinkCheck, Partnership, PresentSupport
from partnerships.vocabulary import PublicationState, Stage
from tests.area_parts import make_part
from tests.factories import (
    THIS_YEAR,
    make_bridge,
    make_membership,
    make_officer,
    make_partnership,
    make_priority,
    make_superuser,
)
from tests.facts import make_fact
from tests.since_2023 import make_development, make_present_support

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = TODAY - datetime.timedelta(days=1000)
CHECKED = {"checked_by": "The Bridge", "checked_on": TODAY}
DEAD, ALIVE = "https://dead.example/", "https://alive.example/"


def make_one_of_each(bridge):
    """Make entries of `bridge` for every staff list, those that are public with a dead link each."""
    now = timezone.now()
    LinkCheck.objects.get_or_create(url=DEAD, defaults={"status": 404, "checked_at": now, "first_failed_at": now})
    soon = now + datetime.timedelta(days=1)
    make_partnership(bridge=bridge, website=DEAD, **CHECKED)
    make_partnership(bridge=bridge, website=ALIVE).links.create(label="Plan", url=DEAD)
    make_partnership(bridge=bridge, stage=Stage.PROPOSED)
    make_partnership(bridge=bridge, publication=PublicationState.ARCHIVED)
    make_partnership(bridge=bridge, publication=PublicationState.IN_REVIEW, coverage_note="One ward", **CHECKED)
    make_partnership(bridge=bridge, publication=PublicationState.DRAFT, **CHECKED)
    make_partnership(bridge=bridge, publication=PublicationState.DRAFT, publish_at=soon, **CHECKED)


def test_staff_lists_count_only_the_persons_entries(django_assert_num_queries):
    bridge, other = make_bridge(), make_bridge()
    officer = make_officer(bridge)
    make_one_of_each(bridge)
    make_one_of_each(other)

    # Whether the person sees every Bridge's: two; the counts: one.
    with django_assert_num_queries(3):
        counts = worklist.counts(officer)

    assert counts == {
        "all": 7,
        "due": 1,
        "review": 1,
        "drafts": 1,
        "scheduled": 1,
        "gaps": 5,
        "stage": 5,
        "sources": 5,
        "parts": 1,
        "dead-links": 2,
        "mine": 7,
    }


def test_no_more_rows_are_counted_than_anybody_gets_done(monkeypatch):
    monkeypatch.setattr(staff_lists, "MOST_COUNTED", 2)
    officer = make_officer(make_bridge())
    make_one_of_each(officer.bridges.get())

    counts = worklist.counts(officer)

    assert (counts["all"], counts["gaps"], counts["dead-links"], counts["due"]) == (3, 3, 2, 1)
    assert [staff_lists.in_words(counts[name]) for name in ("all", "dead-links")] == ["2+", "2"]


def test_a_staff_list_shows_what_it_counts():
    officer = make_officer(make_bridge())
    make_one_of_each(officer.bridges.get())
    rows = Partnership.objects.editable_by(officer)

    shown = {staff_list.name: staff_list.rows(rows, officer).count() for staff_list in worklist.STAFF_LISTS}

    assert shown == worklist.counts(officer)


def test_the_list_of_ones_own_is_shown_where_it_tells_something():
    bridge, other = make_bridge(), make_bridge()
    make_partnership(bridge=bridge)
    make_partnership(bridge=other)
    owner, officer, owner_and_officer = make_superuser(), make_officer(bridge), make_superuser()
    owner_and_officer.bridges.add(bridge)

    shown = [worklist.MINE in dict(worklist.shown_staff_lists(user)) for user in (owner, officer, owner_and_officer)]

    assert shown == [False, False, True]


def test_the_list_of_ones_own_is_shown_to_national_staff_where_there_is_too_much_to_count(monkeypatch):
    monkeypatch.setattr(staff_lists, "MOST_COUNTED", 1)
    bridge = make_bridge()
    for whose in (bridge, bridge, make_bridge()):
        make_partnership(bridge=whose)
    officer, owner_and_officer = make_officer(bridge), make_superuser()
    owner_and_officer.bridges.add(bridge)

    shown = [worklist.MINE in dict(worklist.shown_staff_lists(user)) for user in (officer, owner_and_officer)]

    assert shown == [False, True]


def test_a_coordinators_entries_are_their_own_too():
    national, coordinated = make_superuser(), make_partnership()
    make_partnership()
    coordinated.editors.add(national)

    assert list(worklist.MINE.rows(Partnership.objects.all(), national)) == [coordinated]


def test_a_page_on_joining_that_is_gone_is_a_dead_link_too():
    now = timezone.now()
    LinkCheck.objects.create(url=DEAD, status=404, checked_at=now, first_failed_at=now)
    gone = make_partnership(joining_page=DEAD)
    make_partnership(joining_page=ALIVE)

    assert staff_list("dead-links") == [gone]


def staff_list(name):
    """Return the entries in a staff list of national staff."""
    [found] = [each for each in worklist.STAFF_LISTS if each.name == name]
    return list(found.rows(Partnership.objects.order_by("pk"), make_superuser()))


def test_a_stage_that_says_nothing_of_today_waits_to_be_looked_at():
    old = make_partnership(stage=Stage.EMERGING, stage_as_of="2019")
    undated = make_partnership(stage=Stage.DORMANT, stage_as_of="")
    make_partnership(stage=Stage.EMERGING, stage_as_of=THIS_YEAR)
    make_partnership(stage=Stage.PROPOSED)

    assert staff_list("stage") == [old, undated]


@pytest.mark.parametrize(
    "say",
    [
        lambda entry: entry.sources.all().delete(),
        lambda entry: Partnership.objects.update(stage=Stage.EMERGING),
        lambda entry: make_membership(partnership=entry, source=""),
        lambda entry: make_part(entry, source=""),
        lambda entry: make_fact(entry, source=""),
        lambda entry: entry.stated_priorities.create(priority=make_priority(), wording="Listen"),
    ],
)
def test_what_names_no_source_waits_for_one(say):
    entry = make_partnership()
    entry.sources.create(title="A page")
    before = staff_list("sources")

    say(entry)

    assert (before, staff_list("sources")) == ([], [entry])


def test_parts_that_are_told_only_in_words_wait_to_be_told_as_data():
    in_words, as_data = make_partnership(coverage_note="Whitby"), make_partnership(coverage_note="Whitby")
    make_part(as_data)
    make_partnership()

    assert staff_list("parts") == [in_words]


@pytest.mark.parametrize(
    ("date", "is_planned", "waits"),
    [("2020", True, True), ("2020", False, False), (THIS_YEAR, True, False), (f"{TODAY:%Y-%m}", True, False)],
)
def test_a_plan_whose_date_has_passed_waits_for_somebody_to_ask(date, is_planned, waits):
    make_development(date=date, is_planned=is_planned)
    make_development(date="2020", is_planned=True, publication=PublicationState.ARCHIVED)

    assert staff_list_of(Development, "past-plans").exists() == waits


@pytest.mark.parametrize(("as_of", "waits"), [("", True), ("2020-03", True), (THIS_YEAR, False)])
def test_who_supports_partnerships_today_is_to_be_looked_up_every_year(as_of, waits):
    make_present_support(as_of=as_of)

    assert staff_list_of(PresentSupport, "long-unseen").exists() == waits


def staff_list_of(model, name):
    """Return the rows of what is published beside entries in a staff list of national staff."""
    [found] = [each for each in worklist.staff_lists_of(model) if each.name == name]
    return found.rows(model.objects.all(), make_superuser())


@pytest.mark.parametrize(
    ("fields", "freshness"),
    [
        ({}, Freshness.NEVER),
        (CHECKED, Freshness.IN_TIME),
        (CHECKED | {"checked_on": LONG_AGO}, Freshness.OVERDUE),
        (CHECKED | {"checked_on": LONG_AGO, "stage": Stage.ENDED}, None),
        ({"stage": Stage.PROPOSED}, None),
        ({"publication": PublicationState.ARCHIVED}, None),
    ],
)
def test_freshness(fields, freshness):
    make_partnership(**fields)

    assert worklist.with_freshness(Partnership.objects.all()).get().freshness == freshness


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, CompletenessBand.WEAK),
        (39, CompletenessBand.WEAK),
        (40, CompletenessBand.FAIR),
        (69, CompletenessBand.FAIR),
        (70, CompletenessBand.GOOD),
    ],
)
def test_the_bands_of_the_score(score, band):
    assert worklist.completeness_band_of(score) == band


def test_each_entry_with_a_score_lies_in_the_band_of_its_score():
    weak = make_partnership()
    fair = make_partnership(
        summary="Short", about="Long", website=ALIVE, how_to_join="Write", stage=Stage.EMERGING, **CHECKED
    )
    make_partnership(stage=Stage.PROPOSED)

    rows = Partnership.objects.all()
    by_band = {band: list(worklist.in_completeness_band(rows, band)) for band in CompletenessBand}

    assert by_band == {CompletenessBand.GOOD: [], CompletenessBand.FAIR: [fair], CompletenessBand.WEAK: [weak]}
    assert not worklist.in_completeness_band(rows, "best").exists()
