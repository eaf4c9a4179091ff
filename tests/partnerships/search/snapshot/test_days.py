"""What a worker keeps is that of its day: over night a stage may grow too old to count."""

import datetime

import pytest
from django.utils import timezone

from partnerships.coverage.everywhere import coverage_by_authority
from partnerships.models import Partnership
from partnerships.search.results import PartnershipResults
from partnerships.vocabulary import Stage

pytestmark = pytest.mark.usefixtures("directory")


@pytest.fixture
def on(monkeypatch):
    """Let it be a day of December 2026."""

    def day(number):
        monkeypatch.setattr(timezone, "localdate", lambda *_: datetime.date(2026, 12, number))

    return day


@pytest.fixture
def old_stage():
    """All are emerging since a day that is five years ago on 1 December 2026."""
    Partnership.objects.update(stage=Stage.EMERGING, stage_as_of="2021-12-01")


def counts():
    """Return how many are found to be emerging, and how many at a stage that is not known today."""
    return [PartnershipResults(chosen={"stage": [stage]}).count for stage in ("emerging", "not-known")]


def test_lists_count_a_stage_until_it_is_too_old(on, old_stage):
    found = []
    for number in (1, 2, 1):
        on(number)
        found.append(counts())

    assert found == [[3, 0], [0, 3], [3, 0]]


def test_after_a_change_of_one_the_others_are_as_old_as_they_are(on, old_stage):
    on(1)
    counts()
    on(2)
    Partnership.objects.filter(name="Alder").update(stage_as_of="2022")

    assert counts() == [1, 2]


def test_the_map_and_its_table_count_it_as_long(on, old_stage):
    summaries = []
    for number in (1, 2):
        on(number)
        summaries.append([coverage.summary for coverage in coverage_by_authority() if coverage.counts])

    names = ("Alder", "Birch", "Cedar")
    assert summaries == [
        ["Leeds: " + "; ".join(f"{name}, emerging as of 1 December 2021" for name in names)],
        ["Leeds: " + "; ".join(f"{name}, stage not known today" for name in names)],
    ]
