"""The committed outlines of the local authorities, and how they are read."""

import csv
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders

from partnerships.geography import outlines
from partnerships.geography.outlines import BoundingBox

LEEDS, BRADFORD, CORNWALL = "E08000035", "E08000032", "E06000052"
CAMDEN, ISLINGTON = "E09000007", "E09000019"
NEWCASTLE_UNDER_LYME, EAST_STAFFORDSHIRE = "E07000195", "E07000193"
SETS = [outlines.of_england, outlines.nearby, outlines.of_counties]


def rings(path):
    """Return the rings of an SVG `path` of ours, each a list of points that ends where it began."""
    closed = []
    for start, steps in re.findall(r"M(\d+ \d+)l([\d -]+)z", path):
        x, y = (int(number) for number in start.split())
        points = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            points.append((x, y))
        closed.append([*points, points[0]])
    return closed


def edges(path):
    """Return the edges of an SVG `path`, whichever way they run."""
    return {frozenset(edge) for ring in rings(path) for edge in pairwise(ring)}


def area(path):
    """Return the area inside an SVG `path`, in square units; holes run the other way and are taken off."""
    doubled = [sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring)) for ring in rings(path)]
    return abs(sum(doubled)) / 2


def paths(svg):
    """Return the paths of a file of shapes by their ids."""
    return {path.get("id"): path.get("d") for group in ElementTree.fromstring(svg) for path in group}


@pytest.mark.parametrize("read", SETS)
def test_every_authority_of_england_is_drawn(read):
    with (outlines.FOLDER.parent / "directory" / "authorities.tsv").open(encoding="utf-8") as file:
        listed = {row["gss_code"] for row in csv.DictReader(file, delimiter="\t")}

    codes = {code for code in read().shapes if code.startswith("E")}

    assert len(codes) == 296
    assert codes == listed


def test_all_sets_draw_the_same_authorities_and_only_one_the_neighbouring_nations():
    assert outlines.of_england().shapes.keys() - outlines.nearby().shapes.keys() == {"Scotland", "Wales"}
    assert outlines.nearby().shapes.keys() - outlines.of_england().shapes.keys() == set()
    assert outlines.of_counties().shapes.keys() == outlines.nearby().shapes.keys()


@pytest.mark.parametrize("read", SETS)
def test_no_outline_is_empty_or_beside_its_box(read):
    for code, shape in read().shapes.items():
        points = [point for ring in rings(shape.path) for point in ring]
        across, down = zip(*points, strict=True)

        assert area(shape.path) > 0, code
        assert BoundingBox(min(across), min(down), max(across), max(down)) == shape.box, code
        assert shape.box.holds(*shape.label), code


@pytest.mark.parametrize("read", SETS)
def test_paths_are_whole_numbers_and_few_letters(read):
    for code, shape in read().shapes.items():
        assert re.fullmatch(r"(M\d+ \d+l[\d -]+z)+", shape.path), code


@pytest.mark.parametrize("read", SETS)
@pytest.mark.parametrize(("code", "other"), [(LEEDS, BRADFORD), (CAMDEN, ISLINGTON)])
def test_neighbours_share_edges(read, code, other):
    shapes = read().shapes

    assert edges(shapes[code].path) & edges(shapes[other].path)


@pytest.mark.parametrize("read", SETS)
def test_places_far_apart_share_no_edge(read):
    shapes = read().shapes

    assert edges(shapes[LEEDS].path) & edges(shapes[CORNWALL].path) == set()


@pytest.mark.parametrize("read", SETS)
def test_the_outlines_together_are_as_large_as_england(read):
    drawn = read()

    square_kilometres = sum(area(shape.path) for code, shape in drawn.shapes.items() if code[0] == "E") / drawn.units**2

    # England has 130,279 of land; the coastline was widened by 600 m on purpose.
    assert 130_000 < square_kilometres < 137_000


@pytest.mark.parametrize(
    ("read", "limit"), [(outlines.of_england, 50_000), (outlines.nearby, 160_000), (outlines.of_counties, 53_000)]
)
def test_the_outlines_stay_light(read, limit):
    assert sum(len(shape.path) for shape in read().shapes.values()) < limit


def test_browsers_are_given_the_outlines_of_all_england_as_they_are_here():
    with open(finders.find(outlines.SHAPES_FILE), encoding="utf-8") as file:
        assert file.read() == outlines.as_svg(outlines.of_england())


def test_small_maps_are_given_the_same_shapes_with_far_fewer_corners():
    with open(finders.find(outlines.SMALL_SHAPES_FILE), encoding="utf-8") as file:
        small = paths(file.read())
    whole = paths(outlines.as_svg(outlines.of_england()))

    assert small.keys() == whole.keys()
    # A corner that went spans 9 square kilometres at most.
    assert {code for code in whole if abs(area(small[code]) - area(whole[code])) > 40 + area(whole[code]) / 10} == set()
    assert len("".join(small.values())) < 0.6 * len("".join(whole.values()))


def test_the_file_of_shapes_has_each_authority_under_its_code_and_lets_pages_say_how_it_looks():
    drawn = ElementTree.fromstring(outlines.as_svg(outlines.of_england()))

    groups = {group.get("id"): group for group in drawn}
    assert set(groups) == {"nations", outlines.ALL_AUTHORITIES}
    assert [path.get("id") for path in groups["nations"]] == ["Scotland", "Wales"]
    assert {path.get("id") for path in groups[outlines.ALL_AUTHORITIES]} == outlines.nearby().shapes.keys()
    # Whatever else a path said of its looks would win over what the page says.
    assert {key for shape in drawn.iter() for key in shape.attrib} == {"id", "d", "vector-effect"}


def test_places_close_together_are_drawn_finely_and_others_are_not():
    assert outlines.fit_for([CAMDEN, ISLINGTON]) is outlines.nearby()
    assert outlines.fit_for([CAMDEN, CORNWALL]) is outlines.of_england()


def test_a_county_beside_text_is_drawn_with_fewer_corners_and_what_is_narrower_finely():
    assert outlines.fit_for_small([NEWCASTLE_UNDER_LYME, EAST_STAFFORDSHIRE]) is outlines.of_counties()
    assert outlines.fit_for_small([CAMDEN, ISLINGTON]) is outlines.nearby()
    assert outlines.fit_for_small([CAMDEN, CORNWALL]) is outlines.of_england()


def test_fewer_corners_lie_where_the_finer_outlines_have_theirs():
    fine, fewer = outlines.nearby().shapes, outlines.of_counties().shapes

    for code, shape in fewer.items():
        corners, finer = ({point for ring in rings(path) for point in ring} for path in (shape.path, fine[code].path))
        assert corners and corners <= finer, code
        # A corner that went spans a square kilometre at most, which is 16 square units.
        gone = len(finer) - len(corners)
        assert abs(area(shape.path) - area(fine[code].path)) <= min(16 * gone, area(fine[code].path) / 4), code


def test_an_authority_made_lately_is_not_drawn():
    assert outlines.are_drawn(["E06999999"]) is False
    assert outlines.are_drawn(["E06999999", LEEDS]) is True


def test_a_view_is_never_too_narrow_nor_too_flat():
    assert BoundingBox(100, 100, 110, 110).framed(margin=0, smallest=40) == BoundingBox(85, 90, 125, 120)
    assert BoundingBox(100, 100, 110, 200).framed(margin=5, smallest=0) == BoundingBox(56, 95, 154, 205)


def test_a_view_does_not_reach_above_the_map():
    assert BoundingBox(100, 2, 200, 92).framed(margin=20, smallest=0).top == 0


def test_a_box_is_written_as_an_svg_view():
    assert str(BoundingBox(10, 20, 40, 25.5)) == "10 20 30 5.5"
