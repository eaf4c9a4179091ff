"""How great the need is in each local authority, and which authority stands in the middle."""

import pytest

from partnerships.coverage import need
from partnerships.coverage.need import NOT_KNOWN, NeedBand
from tests.factories import make_authority, make_region
from tests.figures import make_figures

pytestmark = pytest.mark.django_db


def make_places(*shares, region=None):
    """Make local authorities of one region with these shares of children in low-income families, and return it."""
    region = region or make_region()
    for share in shares:
        authority = make_authority(region=region)
        make_figures(authority.gss_code, share)
    return region


@pytest.mark.parametrize(
    ("shares", "middle"), [([], None), ([0.4], 0.4), ([0.6, 0.1, 0.2], 0.2), ([0.1, 0.9, 0.2, 0.3], 0.2)]
)
def test_the_middle_is_the_figure_of_one_authority_the_lower_of_two(shares, middle):
    make_places(*shares)

    assert need.of_england().middle == middle


def test_each_region_has_a_middle_of_its_own():
    north, south, empty = make_places(0.5, 0.6, 0.7), make_places(0.1), make_region()

    found = need.of_england()

    assert (found.middles, found.middle) == ({north.gss_code: 0.6, south.gss_code: 0.1}, 0.5)
    assert empty.gss_code not in found.middles


def test_only_figures_of_the_last_year_are_told():
    authority, other = make_authority(), make_authority()
    make_figures(authority.gss_code, 0.5, year=2019)
    make_figures(other.gss_code, 0.5, year=2019)
    make_figures(authority.gss_code, 0.4, children_rank=7)

    found = need.of_england()

    assert (found.year, found.source, found.ranked, found.middle) == (2025, "Indices of 2025", 1, 0.4)
    assert (found.of(authority.gss_code).percent, found.of(authority.gss_code).children_rank) == ("40.0%", 7)
    assert found.of(other.gss_code) == NOT_KNOWN


def test_figures_kept_under_a_code_of_the_past_count_for_nothing():
    make_places(0.3)
    make_figures("E07000999", 0.9)

    found = need.of_england()

    assert (found.middle, found.ranked, found.of("E07000999")) == (0.3, 1, NOT_KNOWN)


def test_without_figures_nothing_is_told():
    authority = make_authority()

    found = need.of_england()

    assert (found.year, found.source, found.middle_percent, found.knows_schools) == (None, "", "", False)
    assert found.of(authority.gss_code).percent == ""


@pytest.mark.parametrize(
    ("share", "band"),
    [
        (None, NeedBand.NOT_KNOWN),
        (0.0, NeedBand.FEWEST),
        (0.1999, NeedBand.FEWER),
        (0.199, NeedBand.FEWEST),
        (0.2, NeedBand.FEWER),
        (0.3, NeedBand.MIDDLE),
        (0.4, NeedBand.MORE),
        (0.499, NeedBand.MORE),
        (0.5, NeedBand.MOST),
        (1.0, NeedBand.MOST),
    ],
)
def test_an_area_is_in_the_band_of_the_share_that_pages_tell(share, band):
    assert need.band_of(share) is band
