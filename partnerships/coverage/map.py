"""The drawn map: which shapes a view shows, and the title and link of each.

How an authority is covered is decided in `levels`; the outlines come from `geography.outlines`, see fixtures/map.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from partnerships.coverage import levels, need
from partnerships.coverage.drawings import AROUND_A_PLACE, AROUND_AN_AREA, DISC_SIZE, FILLED, Drawing, Framing, Shape
from partnerships.coverage.everywhere import coverage_by_authority, names_of_authorities
from partnerships.coverage.levels import (
    NOBODY,
    AuthorityCoverage,
    CoverageLevel,
    NamedArea,
    legend_of,
    legend_of_levels,
)
from partnerships.coverage.need import NeedOfEngland
from partnerships.geography import map_labels, outlines
from partnerships.geography.outline_geometry import path_around
from partnerships.geography.outlines import BoundingBox, Outlines
from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.publishing.entry_details import LinkedPlace
from partnerships.search.snapshot.area_parts import AreaPart
from partnerships.search.snapshot.kept_cards import PlacedPartnership
from partnerships.search.snapshot.sets import Snapshot
from partnerships.text.sentences import listed, region_in_words

LONDON = "E12000007"
# Kilometres across: no view is narrower than the first; none wider than the second has names on it.
MIN_VIEW, MAX_NAMED_VIEW = 44, 350


def of_england(coverages: Sequence[AuthorityCoverage]) -> Drawing:
    """Return the map of all England. London's boroughs are one link, which opens their region."""
    drawn = outlines.of_england()
    everywhere = drawn.box_of(code for code in drawn.shapes if code[0] == "E")
    # Wide enough that nothing lies in the rounded corners: the Isles of Scilly would.
    view = BoundingBox(everywhere.left - 14, everywhere.top, everywhere.right + 8, everywhere.bottom + 14)
    title = "Map of England: how its local authorities are covered"
    shapes = _shapes([coverage for coverage in coverages if coverage.region.gss_code != LONDON], drawn, view)
    inset = _shapes([coverage for coverage in coverages if coverage.region.gss_code == LONDON], drawn, view)
    # Where London stands among the regions: whoever goes by keyboard comes to all of them in one order.
    at, region = next(
        ((at, there.region) for at, there in enumerate(coverages) if there.region.gss_code == LONDON), (0, None)
    )
    legend = legend_of(coverages)
    around = _context(drawn, everywhere, _codes(coverages))
    return Drawing(
        *("map-england", title, view, shapes),
        inset=inset,
        inset_of=region,
        inset_at=len([coverage for coverage in coverages[:at] if coverage.authority.gss_code in drawn.shapes]),
        parts=_parts(coverages),
        part_scale=drawn.units / outlines.nearby().units,
        legend=legend,
        **around,
    )


def of_region(region: Region | NamedArea, coverages: Sequence[AuthorityCoverage]) -> Drawing | None:
    """Return the map of `region` in its surroundings by the `coverages` of its authorities; None if none is drawn."""
    title = f"Map of {region_in_words(region.name)}: how its local authorities are covered"
    return _zoomed(f"map-region-{region.slug}", title, coverages, subjects=_codes(coverages))


def of_england_by_need(coverages: Sequence[AuthorityCoverage], figures: NeedOfEngland) -> Drawing:
    """Return the map of all England by children in low-income families, otherwise as of_england."""
    drawing = of_england(coverages)
    title = "Map of England: children in low-income families"
    return _by_need(replace(drawing, id="map-need", title=title), coverages, figures, outlines.of_england())


def of_region_by_need(
    region: NamedArea, coverages: Sequence[AuthorityCoverage], figures: NeedOfEngland
) -> Drawing | None:
    """Return the map of `region` by children in low-income families, otherwise as of_region."""
    drawing = of_region(region, coverages)
    title = f"Map of {region_in_words(region.name)}: children in low-income families"
    named = drawing and replace(drawing, id=f"map-need-{region.slug}", title=title)
    return named and _by_need(named, coverages, figures, outlines.fit_for(_codes(coverages)))


def around(authority: LocalAuthority) -> list[AuthorityCoverage]:
    """Return `authority` and those whose middle is seen on its map, with who covers them; none if it has no outline."""
    code = authority.gss_code
    if not outlines.are_drawn([code]):
        return []
    drawn = outlines.fit_for([code])
    view = _view([code], drawn, AROUND_A_PLACE)
    shown = {other for other in drawn.authorities_in(view) if view.holds(*drawn.shapes[other].label)} | {code}
    return [coverage for coverage in coverage_by_authority() if coverage.authority.gss_code in shown]


def of_authority(authority: LocalAuthority) -> Drawing | None:
    """Return the map of `authority` and the places around it, or None if it has no outline."""
    code = authority.gss_code
    title = f"Map of {authority.name} and the places around it: how they are covered"
    there = around(authority)
    drawing = _zoomed(f"map-authority-{authority.slug}", title, there, subjects={code}, framing=AROUND_A_PLACE)
    if drawing is None:
        return None
    shape = next(shape for shape in drawing.shapes if shape.code == code)
    middle = outlines.fit_for([code]).shapes[code].label
    return replace(drawing, outlined=shape._replace(mark=middle))


def of_authority_by_need(authority: LocalAuthority, figures: NeedOfEngland) -> Drawing | None:
    """Return the map of `authority` and the places around it by children in low-income families."""
    drawing = of_authority(authority)
    title = f"Map of {authority.name} and the places around it: children in low-income families"
    drawn = outlines.fit_for([authority.gss_code])
    return drawing and _by_need(replace(drawing, title=title), around(authority), figures, drawn)


def of_results(partnerships: Iterable[PlacedPartnership]) -> Drawing | None:
    """Return the map of the places where `partnerships` work; None if there are none."""
    coverages = levels.coverage_by_these(partnerships)
    drawing = _zoomed("map-results", "Map of where these partnerships work", coverages, subjects=_codes(coverages))
    # It stands below a list. Where it shows less than England, its lines are drawn larger, and would look rough.
    is_small = drawing is not None and not drawing.is_close and drawing.view.width > MAX_NAMED_VIEW
    return replace(drawing, is_small=True) if drawing and is_small else drawing


def of_partnership(snapshot: Snapshot, partnership: Partnership, authorities: Sequence[LinkedPlace]) -> Drawing | None:
    """Return the map of the area of `partnership`, its `authorities`, in its surroundings; None if none is drawn."""
    codes = {authority.gss_code for authority in authorities}
    if not outlines.are_drawn(codes):
        return None
    there = snapshot.parts_worked_in(partnership.pk)
    # Parts are drawn finely, and keep to the edges of their authority.
    drawn = outlines.fit_for(codes) if there else outlines.fit_for_small(codes)
    view = _view(codes, drawn, AROUND_AN_AREA)
    level = levels.LEVEL_OF_AREA[partnership.stage_today]
    in_part = {part.gss_code for part in there}
    shapes = tuple(
        Shape(
            authority.url,
            authority.gss_code,
            authority.name,
            CoverageLevel.PART if authority.gss_code in in_part else level,
            _outline(authority.gss_code, drawn),
        )
        for authority in authorities
        if authority.gss_code in drawn.shapes
    )
    parts = [
        Shape(authority.url, authority.gss_code, _in_words(of_it), level, path)
        for authority in authorities
        if (of_it := [part for part in there if part.gss_code == authority.gss_code]) and (path := _path_around(of_it))
    ]
    visible = set(drawn.authorities_in(view))
    names = {code: name for code, name in names_of_authorities(snapshot) if code in visible}
    labels = _labels(names, codes, drawn, view, AROUND_AN_AREA.letter)
    told = ", the part it works in filled, and the rest of the local authority hatched" if parts else ""
    title = f"Map of the area of {partnership.name}{told}"
    return Drawing(
        *("map-partnership", title, view, shapes),
        parts=tuple(parts),
        part_scale=drawn.units / outlines.nearby().units,
        labels=labels,
        legend=levels.legend_of_area(partnership.stage_today, [shape.level for shape in (*parts, *shapes)]),
        **_context(drawn, view, codes),
    )


def _zoomed(
    id: str, title: str, coverages: Sequence[AuthorityCoverage], *, subjects: set[str], framing: Framing = FILLED
) -> Drawing | None:
    """Return a map of `coverages`, as close to the `subjects` among them as `framing` allows; None if none is drawn."""
    if not outlines.are_drawn(subjects):
        return None
    drawn = outlines.fit_for(subjects)
    view = _view(subjects, drawn, framing)
    names = {coverage.authority.gss_code: coverage.authority.name for coverage in coverages}
    shapes = _shapes(coverages, drawn, view)
    labels = _labels(names, subjects, drawn, view, framing.letter)
    around = _context(drawn, view, set(names))
    return Drawing(
        *(id, title, view, shapes),
        parts=_parts(coverages),
        part_scale=drawn.units / outlines.nearby().units,
        labels=labels,
        legend=legend_of(coverages),
        **around,
    )


def _by_need(
    drawing: Drawing, coverages: Sequence[AuthorityCoverage], figures: NeedOfEngland, drawn: Outlines
) -> Drawing:
    """Return `drawing` of `coverages`, drawn of these outlines, by need, with a mark where no partnership is."""
    by_code = {coverage.authority.gss_code: coverage for coverage in coverages}

    def by_need(shape: Shape, *, is_marked: bool) -> Shape:
        coverage, its_need = by_code[shape.code], figures.of(shape.code)
        known = f"{its_need.percent} of children" if its_need.percent else "not known"
        is_cold = not coverage.is_covered and not coverage.is_in_part
        mark = None if not is_cold or not is_marked else drawing.mark_at(drawn.shapes[shape.code].label)
        covered = "covered" if coverage.is_covered else "covered in part" if coverage.is_in_part else NOBODY
        title = f"{coverage.authority.name}: {known}; {covered}"
        return shape._replace(title=title, level=need.band_of(its_need.children), mark=mark, group=coverage.group)

    return replace(
        drawing,
        shapes=tuple(by_need(shape, is_marked=True) for shape in drawing.shapes),
        inset=tuple(by_need(shape, is_marked=False) for shape in drawing.inset),
        parts=(),
        legend=legend_of_levels([need.band_of(figures.of(code).children) for code in by_code]),
    )


def _codes(coverages: Sequence[AuthorityCoverage]) -> set[str]:
    return {coverage.authority.gss_code for coverage in coverages}


def _view(codes: Iterable[str], drawn: Outlines, framing: Framing) -> BoundingBox:
    box = drawn.box_of(codes)
    return box.framed(framing.margin * max(box.width, box.height), MIN_VIEW * drawn.units)


def _shapes(coverages: Sequence[AuthorityCoverage], drawn: Outlines, view: BoundingBox) -> tuple[Shape, ...]:
    radius = view.width * DISC_SIZE
    return tuple(
        Shape(
            *(coverage.url, code, coverage.summary, coverage.level, _outline(code, drawn)),
            disc=drawn.speck_at(code, radius),
        )
        for coverage in coverages
        if (code := coverage.authority.gss_code) in drawn.shapes
    )


def _parts(coverages: Sequence[AuthorityCoverage]) -> tuple[Shape, ...]:
    """Return the parts of authorities that those work in who are named, the furthest on last, above the others."""
    found = [
        Shape(
            Partnership.address_of(partnership.slug),
            coverage.authority.gss_code,
            f"{partnership.in_words}, {partnership.stage_words}",
            levels.LEVEL_OF_STAGE[partnership.stage],
            path,
        )
        for coverage in coverages
        for partnership in coverage.partnerships
        if partnership.parts and (path := _path_around(partnership.parts))
    ]
    furthest_last = list(CoverageLevel)[::-1]
    return tuple(sorted(found, key=lambda shape: furthest_last.index(CoverageLevel(shape.level))))


def _path_around(parts: Iterable[AreaPart]) -> str:
    return path_around(tuple(sorted({code for part in parts for code in part.codes})))


def _in_words(parts: Iterable[AreaPart]) -> str:
    return listed(map(str, parts))


def _outline(code: str, drawn: Outlines) -> str:
    """Return the path to send for `code`: none if browsers have it in the file of shapes."""
    return drawn.shapes[code].path if _is_close(drawn) else ""


def _is_close(drawn: Outlines) -> bool:
    return drawn is not outlines.of_england()


def _labels(
    names: dict[str, str], subjects: set[str], drawn: Outlines, view: BoundingBox, letter: float
) -> tuple[map_labels.Label, ...]:
    if view.width > MAX_NAMED_VIEW * drawn.units:
        return ()
    named = [(name, drawn.shapes[code]) for code, name in names.items() if code in drawn.shapes]
    important = {drawn.shapes[code] for code in subjects if code in drawn.shapes}
    return tuple(map_labels.that_fit(named, important, view, view.width * letter))


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
