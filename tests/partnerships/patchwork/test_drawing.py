"""A patchwork as it is drawn: the same on a page and in a file."""

import re

import pytest

from partnerships.patchwork.drawing import as_picture, as_svg, shapes_of_pages
from partnerships.patchwork.shapes import SHAPES, path_of
from partnerships.patchwork.tiles import Tile

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
# The ground of the first pair of colours, and its shape.
BLACK_ON_WHITE = {"cream": "#ffffff", "vermilion": "#000000"}
# How much of a tile each shape takes.
SHARES = {
    "quarter": 0.785,
    "disc": 0.545,
    "arches": 0.785,
    "leaf": 0.893,
    "stripes": 0.5,
    "star": 0.25,
    "triangle": 0.5,
    "ring": 0.458,
    "hourglass": 0.5,
    "flower": 0.571,
    "rainbow": 0.524,
    "diamond": 0.5,
}


def dots_of(shape, turns=0):
    """Return the picture of one black tile."""
    return as_picture([[Tile(shape, 0, turns)]], 48, BLACK_ON_WHITE)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_takes_its_share_of_a_tile(shape):
    dots = dots_of(shape).convert("L").tobytes()

    assert 1 - sum(dots) / len(dots) / 255 == pytest.approx(SHARES[shape], abs=0.02)


def test_a_ring_has_a_hole():
    assert dots_of("ring").getpixel((24, 24)) == WHITE
    assert dots_of("disc").getpixel((24, 24)) == BLACK


def test_a_tile_turns_to_the_right_as_in_a_browser():
    # The corner it lacks.
    corners = {(4, 4): 0, (43, 4): 1, (43, 43): 2, (4, 43): 3}

    for corner, turns in corners.items():
        assert [dots_of("triangle", turns).getpixel(dot) == WHITE for dot in corners] == [
            dot == corner for dot in corners
        ]
    assert 'transform="translate(12 12)rotate(90)"' in as_svg([[Tile("triangle", 0, 1)]])


def test_a_path_says_lines_arcs_and_holes():
    assert path_of(SHAPES["quarter"]) == "M-12 12A24 24 0 0 1 12 -12L12 12z"
    assert path_of(SHAPES["ring"]).endswith("M-4 0A4 4 0 0 0 4 0A4 4 0 0 0 -4 0z")


def test_tiles_lie_beside_and_below_one_another():
    rows = [[Tile("disc", 0, 0), Tile("ring", 3, 0)], [Tile("star", 5, 0), Tile("leaf", 11, 1)]]

    drawn = as_svg(rows)

    assert 'viewBox="0 0 48 48"' in drawn
    assert re.findall(r'"#patch-(\w+)" class="patch-(\d+)" transform="translate\((\d+) (\d+)', drawn) == [
        ("disc", "0", "12", "12"),
        ("ring", "3", "36", "12"),
        ("star", "5", "12", "36"),
        ("leaf", "11", "36", "36"),
    ]


def test_nobody_has_to_read_it():
    for drawn in (shapes_of_pages(), as_svg([[Tile("disc", 0, 0)]])):
        assert 'aria-hidden="true"' in drawn
    assert 'focusable="false"' in as_svg([[Tile("disc", 0, 0)]])
