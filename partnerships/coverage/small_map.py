"""England drawn small, for the home page: nine regions, and a dot for each local authority by whether it is covered.

It is a picture on the way to the map, light enough to stand in the page: without links and outlines of its own.
"""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices

from partnerships.coverage.everywhere import coverage_by_authority
from partnerships.coverage.levels import NOBODY, AuthorityCoverage
from partnerships.geography import outlines
from partnerships.geography.outline_geometry import rough_path_around
from partnerships.geography.outlines import BoundingBox

# Kilometres between the lines that the corners of regions are moved to, and around all of them.
GRID, MARGIN = 4, 6
# Kilometres that the middle of a ring's line is from its own middle, and the sides of the box of a dot in the key.
RING, KEY = 3, 12


class Dot(TextChoices):
    """What a dot says of a local authority, the best last: drawn last, it is the one that is seen."""

    NONE = "none", NOBODY
    PROPOSED = "proposed", "only proposed"
    PART = "part", "a partnership in part of it"
    COVERED = "covered", "a partnership we know of"

    @property
    def width(self) -> int:
        """How many kilometres the line is wide that draws it."""
        return {Dot.COVERED: 9, Dot.PROPOSED: 7, Dot.PART: 3}.get(self, 6)

    @property
    def in_key(self) -> str:
        """Its path in the middle of a box of KEY by KEY kilometres."""
        return self.path_at(KEY / 2, KEY / 2)

    def path_at(self, x: float, y: float) -> str:
        """Return its path with the middle at `x` and `y`: hollow for a part, so that not its size alone tells it."""
        if self is Dot.PART:
            arc = f"a{RING} {RING} 0 0 0"
            return f"M{x - RING:.0f} {y:.0f}{arc} {2 * RING} 0{arc} {-2 * RING} 0"
        # On paper a line of no length has no square end.
        return f"M{x:.0f} {y:.0f}{'h.1' if self is Dot.PROPOSED else 'h0'}"


class SmallMap(NamedTuple):
    """The paths of `regions`, and for each kind of `dots` that there is the path that draws them."""

    view: BoundingBox
    regions: tuple[str, ...]
    dots: tuple[tuple[Dot, str], ...]


def of_england() -> SmallMap | None:
    """Return the drawing of how England is covered now; None if none of its local authorities has an outline."""
    coverages = coverage_by_authority()
    drawn = _drawn(tuple((coverage.region.slug, coverage.authority.gss_code) for coverage in coverages))
    if not drawn:
        return None
    dots: dict[Dot, list[str]] = defaultdict(list)
    for coverage in coverages:
        if at := drawn.dots.get(coverage.authority.gss_code):
            dot = _dot(coverage)
            dots[dot].append(at[dot])
    return SmallMap(drawn.view, drawn.regions, tuple((dot, "".join(dots[dot])) for dot in Dot if dot in dots))


class _Drawn(NamedTuple):
    """What does not change with who covers what: by GSS code, of those with an outline, the path of each dot."""

    view: BoundingBox
    regions: tuple[str, ...]
    dots: dict[str, dict[Dot, str]]


@lru_cache(maxsize=1)
def _drawn(authorities: tuple[tuple[str, str], ...]) -> _Drawn | None:
    """Return what is drawn of `authorities`, each the slug of its region and its GSS code; None if there is nothing."""
    shapes = outlines.of_england().shapes
    regions: dict[str, list[str]] = defaultdict(list)
    dots: dict[str, dict[Dot, str]] = {}
    for region, code in authorities:
        if code in shapes:
            regions[region].append(code)
            dots[code] = {dot: dot.path_at(*shapes[code].label) for dot in Dot}
    if not regions:
        return None
    box = outlines.of_england().box_of(code for codes in regions.values() for code in codes)
    view = BoundingBox(box.left - MARGIN, box.top - MARGIN, box.right + MARGIN, box.bottom + MARGIN)
    return _Drawn(view, tuple(rough_path_around(tuple(codes), GRID) for codes in regions.values()), dots)


def _dot(coverage: AuthorityCoverage) -> Dot:
    if coverage.is_covered:
        return Dot.COVERED
    if coverage.is_in_part:
        return Dot.PART
    return Dot.PROPOSED if coverage.is_proposed else Dot.NONE
