"""The outlines of England's local authorities, as drawn by `draw_map`: read from files once for each process.

Three sets: one for maps of much of England, a finer one for closer views, and that with a third of its corners for the
area of one partnership if it is as large as a county. Their units differ: see `Outlines.units`. Browsers read the first
from SHAPES_FILE and keep it, so that pages only name its shapes; closer views hold their own.
A small map of all England names those of SMALL_SHAPES_FILE, which has half the corners.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

FOLDER = Path(settings.BASE_DIR, "fixtures", "map")
# Kilometres: a narrower view is drawn from the finer set.
MAX_NEARBY_WIDTH = 100
# Kilometres: the small map of an area as wide as this looks alike with fewer corners, and its page is a fifth lighter.
MIN_COUNTY_WIDTH = 50
# The static file with the shapes of all England, each under its code.
SHAPES_FILE = "map/england.svg"
SMALL_SHAPES_FILE = "map/england-small.svg"
ALL_AUTHORITIES = "authorities"
NATIONS = ("Scotland", "Wales")
MAX_ASPECT, MIN_ASPECT = 1.3, 0.9  # width of a view by its height


class BoundingBox(NamedTuple):
    """A rectangle; y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def __str__(self) -> str:
        """Return it as the viewBox of an SVG."""
        return f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"

    def meets(self, other: "BoundingBox") -> bool:
        """Whether the two have a point in common."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def framed(self, margin: float, smallest: float) -> "BoundingBox":
        """Return the view of this box: `margin` around it, at least `smallest` wide, neither too wide nor too tall.

        It never reaches above the map's upper edge, where Scotland is cut off.
        """
        width, height = max(self.width + 2 * margin, smallest), self.height + 2 * margin
        width, height = max(width, height * MIN_ASPECT), max(height, width / MAX_ASPECT)
        left = (self.left + self.right - width) / 2
        top = max((self.top + self.bottom - height) / 2, 0)
        return BoundingBox(round(left), round(top), round(left + width), round(top + height))


@dataclass(frozen=True)
class Outline:
    """A shape: its SVG path, the box around it, and the point where its name fits best."""

    path: str
    box: BoundingBox
    label: tuple[float, float]


@dataclass(frozen=True)
class Outlines:
    """Outlines by GSS code, in the set of all England also of "Scotland" and "Wales"; a kilometre has `units`."""

    units: float
    shapes: dict[str, Outline]

    def box_of(self, codes: Iterable[str]) -> BoundingBox:
        """Return the box around the shapes of `codes`; raises ValueError if none of them is drawn."""
        boxes = [self.shapes[code].box for code in codes if code in self.shapes]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return BoundingBox(min(lefts), min(tops), max(rights), max(bottoms))

    def speck_at(self, code: str, radius: float) -> tuple[float, float] | None:
        """Return the middle of the shape of `code` if a disc of `radius` around it holds it and meets no other."""
        box = self.shapes[code].box
        if max(box.width, box.height) > 2 * radius:
            return None
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        disc = BoundingBox(x - radius, y - radius, x + radius, y + radius)
        return (x, y) if self.authorities_in(disc) == [code] else None

    def authorities_in(self, view: BoundingBox) -> list[str]:
        """Return the codes of the authorities whose boxes reach into `view`."""
        return [code for code, shape in self.shapes.items() if code[0] == "E" and shape.box.meets(view)]


@cache
def of_england() -> Outlines:
    """Return the set for maps of much of England: a unit is a kilometre."""
    return read(FOLDER / "england.json")


@cache
def nearby() -> Outlines:
    """Return the finer set: four units are a kilometre."""
    return read(FOLDER / "england-near.json")


@cache
def of_counties() -> Outlines:
    """Return the finer set with a third of the corners, in the same units."""
    return read(FOLDER / "england-counties.json")


def fit_for_small(codes: Iterable[str]) -> Outlines:
    """Return the set to draw `codes` from as the area of one partnership: its map is never large."""
    fit = fit_for(codes)
    return of_counties() if fit is nearby() and of_england().box_of(codes).width >= MIN_COUNTY_WIDTH else fit


def fit_for(codes: Iterable[str]) -> Outlines:
    """Return the set to draw the shapes of `codes` from: the finer one if they lie close together."""
    return nearby() if of_england().box_of(codes).width < MAX_NEARBY_WIDTH else of_england()


def are_drawn(codes: Iterable[str]) -> bool:
    """Whether there is an outline for any of `codes`; a newly made authority may have none yet."""
    return any(code in of_england().shapes for code in codes)


def as_svg(drawn: Outlines) -> str:
    """Return the SVG file that pages show the shapes of `drawn` from, by `<use>`: SHAPES_FILE is made so.

    A shape has its code as id, all authorities together are "authorities", and the nations beyond them "nations".
    How a shape looks is said by the page that uses it, but for the one property that a used shape does not inherit.
    """
    groups = {"nations": NATIONS, ALL_AUTHORITIES: [code for code in drawn.shapes if code not in NATIONS]}
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">']
    for name, codes in groups.items():
        lines.append(f'<g id="{name}">')
        for code in codes:
            lines.append(f'<path id="{code}" vector-effect="non-scaling-stroke" d="{drawn.shapes[code].path}"/>')
        lines.append("</g>")
    return "\n".join([*lines, "</svg>", ""])


def read(path: Path) -> Outlines:
    """Return the outlines of a file that draw_map has written."""
    drawn = json.loads(path.read_text())
    shapes = {
        code: Outline(shape["path"], BoundingBox(*shape["box"]), tuple(shape["label"]))
        for code, shape in drawn["shapes"].items()
    }
    return Outlines(1000 / drawn["metres_a_unit"], shapes)
