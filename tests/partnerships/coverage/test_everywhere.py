"""How all of England is covered is reckoned once for every change of it, and never told wrongly."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from partnerships.coverage import everywhere, need
from partnerships.coverage.everywhere import coverage_by_authority
from partnerships.models import DeprivationFigures, LocalAuthority, Partnership
from partnerships.vocabulary import Stage
from tests.factories import make_authority, make_news, make_partnership
from tests.figures import make_figures

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

    queries_of_asking()

    assert [queries_of_asking() for _ in range(2)] == [1, 1]


def test_only_places_whose_partnerships_changed_are_reckoned_anew(monkeypatch):
    reckoned = []
    reckon = everywhere.covered_by
    monkeypatch.setattr(
        everywhere, "covered_by", lambda area, *facts: reckoned.append(area.name) or reckon(area, *facts)
    )
    leeds, hull, york = (make_authority(name=name) for name in ("Leeds", "Hull", "York"))
    partnership = make_partnership([leeds])
    make_partnership([york])
    coverage_by_authority()
    assert sorted(reckoned) == ["Hull", "Leeds", "York"]

    for change, anew in (
        (lambda: Partnership.objects.filter(pk=partnership.pk).update(name="Renamed"), ["Leeds"]),
        (lambda: partnership.authorities.add(hull), ["Hull", "Leeds"]),
        (lambda: partnership.authorities.remove(leeds), ["Hull", "Leeds"]),
        (lambda: make_news(), []),
        (lambda: LocalAuthority.objects.filter(pk=leeds.pk).update(name="Loidis"), ["Hull", "Loidis", "York"]),
    ):
        reckoned.clear()
        change()
        coverage_by_authority()
        assert sorted(reckoned) == anew


def test_whatever_changes_it_is_seen_at_once():
    leeds = make_authority(name="Leeds")
    told = [summaries()]
    partnership = make_partnership([leeds], name="Leeds33")
    told.append(summaries())
    Partnership.objects.filter(pk=partnership.pk).update(stage=Stage.EMERGING, stage_as_of="2026-11-30")
    told.append(summaries())
    LocalAuthority.objects.filter(pk=leeds.pk).update(name="Loidis")
    told.append(summaries())
    partnership.authorities.clear()
    told.append(summaries())

    assert told == [
        ["Leeds: no partnership we know of"],
        ["Leeds: Leeds33, stage not known today"],
        ["Leeds: Leeds33, emerging as of 30 November 2026"],
        ["Loidis: Leeds33, emerging as of 30 November 2026"],
        ["Loidis: no partnership we know of"],
    ]


def test_what_is_not_committed_is_told_to_nobody_else():
    leeds = make_authority(name="Leeds")
    with transaction.atomic():
        make_partnership([leeds], name="Leeds33")
        within = summaries()
        transaction.set_rollback(True)

    assert (within, summaries()) == (["Leeds: Leeds33, stage not known today"], ["Leeds: no partnership we know of"])


def test_what_a_transaction_writes_after_it_was_told_is_told_once_it_is_committed():
    leeds = make_authority(name="Leeds")
    with transaction.atomic():
        partnership = make_partnership([leeds], name="Leeds33")
        summaries()
        Partnership.objects.filter(pk=partnership.pk).update(stage=Stage.EMERGING, stage_as_of="2026-11-30")
        within = summaries()

    assert within == summaries() == ["Leeds: Leeds33, emerging as of 30 November 2026"]


def test_a_load_of_figures_is_seen_at_once():
    authority = make_authority()
    before = need.of_england().middle
    make_figures(authority.gss_code, 0.25)
    after = need.of_england().middle
    DeprivationFigures.objects.update(children_in_low_income_families=0.5)

    assert (before, after, need.of_england().middle) == (None, 0.25, 0.5)
