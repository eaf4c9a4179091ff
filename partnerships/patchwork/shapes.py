"""How the shapes of a patchwork are cut, for whatever draws them: one list for browsers and for files."""

import math
from collections.abc import Sequence
from typing import TypeAlias

# Half the side of a tile: its middle is at 0, 0, and y goes down.
REACH = 12
# A straight line to a point, or with a third number an arc of that radius, of half a circle at most: to the right as
# one walks along it, or to the left where the radius is negative.
Step: TypeAlias = tuple[int, int] | tuple[int, int, int]
# It begins at its first step and is closed. One that is walked to the left is a hole in the one before.
Outline: TypeAlias = Sequence[Step]
Point: TypeAlias = tuple[float, float]

SHAPES: dict[str, Sequence[Outline]] = {
    "quarter": [[(-12, 12), (12, -12, 24), (12, 12)]],
    "disc": [[(-10, 0), (10, 0, 10), (-10, 0, 10)]],
    "arches": [[(-12, 0), (12, 0, 12)], [(-12, 12), (12, 12, 12)]],
    "leaf": [[(-12, -12), (0, -12), (12, 0, 12), (12, 12), (0, 12), (-12, 0, 12)]],
    "stripes": [[(-12, top), (12, top), (12, top + 4), (-12, top + 4)] for top in (-12, -4, 4)],
    "star": [[(0, -12), (3, -3), (12, 0), (3, 3), (0, 12), (-3, 3), (-12, 0), (-3, -3)]],
    "triangle": [[(-12, 12), (12, -12), (12, 12)]],
    "ring": [[(-10, 0), (10, 0, 10), (-10, 0, 10)], [(-4, 0), (4, 0, -4), (-4, 0, -4)]],
    "hourglass": [[(-12, -12), (12, -12), (-12, 12), (12, 12)]],
    "flower": [[(0, 0), (x, y, 12), (0, 0, 12)] for x, y in ((-12, -12), (12, -12), (12, 12), (-12, 12))],
    "rainbow": [[(-12, 12), (12, -12, 24), (12, -4), (-4, 12, -16)], [(4, 12), (12, 4, 8), (12, 12)]],
    "diamond": [[(0, -12), (12, 0), (0, 12), (-12, 0)]],
}
# By how many quarter turns each looks different; the others by four.
DIFFERENT_TURNS = {"disc": 1, "ring": 1, "star": 1, "diamond": 1, "flower": 1, "leaf": 2, "hourglass": 2}


def path_of(outlines: Sequence[Outline]) -> str:
    """Return `outlines` as the path of an SVG."""
    return "".join(
        f"M{' '.join(map(str, outline[0][:2]))}{''.join(map(_command, outline[1:]))}z" for outline in outlines
    )


def is_hole(outline: Outline) -> bool:
    radii = [step[2] for step in outline if len(step) == 3]
    return bool(radii) and max(radii) < 0


def _command(step: Step) -> str:
    x, y, *radius = step
    return f"A{abs(radius[0])} {abs(radius[0])} 0 0 {int(radius[0] > 0)} {x} {y}" if radius else f"L{x} {y}"


def points_of(outline: Outline) -> list[Point]:
    """Return the corners of a polygon that looks like `outline`."""
    points: list[Point] = [outline[0][:2]]
    for x, y, *radius in outline[1:]:
        if radius:
            points += _along(points[-1], (x, y), radius[0])
        points.append((x, y))
    return points


def _along(start: Point, end: Point, radius: int, parts: int = 24) -> list[Point]:
    """Return points between `start` and `end` on the shorter arc."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    # From the middle of the straight line to that of the circle.
    off = math.copysign(math.sqrt(max(0.0, radius**2 - (length / 2) ** 2)), radius) / length
    x, y = (start[0] + end[0]) / 2 - down * off, (start[1] + end[1]) / 2 + across * off
    first = math.atan2(start[1] - y, start[0] - x)
    whole = math.copysign(2 * math.asin(min(1.0, length / 2 / abs(radius))), radius)
    turns = [first + whole * part / parts for part in range(1, parts)]
    return [(x + abs(radius) * math.cos(turn), y + abs(radius) * math.sin(turn)) for turn in turns]
