"""How all of England is covered is reckoned once for every change of it, and never told wrongly."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from partnerships.coverage.everywhere import coverage_by_authority
from partnerships.models import LocalAuthority, Partnership
from partnerships.vocabulary import Stage
from tests.factories import make_authority, make_partnership

pytestmark = pytest.mark.usefixtures("committed")


def summaries():
    return [coverage.summary for coverage in coverage_by_authority()]


def queries_of_asking():
    """Return how many queries it takes to be told how all of England is covered."""
    with CaptureQueriesContext(connection) as captured:
        coverage_by_authority()
    return len(captured)


def test_it_is_reckoned_once_as_long_as_nothing_changes():
    make_partnership([make_authority()])

    assert [queries_of_asking() for _ in range(3)] == [1 + 3, 1, 1]


def test_whatever_changes_it_is_seen_at_once():
    leeds = make_authority(name="Leeds")
    told = [summaries()]
    partnership = make_partnership([leeds], name="Leeds33")
    told.append(summaries())
    Partnership.objects.filter(pk=partnership.pk).update(stage=Stage.EMERGING)
    told.append(summaries())
    LocalAuthority.objects.filter(pk=leeds.pk).update(name="Loidis")
    told.append(summaries())
    partnership.authorities.clear()
    told.append(summaries())

    assert told == [
        ["Leeds: no partnership we know of"],
        ["Leeds: Leeds33, stage not known"],
        ["Leeds: Leeds33, emerging"],
        ["Loidis: Leeds33, emerging"],
        ["Loidis: no partnership we know of"],
    ]


def test_what_is_not_committed_is_told_to_nobody_else():
    leeds = make_authority(name="Leeds")
    with transaction.atomic():
        make_partnership([leeds], name="Leeds33")
        within = summaries()
        transaction.set_rollback(True)

    assert (within, summaries()) == (["Leeds: Leeds33, stage not known"], ["Leeds: no partnership we know of"])


def test_what_a_transaction_writes_after_it_was_told_is_told_once_it_is_committed():
    leeds = make_authority(name="Leeds")
    with transaction.atomic():
        partnership = make_partnership([leeds], name="Leeds33")
        summaries()
        Partnership.objects.filter(pk=partnership.pk).update(stage=Stage.EMERGING)
        within = summaries()

    assert within == summaries() == ["Leeds: Leeds33, emerging"]
