"""What a page of the map shows: which places, what it can be narrowed to, and what that leaves pale."""

import pytest

from partnerships.coverage import map as coverage_map
from partnerships.coverage import map_pages, need
from partnerships.coverage.levels import CoverageGroup, CoverageLevel
from partnerships.coverage.need import NeedBand
from partnerships.models import LocalAuthority, Region
from partnerships.vocabulary import Stage
from tests.area_parts import make_part
from tests.factories import make_authority, make_partnership, make_region
from tests.figures import make_figures

pytestmark = pytest.mark.django_db

LEEDS, BRADFORD, CAMDEN, CORNWALL = "E08000035", "E08000032", "E09000007", "E06000052"


@pytest.fixture
def places():
    """Two places in Yorkshire, an established partnership in one and nobody in the other, and Cornwall with a plan."""
    yorkshire = make_region(name="Yorkshire")
    leeds = make_authority(gss_code=LEEDS, name="Leeds", region=yorkshire)
    make_partnership([leeds], name="Leeds33", stage=Stage.ESTABLISHED)
    make_authority(gss_code=BRADFORD, name="Bradford", region=yorkshire)
    make_partnership([make_authority(gss_code=CORNWALL, name="Cornwall")], stage=Stage.PROPOSED)
    return yorkshire


def told(page):
    return [(choice.value, choice.total) for choice in page.choices]


def drawn(page):
    return {shape.code for shape in page.drawing.shapes}


def test_all_england_is_shown_unless_a_region_is_opened(places):
    england, region = map_pages.by_level("", None, None), map_pages.by_level("", places, None)

    assert (drawn(england), england.total, england.where) == ({LEEDS, BRADFORD, CORNWALL}, 3, "England")
    assert (drawn(region), region.total, region.where) == ({LEEDS, BRADFORD}, 2, "Yorkshire")
    assert [there.authority.name for there in region.there] == ["Bradford", "Leeds"]
    assert england.there == []


def test_choices_are_told_with_how_many_each_has_where_the_map_is(places):
    assert told(map_pages.by_level("", None, None)) == [
        ("", 3),
        ("covered", 1),
        ("established", 1),
        ("proposed", 1),
        ("none", 1),
    ]
    assert told(map_pages.by_level("", places, None)) == [("", 2), ("covered", 1), ("established", 1), ("none", 1)]


def test_what_is_asked_for_is_told_though_nobody_has_it(places):
    page = map_pages.by_level("dormant", None, None)

    assert (page.chosen.value, page.chosen.total) == ("dormant", 0)
    assert set(page.chosen.leaves) == set(CoverageLevel) - {"dormant"}


def test_a_place_covered_in_part_is_neither_covered_nor_without(places):
    authority = LocalAuthority.objects.get(gss_code=BRADFORD)
    partnership = make_partnership([authority], name="Keighley LCEP")
    make_part(partnership, authority)

    choices = dict(told(map_pages.by_level("", places, None)))

    assert (choices["covered"], choices["part"], "none" in choices) == (1, 1, False)


@pytest.mark.parametrize(
    ("show", "kept"),
    [
        ("", set(CoverageLevel)),
        ("covered", {"established", "emerging", "unknown", "dormant"}),
        ("established", {"established"}),
        ("part", {"part"}),
        ("proposed", {"proposed"}),
        ("none", {"none"}),
    ],
)
def test_each_choice_leaves_everything_else_pale(places, show, kept):
    assert set(CoverageLevel) - set(map_pages.by_level(show, None, None).chosen.leaves) == kept


def test_every_way_to_be_covered_is_in_one_choice(places):
    groups = {level: map_pages.GROUP_OF_LEVEL[level] for level in CoverageLevel}

    assert {level for level, group in groups.items() if group == CoverageGroup.COVERED} == set(map_pages.STAGES)


def test_the_map_of_need_is_narrowed_to_a_band_or_to_who_covers_a_place(places):
    make_figures(LEEDS, 0.402)
    figures = need.of_england()

    by_band = map_pages.by_need("need-4", places, None, figures)
    by_cover = map_pages.by_need("none", places, None, figures)

    assert told(by_band) == [("", 2), ("need-4", 1), ("need-0", 1), ("covered", 1), ("none", 1)]
    assert set(by_band.chosen.leaves) == set(NeedBand) - {"need-4"}
    assert set(by_cover.chosen.leaves) == set(CoverageGroup) - {"none"}
    assert {shape.code: shape.group for shape in by_cover.drawing.shapes} == {BRADFORD: "none", LEEDS: "covered"}


@pytest.mark.parametrize("by_need", [False, True])
def test_a_place_is_marked_with_a_pin_among_those_around_it(places, by_need):
    leeds = LocalAuthority.objects.get(gss_code=LEEDS)

    page = map_pages.by_need("", None, leeds, need.of_england()) if by_need else map_pages.by_level("", places, leeds)

    assert (page.place.authority.name, page.region, drawn(page)) == ("Leeds", None, {LEEDS, BRADFORD})
    x, y = page.drawing.outlined.mark
    assert page.drawing.pin.startswith(f"M{x:g} ")
    assert page.drawing.view.holds(x, y)
    assert page.place_in_region == "in Yorkshire"


def test_a_region_has_no_pin_and_one_without_outlines_no_map(places):
    nowhere = make_authority(gss_code="E06999999").region

    assert map_pages.by_level("", places, None).drawing.pin == ""
    assert map_pages.by_level("", Region.objects.get(pk=nowhere.pk), None).drawing is None


def test_whoever_goes_by_keyboard_comes_to_regions_in_their_order():
    north, london, south = make_region(), make_region(gss_code=coverage_map.LONDON), make_region()
    for code, region in ((CORNWALL, south), (CAMDEN, london), (LEEDS, north)):
        make_authority(gss_code=code, region=region)

    drawing = map_pages.by_level("", None, None).drawing

    assert [shape.code for shape in drawing.shapes] == [LEEDS, CORNWALL]
    assert (drawing.inset_at, drawing.is_inset_last, drawing.inset_of.slug) == (1, False, london.slug)
