"""After a change a worker reads little, and once: what changed, whatever else there is, with as few queries."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import Partnership
from partnerships.search.results import PartnershipResults
from partnerships.search.snapshot import keeping, reading
from partnerships.vocabulary import Stage
from tests import databases
from tests.factories import THIS_YEAR, make_partnership

pytestmark = pytest.mark.usefixtures("worker")


def test_while_nothing_changes_it_is_only_asked_whether_anything_did(directory, django_assert_num_queries):
    with django_assert_num_queries(1):
        keeping.current()


@pytest.mark.parametrize("number", [1, 3, 30])
def test_after_a_change_of_however_many_as_few_queries_are_made(directory, number):
    keys = [make_partnership().pk for _ in range(30)][:number]
    keeping.current()
    Partnership.objects.filter(pk__in=keys).update(stage=Stage.DORMANT, stage_as_of=THIS_YEAR)

    with CaptureQueriesContext(connection) as captured:
        found = keeping.current()

    # Whether anything changed; then of one moment the stamp, the mark, what changed, and how that is now.
    assert sum(query["sql"].lstrip().startswith("SELECT") for query in captured) == 5
    assert found.having("stage", [Stage.DORMANT]).bit_count() == number


def test_after_a_change_of_one_the_others_are_not_read(directory, monkeypatch):
    Partnership.objects.filter(pk=directory.pk).update(stage=Stage.DORMANT, stage_as_of=THIS_YEAR)
    monkeypatch.setattr(reading, "whole", None)

    assert PartnershipResults(chosen={"stage": ["dormant"]}).count == 1


def test_after_a_change_of_many_all_is_read_anew(directory, monkeypatch):
    Partnership.objects.update(stage=Stage.DORMANT, stage_as_of=THIS_YEAR)
    monkeypatch.setattr(reading, "renewed", None)
    monkeypatch.setattr(keeping, "MAX_TOUCHED", 2)

    assert PartnershipResults(chosen={"stage": ["dormant"]}).count == 3


def test_sets_that_a_change_does_not_touch_are_shared_with_the_snapshot_before_it(directory):
    before = keeping.current().sets["region"]["north"]
    Partnership.objects.filter(pk=directory.pk).update(stage=Stage.DORMANT, stage_as_of=THIS_YEAR)

    assert keeping.current().sets["region"]["north"] is before


def test_threads_that_ask_at_once_after_a_change_read_it_once(directory, monkeypatch):
    Partnership.objects.filter(pk=directory.pk).update(stage=Stage.DORMANT, stage_as_of=THIS_YEAR)
    read, barrier, found = [], threading.Barrier(4), []
    renewed = reading.renewed
    monkeypatch.setattr(reading, "renewed", lambda *given: read.append(given) or renewed(*given))

    def ask():
        try:
            barrier.wait()
            found.append(PartnershipResults(chosen={"stage": ["dormant"]}).count)
        finally:
            databases.close_for_good()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (found, len(read)) == ([1] * 4, 1)
