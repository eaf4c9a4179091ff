"""The drawn map: which shapes a view shows, and the title and link of each.

How an authority is covered is decided in `levels`; the outlines come from `geography.outlines`, see fixtures/map.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from partnerships.coverage import levels, need
from partnerships.coverage.everywhere import coverage_by_authority, names_of_authorities
from partnerships.coverage.levels import (
    AuthorityCoverage,
    CoverageLevel,
    LegendItem,
    MapLevel,
    NamedArea,
    legend_of,
    legend_of_levels,
)
from partnerships.coverage.need import NeedBand, NeedOfEngland
from partnerships.geography import map_labels, outlines
from partnerships.geography.outlines import BoundingBox, Outlines
from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.publishing.entry_details import LinkedPlace
from partnerships.search.snapshot.kept_cards import PlacedPartnership
from partnerships.search.snapshot.sets import Snapshot
from partnerships.vocabulary import Stage

LONDON = "E12000007"
# Shares of the width of a view.
LETTER_SIZE, HATCH_SIZE, DOT_SIZE, CLOSE_DOT_SIZE = 1 / 32, 1 / 75, 1 / 150, 1 / 90
# Shares of the size of what is shown: a region fills its map, an area has its neighbours around it.
NARROW_MARGIN, WIDE_MARGIN = 0.06, 0.35
# Kilometres across: no view is narrower than the first; none wider than the second has names on it.
MIN_VIEW, MAX_NAMED_VIEW = 44, 350
# The page of an ended partnership still shows where it worked, though it covers nobody now.
LEVEL_OF_AREA = {**levels.LEVEL_OF_STAGE, Stage.ENDED: CoverageLevel.DORMANT}


class Shape(NamedTuple):
    """An authority on the map: its page, its code in the file of shapes, its title and its level.

    A closer view holds the `outline` itself, as an SVG path. `mark` is where a dot says that no
    partnership works there.
    """

    url: str
    code: str
    title: str
    level: MapLevel
    outline: str = ""
    mark: tuple[float, float] | None = None


@dataclass(frozen=True)
class Drawing:
    """A map ready for its template; `view` is in the units of the outlines drawn.

    `id` is the prefix of the ids of its parts. `inset` holds shapes drawn larger elsewhere on the page, at `inset_url`;
    `outlined` is the authority the map is about. A closer view holds its lines: `surroundings` and `beyond` (Wales and
    Scotland, to be scaled) are paths without links. All other maps take theirs from the file of shapes, `surroundings`
    being the id of a shape there.

    All it consists of is values, so that two that look alike are equal.
    """

    id: str
    title: str
    view: BoundingBox
    shapes: tuple[Shape, ...]
    is_close: bool = False
    surroundings: str = ""
    beyond: str = ""
    beyond_scale: float = 1
    inset: tuple[Shape, ...] = ()
    inset_url: str = ""
    outlined: Shape | None = None
    labels: tuple[map_labels.Label, ...] = ()
    legend: tuple[LegendItem, ...] = ()

    @property
    def hatch(self) -> float:
        """The distance between the lines and dots of its patterns."""
        return round(self.view.width * HATCH_SIZE, 2)

    @property
    def dot(self) -> float:
        """The radius of its marks."""
        return round(self.view.width * (CLOSE_DOT_SIZE if self.is_close else DOT_SIZE), 2)

    @property
    def swatch(self) -> str:
        """The viewBox of a sample in its legend: four patterns wide, three high."""
        return f"0 0 {4 * self.hatch:g} {3 * self.hatch:g}"

    @property
    def letter(self) -> float:
        return round(self.view.width * LETTER_SIZE, 2)

    @property
    def patterned_levels(self) -> list[MapLevel]:
        """The levels it shows that need a pattern, the best first."""
        shown = {shape.level for shape in (*self.shapes, *self.inset)}
        return [level for level in (*CoverageLevel, *NeedBand) if level in shown and level.is_patterned]


def of_england(coverages: Sequence[AuthorityCoverage], inset_url: str) -> Drawing:
    """Return the map of all England. London's boroughs link to `inset_url`, where the page draws them larger."""
    drawn = outlines.of_england()
    everywhere = drawn.box_of(code for code in drawn.shapes if code[0] == "E")
    view = BoundingBox(everywhere.left - 8, everywhere.top, everywhere.right + 8, everywhere.bottom + 8)
    title = "Map of England: how its local authorities are covered"
    shapes = _shapes([coverage for coverage in coverages if coverage.region.gss_code != LONDON], drawn)
    inset = _shapes([coverage for coverage in coverages if coverage.region.gss_code == LONDON], drawn)
    legend = legend_of(coverages)
    around = _context(drawn, everywhere, _codes(coverages))
    return Drawing("map-england", title, view, shapes, inset=inset, inset_url=inset_url, legend=legend, **around)


def of_region(region: Region | NamedArea, coverages: Sequence[AuthorityCoverage]) -> Drawing | None:
    """Return the map of `region` in its surroundings by the `coverages` of its authorities; None if none is drawn."""
    title = f"Map of {region.name}: how its local authorities are covered"
    return _zoomed(f"map-region-{region.slug}", title, coverages, subjects=_codes(coverages))


def of_england_by_need(coverages: Sequence[AuthorityCoverage], figures: NeedOfEngland, inset_url: str) -> Drawing:
    """Return the map of all England by children in low-income families, otherwise as of_england."""
    drawing = of_england(coverages, inset_url)
    title = "Map of England: children in low-income families"
    return _by_need(replace(drawing, id="map-need", title=title), coverages, figures, outlines.of_england())


def of_region_by_need(
    region: NamedArea, coverages: Sequence[AuthorityCoverage], figures: NeedOfEngland
) -> Drawing | None:
    """Return the map of `region` by children in low-income families, otherwise as of_region."""
    drawing = of_region(region, coverages)
    title = f"Map of {region.name}: children in low-income families"
    named = drawing and replace(drawing, id=f"map-need-{region.slug}", title=title)
    return named and _by_need(named, coverages, figures, outlines.fit_for(_codes(coverages)))


def of_authority(authority: LocalAuthority) -> Drawing | None:
    """Return the map of `authority` and the places around it, or None if it has no outline."""
    code = authority.gss_code
    if not outlines.are_drawn([code]):
        return None
    drawn = outlines.fit_for([code])
    view = _view([code], drawn, WIDE_MARGIN)
    around = [other for other in drawn.authorities_in(view) if view.holds(*drawn.shapes[other].label)]
    shown = {code, *around}
    coverages = [coverage for coverage in coverage_by_authority() if coverage.authority.gss_code in shown]
    title = f"Map of {authority.name} and the places around it: how they are covered"
    drawing = _zoomed(f"map-authority-{authority.slug}", title, coverages, subjects={code}, margin=WIDE_MARGIN)
    return drawing and replace(drawing, outlined=next(shape for shape in drawing.shapes if shape.code == code))


def of_results(partnerships: Iterable[PlacedPartnership]) -> Drawing | None:
    """Return the map of the places where `partnerships` work; None if there are none."""
    coverages = levels.coverage_by_these(partnerships)
    return _zoomed("map-results", "Map of where these partnerships work", coverages, subjects=_codes(coverages))


def of_partnership(snapshot: Snapshot, partnership: Partnership, authorities: Sequence[LinkedPlace]) -> Drawing | None:
    """Return the map of the area of `partnership`, its `authorities`, in its surroundings; None if none is drawn."""
    codes = {authority.gss_code for authority in authorities}
    if not outlines.are_drawn(codes):
        return None
    drawn = outlines.fit_for(codes)
    view = _view(codes, drawn, WIDE_MARGIN)
    level = LEVEL_OF_AREA[partnership.stage_today]
    shapes = tuple(
        Shape(authority.url, authority.gss_code, authority.name, level, _outline(authority.gss_code, drawn))
        for authority in authorities
        if authority.gss_code in drawn.shapes
    )
    visible = set(drawn.authorities_in(view))
    names = {code: name for code, name in names_of_authorities(snapshot) if code in visible}
    labels = _labels(names, codes, drawn, view)
    title = f"Map of the area of {partnership.name}"
    return Drawing("map-partnership", title, view, shapes, labels=labels, **_context(drawn, view, codes))


def _zoomed(
    id: str, title: str, coverages: Sequence[AuthorityCoverage], *, subjects: set[str], margin: float = NARROW_MARGIN
) -> Drawing | None:
    """Return a map of `coverages`, as close to the `subjects` among them as `margin` allows; None if none is drawn."""
    if not outlines.are_drawn(subjects):
        return None
    drawn = outlines.fit_for(subjects)
    view = _view(subjects, drawn, margin)
    names = {coverage.authority.gss_code: coverage.authority.name for coverage in coverages}
    shapes = _shapes(coverages, drawn)
    labels = _labels(names, subjects, drawn, view)
    around = _context(drawn, view, set(names))
    return Drawing(id, title, view, shapes, labels=labels, legend=legend_of(coverages), **around)


def _by_need(
    drawing: Drawing, coverages: Sequence[AuthorityCoverage], figures: NeedOfEngland, drawn: Outlines
) -> Drawing:
    """Return `drawing` of `coverages`, drawn of these outlines, by need, with a mark where no partnership is."""
    by_code = {coverage.authority.gss_code: coverage for coverage in coverages}

    def by_need(shape: Shape, *, is_marked: bool) -> Shape:
        coverage, its_need = by_code[shape.code], figures.of(shape.code)
        known = f"{its_need.percent} of children" if its_need.percent else "not known"
        mark = None if coverage.is_covered or not is_marked else drawn.shapes[shape.code].label
        title = (
            f"{coverage.authority.name}: {known}; {'covered' if coverage.is_covered else 'no partnership we know of'}"
        )
        return shape._replace(title=title, level=need.band_of(its_need.children), mark=mark)

    return replace(
        drawing,
        shapes=tuple(by_need(shape, is_marked=True) for shape in drawing.shapes),
        inset=tuple(by_need(shape, is_marked=False) for shape in drawing.inset),
        legend=legend_of_levels([need.band_of(figures.of(code).children) for code in by_code]),
    )


def _codes(coverages: Sequence[AuthorityCoverage]) -> set[str]:
    return {coverage.authority.gss_code for coverage in coverages}


def _view(codes: Iterable[str], drawn: Outlines, margin: float) -> BoundingBox:
    box = drawn.box_of(codes)
    return box.framed(margin * max(box.width, box.height), MIN_VIEW * drawn.units)


def _shapes(coverages: Sequence[AuthorityCoverage], drawn: Outlines) -> tuple[Shape, ...]:
    return tuple(
        Shape(coverage.url, code, coverage.summary, coverage.level, _outline(code, drawn))
        for coverage in coverages
        if (code := coverage.authority.gss_code) in drawn.shapes
    )


def _outline(code: str, drawn: Outlines) -> str:
    """Return the path to send for `code`: none if browsers have it in the file of shapes."""
    return drawn.shapes[code].path if _is_close(drawn) else ""


def _is_close(drawn: Outlines) -> bool:
    return drawn is not outlines.of_england()


def _labels(
    names: dict[str, str], subjects: set[str], drawn: Outlines, view: BoundingBox
) -> tuple[map_labels.Label, ...]:
    if view.width > MAX_NAMED_VIEW * drawn.units:
        return ()
    named = [(name, drawn.shapes[code]) for code, name in names.items() if code in drawn.shapes]
    important = {drawn.shapes[code] for code in subjects if code in drawn.shapes}
    return tuple(map_labels.that_fit(named, important, view, view.width * LETTER_SIZE))


def _context(drawn: Outlines, view: BoundingBox, shown: set[str]) -> dict[str, Any]:
    """Return what lies around the shapes `shown`: other authorities, and Wales and Scotland at a scale of their own."""
    if not _is_close(drawn):
        return {"surroundings": "" if shown.issuperset(drawn.authorities_in(view)) else outlines.ALL_AUTHORITIES}
    england = outlines.of_england()
    scale = drawn.units / england.units
    framed = BoundingBox(*(side / scale for side in view))
    nations = [england.shapes[name] for name in outlines.NATIONS]
    return {
        "is_close": True,
        "surroundings": "".join(drawn.shapes[code].path for code in drawn.authorities_in(view) if code not in shown),
        "beyond": "".join(nation.path for nation in nations if nation.box.meets(framed)),
        "beyond_scale": scale,
    }
