"""Finds which part of a local authority each postcode district is, and draws it, for `draw_districts`.

A maintainer's module: it needs the dependency group "maps", which the site itself never does.

Only ordinary postcodes count: where MANY or more lie on one point, they are those of large organisations, and lie where
mail is sorted. A district is taken authority by authority: of TS13, the part in North Yorkshire is one, and the part in
Redcar and Cleveland another.

- Its *place* is the town, village or suburb (fixtures/towns.tsv) of that authority which more than half of its
  postcodes lie nearest to; if none does, it has none.
- Its *former* district is the abolished council that more than half of its postcodes lay in, as an older list of
  postcodes says, which `former_authorities.tsv` has the codes for. Postcodes newer than that list are not counted.
- Its *outline* is the land of the authority that lies nearest to one of its postcodes. It keeps within the outline of
  the authority in england-near.json, so that it is as exact as that: to some hundred metres.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy
import shapely
from scipy.spatial import KDTree

from partnerships.geography import outlines
from partnerships.geography.outline_geometry import NORTH, WEST, polygons_of
from partnerships.geography.place_names import NamedPlace
from partnerships.geography.postcode_data.sources import PostcodeRow
from partnerships.management.outline_drawing import NOBODY, path_of, without_specks
from partnerships.models.postcodes import INWARD_LENGTH

MANY = 50
# Metres of a unit of england-near.json, and how far an outline may be from where it is drawn: see outlines_of.
CELL, TOLERANCE = 250, 350


@dataclass(frozen=True)
class AuthorityPostcodes:
    """The ordinary postcodes of a local authority: their districts, and their places as rows of easting, northing."""

    codes: list[str]
    districts: numpy.ndarray
    places: numpy.ndarray


def in_england(rows: Iterable[PostcodeRow]) -> list[PostcodeRow]:
    """Return the postcodes of England that have a place."""
    return [row for row in rows if row.area[:1] == "E" and None not in row]


def mail_places(english: list[PostcodeRow]) -> list[tuple[str, str]]:
    """Return each postcode district for which mail is sorted somewhere, and there: "452661 166383;470135 173949"."""
    at_point = Counter((row.easting, row.northing) for row in english)
    places: dict[str, set[str]] = {}
    for row in english:
        if at_point[row.easting, row.northing] >= MANY:
            places.setdefault(row.code[:-INWARD_LENGTH], set()).add(f"{row.easting} {row.northing}")
    return sorted((district, ";".join(sorted(there))) for district, there in places.items())


def ordinary_postcodes(english: list[PostcodeRow]) -> dict[str, AuthorityPostcodes]:
    """Return the ordinary ones of the postcodes of England by the GSS code of their authority."""
    at_point = Counter((row.easting, row.northing) for row in english)
    there: dict[str, list[PostcodeRow]] = {}
    for row in english:
        if at_point[row.easting, row.northing] < MANY:
            there.setdefault(row.area, []).append(row)
    return {
        area: AuthorityPostcodes(
            [row.code for row in rows],
            numpy.array([row.code[:-INWARD_LENGTH] for row in rows]),
            numpy.array([(row.easting, row.northing) for row in rows], float),
        )
        for area, rows in sorted(there.items())
    }


def described(
    postcodes: AuthorityPostcodes, towns: list[NamedPlace], formerly: dict[str, str]
) -> Iterator[tuple[str, int, int, int, str, str]]:
    """Yield each district: its number of postcodes, their mean place, the town and the former district, "" for none.

    `towns` are those of the authority, `formerly` says by postcode in which former district it lay.
    """
    spots = numpy.array([(town.easting, town.northing) for town in towns], float)
    nearest = KDTree(spots).query(postcodes.places)[1] if towns else None
    for district in sorted(set(postcodes.districts.tolist())):
        (here,) = numpy.nonzero(postcodes.districts == district)
        place = _most_common([towns[number].name for number in nearest[here]]) if nearest is not None else ""
        former = _most_common([formerly[code] for code in (postcodes.codes[row] for row in here) if code in formerly])
        easting, northing = (round(number) for number in postcodes.places[here].mean(axis=0))
        yield district, len(here), easting, northing, place, former


def outlines_of(area: str, postcodes: AuthorityPostcodes) -> Iterator[tuple[str, str]]:
    """Yield each district of the authority `area` with its outline, a path in the units of england-near.json.

    What is too small to be drawn is left out.
    """
    polygons = [shapely.Polygon(outer, holes) for outer, *holes in polygons_of([area], outlines.nearby())]
    land = shapely.make_valid(shapely.MultiPolygon(polygons))
    names = sorted(set(postcodes.districts.tolist()))
    left, top, right, bottom = (int(side) for side in shapely.bounds(shapely.buffer(land, 2)))
    x, y = numpy.meshgrid(numpy.arange(left, right) + 0.5, numpy.arange(top, bottom) + 0.5)
    around = shapely.buffer(land, 2)
    shapely.prepare(around)
    inside = shapely.contains_xy(around, x, y)
    units = numpy.column_stack([postcodes.places[:, 0] - WEST, NORTH - postcodes.places[:, 1]]) / CELL
    _, nearest = KDTree(units).query(numpy.column_stack([x[inside], y[inside]]))
    numbers = numpy.searchsorted(numpy.array(names), postcodes.districts)
    grid = numpy.full(x.shape, NOBODY)
    grid[inside] = numbers[nearest]
    grid = without_specks(grid, CELL)
    drawn = [number for number in range(len(names)) if (grid == number).any()]
    shapes = []
    for number in drawn:
        rows, columns = numpy.nonzero(grid == number)
        boxes = shapely.box(columns + left, rows + top, columns + left + 1, rows + top + 1)
        shapes.append(shapely.coverage_union_all(boxes))
    for number, shape in zip(drawn, shapely.coverage_simplify(shapes, TOLERANCE / CELL), strict=True):
        clipped = shapely.set_precision(shapely.intersection(shape, land), 1)
        rings = [ring for part in _polygons(clipped) for ring in (part.exterior, *part.interiors)]
        if rings:
            yield names[number], "".join(map(path_of, rings))


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]


def _most_common(names: list[str]) -> str:
    """Return the name that more than half of `names` are, or ""."""
    [(name, number)] = Counter(names).most_common(1) or [("", 0)]
    return name if number * 2 > len(names) else ""
