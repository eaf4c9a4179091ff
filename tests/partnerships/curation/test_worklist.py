"""The staff lists of entries, and how fresh and complete entries are."""

import datetime

import pytest
from django.utils import timezone

from partnerships.curation import staff_lists, worklist
from partnerships.curation.worklist import CompletenessBand, Freshness
from partnerships.models import LinkCheck, Partnership
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_bridge, make_officer, make_partnership, make_superuser

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
    make_partnership(bridge=bridge, publication=PublicationState.IN_REVIEW, **CHECKED)
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
