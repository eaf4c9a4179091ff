"""Local authorities without a partnership, and how far the next one is."""

import pytest

from partnerships.coverage import cold_spots
from partnerships.vocabulary import AuthorityType, PublicationState, Stage
from tests.factories import make_authority, make_bridge, make_partnership, make_region

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

    [share] = cold_spots.shares()

    assert (share.region.slug, share.covered, share.total, share.percent) == (region.slug, 2, 6, 33)
    assert authority_names(share.without_any) == ["Alone", "Draft", "Ended"]
    assert authority_names(share.proposed_only) == ["Proposed"]


def test_england_adds_its_regions_up():
    make_partnership([make_authority(region=make_region(position=1))])
    make_authority(name="Zeal", region=make_region(position=2))
    make_authority(name="Arun", region=make_region(position=3))

    england = cold_spots.all_england(cold_spots.shares())

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

    [spot] = cold_spots.shares()[0].cold

    assert (spot.nearest.words, spot.miles) == ("Near", 10)


def test_a_cold_spot_next_to_many_partnerships_says_how_many():
    region = make_region()
    make_authority(region=region, easting=400_000, northing=400_000)
    leeds = make_authority(name="Leeds", easting=402_000, northing=400_000)
    for _ in range(5):
        make_partnership([leeds])

    [spot] = cold_spots.shares()[0].cold

    assert (spot.nearest.words, spot.nearest.url) == ("5 partnerships in Leeds", "/partnerships/?authority=leeds")


def test_a_cold_spot_next_door_is_a_mile_away_at_least():
    region = make_region()
    make_authority(region=region, easting=400_000, northing=400_000)
    make_partnership([make_authority(easting=400_100, northing=400_000)])

    assert cold_spots.shares()[0].cold[0].miles == 1


@pytest.mark.parametrize("here", [{}, {"easting": 400_000, "northing": 400_000}])
def test_without_places_no_distance_is_given(here):
    make_authority(region=make_region(), **here)
    make_partnership([make_authority()])

    [spot] = cold_spots.shares()[0].cold

    assert (spot.nearest, spot.miles) == (None, None)


def test_the_download_has_a_row_for_each_cold_spot():
    north, south = make_region(name="North", position=1), make_region(name="South", position=2)
    bridge = make_bridge(name="Culture Bridge")
    zeal = make_authority(
        name="Zeal", gss_code="E08000001", type=AuthorityType.METROPOLITAN, region=north, bridge=bridge
    )
    make_partnership([zeal], name="Zeal idea", stage=Stage.PROPOSED)
    make_authority(
        name="Arun",
        gss_code="E07000001",
        county="Sussex",
        region=south,
        bridge=bridge,
        easting=400_000,
        northing=400_000,
    )
    make_partnership([make_authority(region=south, easting=400_000, northing=410_000)], name="Next door")

    rows = list(cold_spots.table(cold_spots.shares()))

    assert rows == [
        [
            "gss_code",
            "local authority",
            "type",
            "county",
            "region",
            "Bridge Organisation until March 2023",
            "proposed partnership",
            "nearest partnership",
            "miles",
        ],
        ["E08000001", "Zeal", "Metropolitan district", "", "North", "Culture Bridge", "Zeal idea", "", ""],
        ["E07000001", "Arun", "District", "Sussex", "South", "Culture Bridge", "", "Next door", "6"],
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_shares_ask_the_database_the_same_for_any_number(kept_snapshot, django_assert_num_queries, number):
    for _ in range(number):
        make_authority(easting=400_000, northing=400_000)
        make_partnership([make_authority(easting=410_000, northing=400_000)])

    kept_snapshot()
    with django_assert_num_queries(4):
        list(cold_spots.table(cold_spots.shares()))
