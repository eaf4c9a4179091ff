"""Draws the outlines of England's local authorities from postcodes and a coastline, for `draw_map`.

A maintainer's module: it needs the dependency group "maps", which the site itself never does.
Distances are metres on the British National Grid (EPSG:27700) until the very end.
"""

import json
import re
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from pathlib import Path

import numpy
import pyproj
import shapely
from scipy import ndimage
from scipy.spatial import KDTree

from partnerships.geography.outlines import BoundingBox, Outlines
from partnerships.geography.postcode_data.sources import PostcodeSource

UNITED_KINGDOM = "826"  # ISO 3166-1, as world-atlas numbers countries
# What is drawn, in metres: all of England, with Wales and the edge of Scotland to show where it ends.
WEST, EAST, SOUTH, NORTH = 80_000, 660_000, 0, 660_000
COAST_WIDENED_BY = 600
SPECK = 3_000_000  # square metres
NOBODY, SCOTLAND, WALES = -1, -2, -3
# Northern Ireland, whose postcodes are placed on the Irish Grid, is left out: its land is the part with this point.
BELFAST = shapely.Point(146_000, 529_000)


def read_postcodes(source: PostcodeSource) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Return the places of Great Britain's live postcodes (rows of easting, northing), and the area of each.

    An area is a GSS code in England, else "S" or "W". Postcodes that have ended have none and are left out.
    """
    rows = [row for row in source.rows() if row.area[:1] in {"E", "S", "W"} and None not in row]
    return numpy.array([(row.easting, row.northing) for row in rows], float), numpy.array([row.area for row in rows])


def read_land(path: Path) -> shapely.Geometry:
    """Return the land of Great Britain, a little widened, from world-atlas' countries-10m.json (a TopoJSON)."""
    topology = json.loads(path.read_text())
    scale, translate = (numpy.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [numpy.cumsum(arc, axis=0) * scale + translate for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    country = next(country for country in countries if country.get("id") == UNITED_KINGDOM)
    to_grid = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)

    def ring(numbers: list[int]) -> numpy.ndarray:
        # ~number means the arc run backwards; each arc begins where the last one ended.
        parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
        points = numpy.concatenate([part[1:] for part in parts])
        return numpy.column_stack(to_grid.transform(points[:, 0], points[:, 1]))

    polygons = [shapely.Polygon(ring(outer), [ring(hole) for hole in holes]) for outer, *holes in country["arcs"]]
    parts = shapely.get_parts(shapely.make_valid(polygons))
    return shapely.union_all(parts[~shapely.contains(parts, BELFAST)]).buffer(COAST_WIDENED_BY)


def lay_grid(
    places: numpy.ndarray, codes: numpy.ndarray, names: list[str], land: shapely.Geometry, cell: int
) -> numpy.ndarray:
    """Return a grid of `cell` metres, south to north and west to east: the index in `names` each cell belongs to.

    Land belongs to the authority of the nearest postcode, which may be SCOTLAND or WALES; the sea to NOBODY.
    """
    columns, rows = numpy.arange(WEST, EAST, cell) + cell / 2, numpy.arange(SOUTH, NORTH, cell) + cell / 2
    x, y = numpy.meshgrid(columns, rows)
    shapely.prepare(land)
    is_land = shapely.contains_xy(land, x, y)
    # The coastline is too coarse for small islands and sands: where there are postcodes there is land.
    inside = (places[:, 0] >= WEST) & (places[:, 0] < EAST) & (places[:, 1] >= SOUTH) & (places[:, 1] < NORTH)
    inhabited = ((places[inside] - (WEST, SOUTH)) // cell).astype(int)
    is_land[inhabited[:, 1], inhabited[:, 0]] = True
    _, nearest = KDTree(places).query(numpy.column_stack([x[is_land], y[is_land]]))
    numbers = {name: number for number, name in enumerate(names)} | {"S": SCOTLAND, "W": WALES}
    owner = numpy.array([numbers[code] for code in codes])
    grid = numpy.full(x.shape, NOBODY)
    grid[is_land] = owner[nearest]
    return grid


def without_specks(grid: numpy.ndarray, cell: int) -> numpy.ndarray:
    """Return `grid` without islets, and with small parts given to the authority around them.

    An authority keeps its largest part however small it is.
    """
    tidy = grid.copy()
    for number in range(grid.max() + 1):
        parts, count = ndimage.label(grid == number)
        sizes = ndimage.sum_labels(numpy.ones_like(parts), parts, range(1, count + 1)) * cell**2
        small = [part for part in range(1, count + 1) if sizes[part - 1] < SPECK and part - 1 != sizes.argmax()]
        for part in small:
            speck = parts == part
            edge = ndimage.binary_dilation(speck) & ~speck
            around = grid[edge & (grid != NOBODY)]
            tidy[speck] = numpy.bincount(around - WALES).argmax() + WALES if around.size else NOBODY
    return tidy


def outlines_of(grid: numpy.ndarray, names: list[str], cell: int, tolerance: int) -> dict[str, shapely.Geometry]:
    """Return the simplified outline of each of `names`, and of "Scotland" and "Wales".

    In whole cells, with y turned downward. All are simplified together, so that neighbours still share their edges.
    `tolerance` is in metres: the square root of the area a corner must span to stay (Visvalingam and Whyatt, 1993).
    """
    shapes = []
    for number in [*range(len(names)), SCOTLAND, WALES]:
        rows, columns = numpy.nonzero(grid == number)
        top = grid.shape[0] - rows
        shapes.append(shapely.coverage_union_all(shapely.box(columns, top - 1, columns + 1, top)))
    simplified = shapely.coverage_simplify(shapes, tolerance / cell)
    # Only English shapes were cleared of islets so far.
    for index in (-2, -1):
        parts = shapely.get_parts(simplified[index])
        simplified[index] = shapely.MultiPolygon(parts[shapely.area(parts) * cell**2 >= 10 * SPECK].tolist())
    return dict(zip([*names, "Scotland", "Wales"], simplified, strict=True))


def coarser(drawn: Outlines, tolerance: float) -> Outlines:
    """Return `drawn` simplified again, all together. `tolerance` as in outlines_of, but in the units of `drawn`."""
    simplified = shapely.coverage_simplify([_as_drawn(shape.path) for shape in drawn.shapes.values()], tolerance)
    shapes = {
        name: replace(shape, path=path_around(simple), box=BoundingBox(*map(int, simple.bounds)))
        for (name, shape), simple in zip(drawn.shapes.items(), simplified, strict=True)
    }
    return replace(drawn, shapes=shapes)


def _as_drawn(path: str) -> shapely.Geometry:
    """Return the shape of a path as path_of and described write it; what lies in a ring is a hole in it."""
    steps = [numpy.array(re.findall(r"-?\d+", ring), int).reshape(-1, 2) for ring in path.split("z")[:-1]]
    return reduce(shapely.symmetric_difference, [shapely.Polygon(ring.cumsum(axis=0)) for ring in steps])


def described(shape: shapely.Geometry) -> dict[str, str | list]:
    """Return `shape` as its SVG path, its box (left, top, right, bottom) and the point where its name fits best."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    label = shapely.maximum_inscribed_circle(largest, tolerance=0.5).coords[0]
    return {
        "path": path_around(shape),
        "box": [int(number) for number in shape.bounds],
        "label": [round(number, 1) for number in label],
    }


def path_around(shape: shapely.Geometry) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return "".join(map(path_of, rings))


def path_of(ring: shapely.LinearRing) -> str:
    """Return a closed ring as "M1 2l3-4 5 6z": a start and relative steps in whole numbers, as short as possible."""
    points = [(int(x), int(y)) for x, y in ring.normalize().coords]
    # The last step is left to "z".
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(points[:-1])]
    numbers = "".join(f" {number}" if number >= 0 else str(number) for step in steps for number in step)
    return f"M{points[0][0]} {points[0][1]}l{numbers.strip()}z"
