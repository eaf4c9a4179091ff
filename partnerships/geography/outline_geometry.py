"""The outlines of the map as polygons: for GeoJSON, and for pictures drawn without a browser.

Neighbours share the lines between them, so several authorities together are bounded by all their edges except those
that two of them share.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from itertools import pairwise
from math import atan2, pi
from re import compile as pattern

from partnerships.geography import outlines
from partnerships.geography.national_grid import to_wgs84
from partnerships.geography.outlines import Outlines
from partnerships.geography.postcode_districts import paths_of

# Where the upper left corner of the drawn map lies on the British National Grid, in metres: see fixtures/map.
WEST, NORTH = 80_000, 660_000
# About a metre, where the lines themselves are right to some hundred metres.
DECIMALS = 5

Vertex = tuple[int, int]
Ring = list[Vertex]
_RING = pattern(r"M(\d+) (\d+)l([^z]*)z")
_STEP = pattern(r"-?\d+")


def rings_of(codes: Iterable[str], drawn: Outlines) -> list[Ring]:
    """Return the closed rings around the authorities of `codes` taken together, in the units of `drawn`.

    Seen on the map, a ring around land runs clockwise and one around a hole the other way. Codes without an outline
    are left out. A postcode district of an authority is one too ("E06000065 YO11"), in the units of the nearby set.
    """
    onward: dict[Vertex, list[Vertex]] = defaultdict(list)
    # In one order, so that the rings come out alike each time.
    for code in sorted(set(codes)):
        for start, end in _edges(path) if (path := _path_of(code, drawn)) else ():
            if start in onward[end]:
                onward[end].remove(start)
            else:
                onward[start].append(end)
    rings = []
    for start in list(onward):
        while onward[start]:
            rings += _follow(start, onward)
    return rings


def _path_of(code: str, drawn: Outlines) -> str:
    if code in drawn.shapes:
        return drawn.shapes[code].path
    gss_code, _, district = code.partition(" ")
    return paths_of(gss_code).get(district, "") if district else ""


@lru_cache(maxsize=256)
def path_around(codes: tuple[str, ...]) -> str:
    """Return the outline around `codes` as rings_of has it, a path in the units of the nearby set; maybe ""."""
    return "".join(map(_as_path, rings_of(codes, outlines.nearby())))


@lru_cache(maxsize=16)
def rough_path_around(codes: tuple[str, ...], grid: int) -> str:
    """Return the outline around `codes` in the units of all England, its corners moved to the next lines of a `grid`.

    Neighbours are moved alike and still share their edges. What gets too small to be seen is left out.
    """
    rings = (_on_grid(ring, grid) for ring in rings_of(codes, outlines.of_england()))
    return "".join(_as_path(ring) for ring in rings if len(ring) > 3)


def _on_grid(ring: Ring, grid: int) -> Ring:
    """Return `ring` with its corners on a `grid`, without those that lie on a straight line or there and back."""
    moved: Ring = []
    for x, y in ring[:-1]:
        moved.append((round(x / grid) * grid, round(y / grid) * grid))
        while len(moved) > 1 and (moved[-1] == moved[-2] or len(moved) > 2 and _are_in_line(*moved[-3:])):
            del moved[-2]
    return [*moved, moved[0]]


def _are_in_line(first: Vertex, second: Vertex, third: Vertex) -> bool:
    (ax, ay), (bx, by), (cx, cy) = first, second, third
    return (bx - ax) * (cy - ay) == (cx - ax) * (by - ay)


def _as_path(ring: Ring) -> str:
    """Return a closed ring as "M1 2l3-4 5 6z": a start and relative steps; the last is left to "z"."""
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(ring[:-1])]
    numbers = "".join(f" {number}" if number >= 0 else str(number) for step in steps for number in step)
    return f"M{ring[0][0]} {ring[0][1]}l{numbers.strip()}z"


def polygons_of(codes: Iterable[str], drawn: Outlines) -> list[list[Ring]]:
    """Return the area of `codes` as polygons: the ring around each, then the rings around the holes in it."""
    rings = rings_of(codes, drawn)
    polygons = [[ring] for ring in rings if _turn(ring) > 0]
    for hole in (ring for ring in rings if _turn(ring) < 0):
        around = [polygon for polygon in polygons if _holds(polygon[0], hole)]
        min(around, key=lambda polygon: _turn(polygon[0])).append(hole)
    return polygons


# As many as there are local authorities and some more: of several together there may be very many.
@lru_cache(maxsize=512)
def geojson_of(codes: frozenset[str]) -> dict[str, object] | None:
    """Return the area of `codes` as a GeoJSON geometry in WGS84, from the finer outlines; None if none is drawn.

    As RFC 7946 has it, outer rings run anticlockwise: the other way than on the map, whose y grows downward.
    """
    drawn = outlines.nearby()
    metres = 1000 / drawn.units
    polygons = [
        [[_on_globe(vertex, metres) for vertex in reversed(ring)] for ring in polygon]
        for polygon in polygons_of(codes, drawn)
    ]
    return {"type": "MultiPolygon", "coordinates": polygons} if polygons else None


# All that is drawn has some 20,000 vertices, and areas share them.
@cache
def _on_globe(vertex: Vertex, metres: float) -> tuple[float, float]:
    """Return the longitude and latitude of a vertex in units of so many `metres`."""
    longitude, latitude = to_wgs84(WEST + vertex[0] * metres, NORTH - vertex[1] * metres)
    return round(longitude, DECIMALS), round(latitude, DECIMALS)


@cache
def _edges(path: str) -> list[tuple[Vertex, Vertex]]:
    """Return the edges of an outline, each with its inside on the right as seen on the map."""
    rings = list(_read(path))
    edges: list[tuple[Vertex, Vertex]] = []
    for ring in rings:
        is_hole = sum(_holds(other, ring) for other in rings if other is not ring) % 2 == 1
        if (_turn(ring) < 0) != is_hole:
            ring = ring[::-1]
        edges += pairwise(ring)
    return edges


def holds_point(path: str, x: float, y: float) -> bool:
    """Whether the point lies within the outline `path`, in the same units."""
    return sum(_is_around(ring, x, y) for ring in _read(path)) % 2 == 1


def _read(path: str) -> Iterator[Ring]:
    for x, y, steps in _RING.findall(path):
        numbers = iter(map(int, _STEP.findall(steps)))
        ring = [(int(x), int(y))]
        for dx, dy in zip(numbers, numbers, strict=True):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        yield [*ring, ring[0]]


def _follow(start: Vertex, onward: dict[Vertex, list[Vertex]]) -> list[Ring]:
    """Follow the edges from `start` to their end and take them out of `onward`; no ring meets a vertex twice."""
    rings, walked = [], [start]
    while following := onward[walked[-1]]:
        here, before = walked[-1], walked[-2] if len(walked) > 1 else walked[-1]
        # Where two rings touch, the sharpest turn to the right stays on the same area.
        there = min(following, key=partial(_bend, before, here)) if len(following) > 1 else following[0]
        following.remove(there)
        if there in walked:
            met = walked.index(there)
            rings.append([*walked[met:], there])
            del walked[met + 1 :]
        else:
            walked.append(there)
    return rings


def _bend(before: Vertex, here: Vertex, there: Vertex) -> float:
    """Return the angle from the way back to the way on, clockwise on the map: the least is the sharpest right turn."""
    back = atan2(before[1] - here[1], before[0] - here[0])
    ahead = atan2(there[1] - here[1], there[0] - here[0])
    return (back - ahead) % (2 * pi) or 2 * pi


def _turn(ring: Ring) -> float:
    """Return the area within `ring`, positive if it runs clockwise on the map and negative if not."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring)) / 2


def _holds(ring: Ring, other: Ring) -> bool:
    """Whether `other`, which does not cross `ring`, lies inside it."""
    return _is_around(ring, *_inner_point(other))


def _is_around(ring: Ring, x: float, y: float) -> bool:
    """Whether the point, which lies on no line, is inside `ring`."""
    inside = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _inner_point(ring: Ring) -> tuple[float, float]:
    """Return a point inside `ring`, next to the middle of its first edge, so that it is on no line."""
    (ax, ay), (bx, by) = ring[0], ring[1]
    side = 0.001 if _turn(ring) > 0 else -0.001
    return (ax + bx) / 2 - side * (by - ay), (ay + by) / 2 + side * (bx - ax)
