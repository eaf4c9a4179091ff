"""How well a local authority is covered."""

import pytest

from partnerships.coverage import levels
from partnerships.coverage.everywhere import coverage_by_authority, coverage_in
from partnerships.coverage.levels import NAMED_AT_MOST, CoverageLevel, LegendItem, Link, NamedArea
from partnerships.models import Partnership
from partnerships.search.snapshot.kept_cards import placed
from partnerships.vocabulary import PublicationState, Stage
from tests.area_parts import make_part
from tests.factories import THIS_YEAR, make_authority, make_partnership, make_region

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

    [coverage] = coverage_by_authority()

    assert coverage.level == level


def test_every_stage_has_a_level():
    assert set(levels.LEVEL_OF_STAGE) == {"", *Stage}


def test_the_partnership_furthest_on_decides():
    leeds = make_authority()
    for stage in (Stage.PROPOSED, "", Stage.EMERGING):
        make_partnership([leeds], stage=stage)

    [coverage] = coverage_by_authority()

    assert coverage.level == CoverageLevel.EMERGING


def test_drafts_and_archived_partnerships_cover_nothing():
    leeds = make_authority()
    make_partnership([leeds], publication=PublicationState.DRAFT)
    make_partnership([leeds], publication=PublicationState.ARCHIVED)

    [coverage] = coverage_by_authority()

    assert coverage.level == CoverageLevel.NONE
    assert coverage.links == []


def test_a_place_says_who_covers_it():
    leeds = make_authority(name="Leeds")
    make_partnership([leeds], name="Young Leeds", stage=Stage.ESTABLISHED)
    make_partnership([leeds], name="Leeds33")
    make_partnership([leeds], name="Leeds idea", stage=Stage.PROPOSED)

    [coverage] = coverage_by_authority()

    assert coverage.summary == (f"Leeds: Leeds33, stage not known today; Young Leeds, established as of {THIS_YEAR}")
    assert [partnership.name for partnership in coverage.proposed] == ["Leeds idea"]
    assert [link.words for link in coverage.links] == ["Leeds33", "Young Leeds"]


def test_a_place_with_a_proposal_only_says_so():
    make_partnership([make_authority(name="Leeds")], name="Leeds idea", stage=Stage.PROPOSED)

    [coverage] = coverage_by_authority()

    assert coverage.summary == f"Leeds: Leeds idea, proposed, {THIS_YEAR}"
    assert coverage.links == [Link("Leeds idea", "/partnerships/leeds-idea/", f"proposed, {THIS_YEAR}")]
    assert (coverage.is_covered, coverage.is_proposed) == (False, True)


def test_a_place_with_partnerships_in_parts_of_it_only_says_in_which():
    breckland = make_authority(name="Breckland")
    thetford = make_partnership([breckland], name="Thetford LCEP", stage=Stage.ESTABLISHED)
    make_part(thetford, kind="town", name="Thetford")
    make_part(thetford, kind="former", name="Wayland")
    make_partnership([breckland], name="Breckland idea", stage=Stage.PROPOSED)

    [coverage] = coverage_by_authority()

    assert coverage.summary == (
        f"Breckland: Thetford LCEP, in the former district of Wayland and Thetford, established as of {THIS_YEAR}"
    )
    assert (coverage.level, coverage.is_covered, coverage.is_in_part) == (CoverageLevel.PART, False, True)
    assert [link.words for link in coverage.links] == ["Thetford LCEP, in the former district of Wayland and Thetford"]


def test_one_that_works_in_all_of_a_place_decides_over_one_in_a_part():
    suffolk = make_authority(name="East Suffolk")
    make_part(make_partnership([suffolk], name="Lowestoft", stage=Stage.ESTABLISHED), kind="town", name="Lowestoft")
    make_partnership([suffolk], name="Suffolk LCEP", stage=Stage.EMERGING)

    [coverage] = coverage_by_authority()

    assert (coverage.level, coverage.is_covered, coverage.is_in_part) == (CoverageLevel.EMERGING, True, False)
    in_part, whole = f"in Lowestoft, established as of {THIS_YEAR}", f"Suffolk LCEP, emerging as of {THIS_YEAR}"
    assert coverage.summary == f"East Suffolk: Lowestoft, {in_part}; {whole}"


def test_a_part_of_a_place_where_it_no_longer_works_says_nothing():
    leeds, york = make_authority(name="Leeds"), make_authority(name="York")
    make_part(make_partnership([leeds], name="Leeds33"), york)

    assert [(there.summary, there.level) for there in coverage_by_authority()] == [
        ("Leeds: Leeds33, stage not known today", CoverageLevel.UNKNOWN),
        ("York: no partnership we know of", CoverageLevel.NONE),
    ]


def test_a_place_nobody_covers_says_so():
    make_authority(name="Leeds")

    [coverage] = coverage_by_authority()

    assert coverage.summary == "Leeds: no partnership we know of"


def test_places_stand_by_region_then_name():
    north, south = make_region(position=1), make_region(position=2)
    for name, region in (("Brent", south), ("Wyre", north), ("Arun", south), ("Zeal", north)):
        make_authority(name=name, region=region)

    regions = levels.by_region(coverage_by_authority())

    assert [(region.slug, [coverage.authority.name for coverage in coverages]) for region, coverages in regions] == [
        (north.slug, ["Wyre", "Zeal"]),
        (south.slug, ["Arun", "Brent"]),
    ]


def test_the_places_of_a_region_are_asked_for_alone():
    leeds, other = make_authority(name="Leeds"), make_authority(name="York")
    make_partnership([leeds, other], name="Both")

    [coverage] = coverage_in(leeds.region)

    assert coverage.summary == "Leeds: Both, stage not known today"


def test_where_some_partnerships_work_the_others_do_not_count(django_assert_num_queries):
    north, south = make_region(position=1), make_region(position=2)
    leeds, arun = make_authority(name="Leeds", region=north), make_authority(name="Arun", region=south)
    make_partnership([leeds, arun], name="Chosen")
    make_partnership([leeds], name="Also", stage=Stage.PROPOSED)
    make_partnership([make_authority()], name="Ended", stage=Stage.ENDED)
    make_partnership([leeds], name="Other")
    chosen = [placed(row) for row in Partnership.objects.exclude(name="Other")]

    with django_assert_num_queries(0):
        coverages = levels.coverage_by_these(chosen)

    assert [coverage.summary for coverage in coverages] == [
        "Leeds: Chosen, stage not known today",
        "Arun: Chosen, stage not known today",
    ]
    assert [partnership.name for partnership in coverages[0].proposed] == ["Also"]
    assert coverages[0].region == NamedArea(north.gss_code, north.name, north.slug)


def test_whoever_says_who_covers_a_place_says_the_same():
    leeds = make_authority(name="Leeds")
    for number, stage in enumerate(["", Stage.ESTABLISHED, Stage.PROPOSED, *["", Stage.PROPOSED] * NAMED_AT_MOST]):
        make_partnership([leeds, make_authority()], name=f"Partnership {number:02}", stage=stage)

        assert tuple(levels.coverage_by_these(map(placed, Partnership.objects.all()))) == coverage_by_authority()


def test_from_five_partnerships_a_place_says_how_many_and_leads_to_their_list():
    leeds = make_authority(name="Leeds")
    for stage in (Stage.ESTABLISHED, "", "", Stage.EMERGING):
        make_partnership([leeds], stage=stage)
    [with_four] = coverage_by_authority()
    make_partnership([leeds], stage="")
    make_partnership([leeds], stage=Stage.PROPOSED)
    [with_five] = coverage_by_authority()

    assert len(with_four.links) == with_four.summary.count("; ") + 1 == 4
    assert with_five.links == [Link("5 partnerships", "/partnerships/?authority=leeds")]
    assert with_five.summary == "Leeds: 5 partnerships (1 established, 1 emerging, 3 stage not known today)"
    assert with_five.level == CoverageLevel.ESTABLISHED


def test_the_list_it_leads_to_is_that_of_the_place(client):
    leeds = make_authority(name="Leeds")
    for _ in range(5):
        make_partnership([leeds])
    make_partnership()
    [link] = coverage_in(leeds.region)[0].links

    assert client.get(link.url).context["page"].paginator.count == 5


def test_from_five_proposals_a_place_leads_to_its_page_where_they_are_named():
    leeds = make_authority(name="Leeds")
    for _ in range(5):
        make_partnership([leeds], stage=Stage.PROPOSED)

    [coverage] = coverage_by_authority()

    assert coverage.links == [Link("5 proposed partnerships", "/authorities/leeds/")]
    assert coverage.summary == "Leeds: 5 proposed partnerships"


def test_many_partnerships_are_counted_by_the_database_and_not_read(kept_snapshot, django_assert_num_queries):
    leeds = make_authority()
    for _ in range(5):
        make_partnership([leeds])

    kept_snapshot()
    with django_assert_num_queries(2):
        [coverage] = coverage_by_authority()

    assert (coverage.partnerships, coverage.counts) == ((), (("", 5),))


def test_the_legend_counts_the_levels_that_occur_in_their_order():
    make_authority()
    for stage in ("", "", Stage.ESTABLISHED):
        make_partnership([make_authority()], stage=stage)

    assert levels.legend_of(coverage_by_authority()) == (
        LegendItem(CoverageLevel.ESTABLISHED, 1),
        LegendItem(CoverageLevel.UNKNOWN, 2),
        LegendItem(CoverageLevel.NONE, 1),
    )


@pytest.mark.parametrize("number", [1, 3])
def test_places_ask_the_database_the_same_for_any_number(kept_snapshot, django_assert_num_queries, number):
    for _ in range(number):
        make_partnership([make_authority(), make_authority()])

    kept_snapshot()
    with django_assert_num_queries(3):
        for coverage in coverage_by_authority():
            assert coverage.summary and coverage.region.name and coverage.links and coverage.url
