"""The outlines as polygons: sound, without a line twice, and where the places are."""

from itertools import pairwise

import pytest

from partnerships.geography import outlines
from partnerships.geography.outline_geometry import geojson_of, polygons_of, rings_of
from partnerships.geography.outlines import BoundingBox, Outline, Outlines

LEEDS, BRADFORD, ISLE_OF_WIGHT = "E08000035", "E08000032", "E06000046"
# Two squares side by side, a ring around a hole, and what fills the hole.
LEFT, RIGHT, AROUND, WITHIN = (
    "M0 0l2 0 0 2-2 0z",
    "M2 0l2 0 0 2-2 0z",
    "M10 0l6 0 0 6-6 0zM12 2l0 2 2 0 0-2z",
    "M12 2l2 0 0 2-2 0z",
)


def outlines_of(**paths):
    """Return made-up outlines with these paths by code."""
    return Outlines(1, {code: Outline(path, BoundingBox(0, 0, 1, 1), (0, 0)) for code, path in paths.items()})


MADE_UP = outlines_of(left=LEFT, right=RIGHT, around=AROUND, within=WITHIN)


def area(ring):
    """Return the area of a ring, above nought if it runs clockwise as drawn."""
    return sum(x * b - a * y for (x, y), (a, b) in pairwise(ring)) / 2


def test_the_line_two_neighbours_share_is_not_part_of_their_area():
    [ring] = rings_of(["left", "right"], MADE_UP)

    assert area(ring) == 8
    assert {(2, 0), (2, 2)} <= set(ring)
    assert {frozenset(edge) for edge in pairwise(ring)}.isdisjoint({frozenset({(2, 0), (2, 2)})})


def test_a_hole_stays_a_hole_and_is_gone_when_it_is_filled():
    [[outer, hole]] = polygons_of(["around"], MADE_UP)
    [[whole]] = polygons_of(["around", "within"], MADE_UP)

    assert (area(outer), area(hole), area(whole)) == (36, -4, 36)


def test_places_apart_are_polygons_apart_and_one_asked_for_twice_is_one():
    assert len(polygons_of(["left", "within", "left"], MADE_UP)) == 2


def test_squares_that_touch_in_a_corner_are_two_rings():
    corner = outlines_of(a="M0 0l2 0 0 2-2 0z", b="M2 2l2 0 0 2-2 0z")

    assert sorted(map(area, rings_of(["a", "b"], corner))) == [4, 4]


def test_a_hole_that_touches_the_edge_is_a_ring_of_its_own():
    touching = outlines_of(a="M0 0l4 0 0 4-4 0zM0 0l1 2 1-1z")

    [[outer, hole]] = polygons_of(["a"], touching)

    assert (area(outer), area(hole)) == (16, -1.5)


def test_what_is_not_drawn_has_no_area():
    assert geojson_of(frozenset({"E99999999"})) is None


@pytest.mark.parametrize("drawn", [outlines.of_england(), outlines.nearby()], ids=["england", "nearby"])
def test_every_ring_of_every_authority_is_closed_and_meets_no_point_twice(drawn):
    codes = [code for code in drawn.shapes if code[0] == "E"]
    rings = {code: rings_of([code], drawn) for code in codes}

    assert len(codes) == 296
    assert [
        code for code, of_one in rings.items() if any(ring[0] != ring[-1] or len(ring) < 4 for ring in of_one)
    ] == []
    assert [code for code, of_one in rings.items() if any(len(set(ring)) != len(ring) - 1 for ring in of_one)] == []


def test_all_authorities_together_have_the_area_of_each_added_up():
    drawn = outlines.nearby()
    added_up = sum(area(ring) for code in drawn.shapes for ring in rings_of([code], drawn))

    assert sum(map(area, rings_of(drawn.shapes, drawn))) == added_up


def test_geojson_lies_where_the_place_is_with_its_outer_rings_anticlockwise():
    geometry = geojson_of(frozenset({ISLE_OF_WIGHT}))

    ring = geometry["coordinates"][0][0]
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    assert geometry["type"] == "MultiPolygon"
    assert area(ring) > 0  # latitude grows upward, so this way round is anticlockwise
    assert (west, south, east, north) == pytest.approx((-1.59, 50.57, -1.07, 50.77), abs=0.03)


def test_the_area_of_neighbours_is_one_polygon():
    geometry = geojson_of(frozenset({LEEDS, BRADFORD}))

    assert [len(polygon) for polygon in geometry["coordinates"]] == [1]


def test_no_more_areas_are_kept_in_memory_than_so_many_however_many_are_asked_for():
    for number in range(600):
        geojson_of(frozenset({f"made-up-{number}"}))

    assert geojson_of.cache_info().currsize < 600
