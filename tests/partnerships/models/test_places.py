"""Counts of regions."""

import pytest

from partnerships.models import Region
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_partnership, make_region

pytestmark = pytest.mark.django_db


def test_a_region_counts_each_partnership_once_and_proposed_ones_apart():
    region = make_region()
    first, second, third = (make_authority(region=region) for _ in range(3))
    make_partnership([first, second])
    make_partnership([first])
    make_partnership([third], stage=Stage.PROPOSED)
    make_partnership([third], publication=PublicationState.DRAFT)

    counted = Region.objects.with_counts().get(pk=region.pk)

    assert (counted.partnership_count, counted.proposed_count) == (2, 1)
    assert (counted.covered_count, counted.authority_count) == (2, 3)


def test_an_ended_partnership_is_counted_but_covers_nothing():
    region = make_region()
    make_partnership([make_authority(region=region)], stage=Stage.ENDED)

    counted = Region.objects.with_counts().get(pk=region.pk)

    assert (counted.partnership_count, counted.covered_count) == (1, 0)


def test_an_empty_region_counts_nothing():
    region = make_region()

    counted = Region.objects.with_counts().get(pk=region.pk)

    assert (counted.partnership_count, counted.proposed_count, counted.authority_count) == (0, 0, 0)
