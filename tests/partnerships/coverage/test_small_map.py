"""England drawn small: a shape for each region, and a dot for each local authority."""

import re

import pytest

from partnerships.coverage import small_map
from partnerships.coverage.small_map import Dot
from partnerships.geography.outline_geometry import rough_path_around
from partnerships.models import PartnershipPart
from partnerships.vocabulary import Stage
from tests.factories import make_authority, make_partnership, make_region

pytestmark = pytest.mark.django_db
LEEDS, BRADFORD, CAMDEN, CORNWALL = "E08000035", "E08000032", "E09000007", "E06000052"


def test_each_local_authority_is_a_dot_by_whether_it_is_covered():
    leeds, bradford, camden, cornwall = (make_authority(gss_code=code) for code in (LEEDS, BRADFORD, CAMDEN, CORNWALL))
    make_partnership([leeds])
    in_part = make_partnership([bradford])
    PartnershipPart.objects.create(partnership=in_part, authority=bradford, kind="town", name="Shipley")
    make_partnership([camden], stage=Stage.PROPOSED)
    make_partnership([cornwall], stage=Stage.ENDED)

    dots = dict(small_map.of_england().dots)

    assert [(dot, path.count("M")) for dot, path in dots.items()] == [
        (Dot.NONE, 1),
        (Dot.PROPOSED, 1),
        (Dot.PART, 1),
        (Dot.COVERED, 1),
    ]
    ends = {dot: path.partition(" ")[2].lstrip("0123456789") for dot, path in dots.items()}
    assert ends == {dot: dot.path_at(0, 0).partition(" ")[2][1:] for dot in Dot}


def test_what_is_covered_in_part_is_hollow_and_drawn_alike_on_the_map_and_in_its_key():
    assert Dot.COVERED.in_key == Dot.COVERED.path_at(6, 6) == "M6 6h0"
    assert Dot.PROPOSED.in_key == "M6 6h.1"
    assert Dot.PART.in_key == "M3 6a3 3 0 0 0 6 0a3 3 0 0 0 -6 0"


def test_the_key_comes_right_after_the_map(answers):
    assert re.search(r'class="small-map".*?</a>\s*<ul class="[^"]*map-key', answers["home"].content.decode(), re.DOTALL)


def test_the_authorities_of_a_region_are_one_shape():
    yorkshire = make_region(name="Yorkshire")
    for code in (LEEDS, BRADFORD):
        make_authority(gss_code=code, region=yorkshire)
    make_authority(gss_code=CORNWALL)

    first, second = small_map.of_england().regions

    assert first.count("M") == 1
    assert first != second


def test_corners_lie_on_the_grid_and_none_on_a_straight_line():
    path = rough_path_around((LEEDS, BRADFORD), 4)

    x, y, *steps = map(int, re.findall(r"-?\d+", path))

    assert {number % 4 for number in (x, y, *steps)} == {0}
    assert len(steps) < len(re.findall(r"-?\d+", rough_path_around((LEEDS, BRADFORD), 1)))


def test_without_outlines_there_is_no_map():
    make_authority(gss_code="E99000001")

    assert small_map.of_england() is None


def test_the_home_page_holds_it_in_few_letters(answers):
    [drawn] = re.findall(r'<a class="small-map".*?</a>', answers["home"].content.decode(), re.DOTALL)

    assert drawn.count("<path") == 9 + 4
    assert len(drawn) < 10_000
