"""Local authorities without a partnership, and how far the next one is."""

import pytest

from partnerships.coverage import cold_spots
from partnerships.search.figures import WithoutPartnership
from partnerships.vocabulary import PublicationState, Stage
from tests.area_parts import make_part
from tests.factories import make_authority, make_partnership, make_region
from tests.figures import make_figures

pytestmark = pytest.mark.django_db


def authority_names(spots):
    return [spot.coverage.authority.name for spot in spots]


def test_a_region_shares_its_authorities_out_by_coverage():
    region = make_region(name="North")
    make_partnership([make_authority(region=region), make_authority(region=region)])
    make_partnership([make_authority(name="Proposed", region=region)], stage=Stage.PROPOSED)
    make_partnership([make_authority(name="Ended", region=region)], stage=Stage.ENDED)
    make_partnership([make_authority(name="Draft", region=region)], publication=PublicationState.DRAFT)
    make_authority(name="Alone", region=region)

    [share] = cold_spots.of_england().shares

    assert (share.region.slug, share.covered, share.total, share.percent) == (region.slug, 2, 6, 33)
    assert authority_names(share.cold) == ["Alone", "Draft", "Ended", "Proposed"]
    assert share.without == WithoutPartnership(total=4, proposed=1, in_part=0)


def test_where_partnerships_work_in_parts_only_it_stands_apart():
    region = make_region()
    here = make_authority(name="Breckland", region=region, easting=590_000, northing=300_000)
    partnership = make_partnership([here], name="Thetford LCEP")
    make_part(partnership, kind="town", name="Thetford", easting=587_000, northing=283_000)
    make_authority(name="Alone", region=region, easting=587_000, northing=299_093)

    found = cold_spots.of_england()

    [share] = found.shares
    assert (share.covered, share.total, authority_names(share.cold)) == (0, 2, ["Alone"])
    assert authority_names(share.in_part) == authority_names(found.england.in_part) == ["Breckland"]
    assert share.without == WithoutPartnership(total=1, proposed=0, in_part=1)
    assert (share.cold[0].nearest.words, share.cold[0].miles) == ("Thetford LCEP", 10)


def test_england_adds_its_regions_up():
    make_partnership([make_authority(region=make_region(position=1))])
    make_authority(name="Zeal", region=make_region(position=2))
    make_authority(name="Arun", region=make_region(position=3))

    england = cold_spots.of_england().england

    assert (england.region, england.covered, england.total, england.percent) == (None, 1, 3, 33)
    assert authority_names(england.cold) == ["Zeal", "Arun"]


@pytest.mark.parametrize(("total", "cold", "percent"), [(33, 10, 70), (0, 0, 0), (4, 4, 0), (4, 0, 100), (300, 1, 99)])
def test_all_and_none_are_said_only_of_all_and_none(total, cold, percent):
    assert cold_spots.RegionShare(None, total, [None] * cold).percent == percent


def test_a_share_of_one_in_hundreds_is_not_none():
    assert cold_spots.RegionShare(None, 300, [None] * 299).percent == 1


def test_a_cold_spot_names_the_nearest_partnership_at_work():
    region = make_region()
    make_authority(region=region, easting=400_000, northing=400_000)
    make_partnership([make_authority(easting=401_000, northing=400_000)], stage=Stage.PROPOSED)
    make_partnership([make_authority(easting=402_000, northing=400_000)], stage=Stage.ENDED)
    far, near = make_authority(easting=480_000, northing=400_000), make_authority(easting=400_000, northing=416_093)
    make_partnership([far, near], name="Near")
    make_partnership([far], name="Far")

    [spot] = cold_spots.of_england().shares[0].cold

    assert (spot.nearest.words, spot.miles) == ("Near", 10)


def test_a_cold_spot_next_to_many_partnerships_says_how_many():
    region = make_region()
    make_authority(region=region, easting=400_000, northing=400_000)
    leeds = make_authority(name="Leeds", easting=402_000, northing=400_000)
    for _ in range(5):
        make_partnership([leeds])

    [spot] = cold_spots.of_england().shares[0].cold

    assert (spot.nearest.words, spot.nearest.url) == ("5 partnerships in Leeds", "/partnerships/?authority=leeds")


def test_a_cold_spot_next_door_is_a_mile_away_at_least():
    region = make_region()
    make_authority(region=region, easting=400_000, northing=400_000)
    make_partnership([make_authority(easting=400_100, northing=400_000)])

    assert cold_spots.of_england().shares[0].cold[0].miles == 1


@pytest.mark.parametrize("here", [{}, {"easting": 400_000, "northing": 400_000}])
def test_without_places_no_distance_is_given(here):
    make_authority(region=make_region(), **here)
    make_partnership([make_authority()])

    [spot] = cold_spots.of_england().shares[0].cold

    assert (spot.nearest, spot.miles) == (None, None)


def test_spots_come_by_need_and_by_name_those_not_known_last():
    region = make_region()
    for name, gss_code, share in [
        ("Arun", "E07000001", 0.2),
        ("Zeal", "E07000002", 0.45),
        ("Bath", "E07000003", 0.45),
        ("Ash", "E07000004", None),
    ]:
        make_authority(name=name, gss_code=gss_code, region=region)
        if share:
            make_figures(gss_code, share)

    cold = cold_spots.of_england().england.cold

    assert authority_names(cold_spots.ordered(cold, "need")) == ["Bath", "Zeal", "Arun", "Ash"]
    assert authority_names(cold_spots.ordered(cold, "name")) == ["Arun", "Ash", "Bath", "Zeal"]


def test_a_spot_has_the_figures_of_its_region_and_a_region_those_of_its_middle():
    north = make_region(name="North East")
    for code, share in [("E07000001", 0.2), ("E07000002", 0.3), ("E07000003", 0.6)]:
        make_authority(gss_code=code, region=north)
        make_figures(code, share)
    make_authority(gss_code="E07000004")
    make_figures("E07000004", 0.1)

    found = cold_spots.of_england()

    [spot] = [spot for spot in found.england.cold if spot.authority.gss_code == "E07000003"]
    assert (spot.need.percent, spot.region_percent, spot.region_in_words) == ("60.0%", "30.0%", "the North East")
    assert (found.in_region(north).middle_percent, found.in_region(None).middle_percent) == ("30.0%", "20.0%")


@pytest.mark.parametrize("number", [1, 3])
def test_shares_ask_the_database_the_same_for_any_number(kept_snapshot, django_assert_num_queries, number):
    for _ in range(number):
        make_authority(easting=400_000, northing=400_000)
        make_partnership([make_authority(easting=410_000, northing=400_000)])

    kept_snapshot()
    with django_assert_num_queries(8):
        cold_spots.of_england()
