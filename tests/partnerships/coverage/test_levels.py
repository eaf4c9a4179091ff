"""How well a local authority is covered."""

import pytest

from partnerships.coverage import levels
from partnerships.coverage.levels import CoverageLevel, LegendItem
from partnerships.models import LocalAuthority, Partnership
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_partnership, make_region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stage", "level"),
    [
        (Stage.ESTABLISHED, CoverageLevel.ESTABLISHED),
        (Stage.EMERGING, CoverageLevel.EMERGING),
        ("", CoverageLevel.UNKNOWN),
        (Stage.DORMANT, CoverageLevel.DORMANT),
        (Stage.PROPOSED, CoverageLevel.PROPOSED),
        (Stage.ENDED, CoverageLevel.NONE),
    ],
)
def test_the_stage_of_its_partnership_gives_a_place_its_level(stage, level):
    make_partnership([make_authority()], stage=stage)

    [coverage] = levels.coverage_by_authority()

    assert coverage.level == level


def test_every_stage_has_a_level():
    assert set(levels.LEVEL_OF_STAGE) == {"", *Stage}


def test_the_partnership_furthest_on_decides():
    leeds = make_authority()
    for stage in (Stage.PROPOSED, "", Stage.EMERGING):
        make_partnership([leeds], stage=stage)

    [coverage] = levels.coverage_by_authority()

    assert coverage.level == CoverageLevel.EMERGING


def test_drafts_and_archived_partnerships_cover_nothing():
    leeds = make_authority()
    make_partnership([leeds], publication=PublicationState.DRAFT)
    make_partnership([leeds], publication=PublicationState.ARCHIVED)

    [coverage] = levels.coverage_by_authority()

    assert coverage.level == CoverageLevel.NONE
    assert coverage.partnerships == []


def test_a_place_says_who_covers_it():
    leeds = make_authority(name="Leeds")
    make_partnership([leeds], name="Young Leeds", stage=Stage.ESTABLISHED)
    make_partnership([leeds], name="Leeds33")
    make_partnership([leeds], name="Leeds idea", stage=Stage.PROPOSED)

    [coverage] = levels.coverage_by_authority()

    assert coverage.summary == "Leeds: Leeds33, stage not known; Young Leeds, established"
    assert [partnership.name for partnership in coverage.proposed] == ["Leeds idea"]


def test_a_place_with_a_proposal_only_says_so():
    make_partnership([make_authority(name="Leeds")], name="Leeds idea", stage=Stage.PROPOSED)

    [coverage] = levels.coverage_by_authority()

    assert coverage.summary == "Leeds: Leeds idea, proposed"
    assert coverage.partnerships == []


def test_a_place_nobody_covers_says_so():
    make_authority(name="Leeds")

    [coverage] = levels.coverage_by_authority()

    assert coverage.summary == "Leeds: no partnership we know of"


def test_places_stand_by_region_then_name():
    north, south = make_region(position=1), make_region(position=2)
    for name, region in (("Brent", south), ("Wyre", north), ("Arun", south), ("Zeal", north)):
        make_authority(name=name, region=region)

    regions = levels.by_region(levels.coverage_by_authority())

    assert [(region, [coverage.authority.name for coverage in coverages]) for region, coverages in regions] == [
        (north, ["Wyre", "Zeal"]),
        (south, ["Arun", "Brent"]),
    ]


def test_places_can_be_narrowed_to_some_authorities_and_partnerships():
    leeds, york = make_authority(name="Leeds"), make_authority(name="York")
    chosen = make_partnership([leeds, york], name="Chosen")
    make_partnership([leeds], name="Other")

    from_list = levels.coverage_by_authority(LocalAuthority.objects.filter(name="Leeds"), [chosen])
    from_query = levels.coverage_by_authority(
        LocalAuthority.objects.filter(name="Leeds"), Partnership.objects.filter(name="Chosen")
    )

    assert [coverage.summary for coverage in from_list] == ["Leeds: Chosen, stage not known"]
    assert from_query == from_list


def test_the_legend_counts_the_levels_that_occur_in_their_order():
    make_authority()
    for stage in ("", "", Stage.ESTABLISHED):
        make_partnership([make_authority()], stage=stage)

    assert levels.legend_of(levels.coverage_by_authority()) == [
        LegendItem(CoverageLevel.ESTABLISHED, 1),
        LegendItem(CoverageLevel.UNKNOWN, 2),
        LegendItem(CoverageLevel.NONE, 1),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_places_ask_the_database_the_same_for_any_number(django_assert_num_queries, number):
    for _ in range(number):
        make_partnership([make_authority(), make_authority()])

    with django_assert_num_queries(2):
        for coverage in levels.coverage_by_authority():
            assert coverage.summary and coverage.authority.region.name and coverage.authority.bridge.name
