"""What a page of the map shows: all England, a region or the surroundings of a place, and which places stand out."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from partnerships.coverage import levels, need
from partnerships.coverage import map as coverage_map
from partnerships.coverage.drawings import Drawing
from partnerships.coverage.everywhere import Coverages, coverage_by_authority
from partnerships.coverage.levels import (
    GROUP_OF_LEVEL,
    AuthorityCoverage,
    CoverageGroup,
    CoverageLevel,
    MapLevel,
    NamedArea,
)
from partnerships.coverage.need import NeedBand, NeedOfEngland
from partnerships.models import LocalAuthority, Region
from partnerships.public_content.kept import Kept
from partnerships.search.figures import WithoutPartnership
from partnerships.text.sentences import region_in_words

STAGES = {
    CoverageLevel.ESTABLISHED: "Established",
    CoverageLevel.EMERGING: "Emerging",
    CoverageLevel.UNKNOWN: "Stage not known today",
    CoverageLevel.DORMANT: "Dormant",
}
EVERYTHING = "Everything"
# Some hundred kilobytes each.
PAGES_KEPT = 20


class MapChoice(NamedTuple):
    """What the map can be narrowed to: the `value` that asks for it, how many places it has, and what it leaves pale.

    `level` is how it is drawn, if in one way; one of a stage `is_within` those that are covered.
    Those of one `heading` stand below it.
    """

    value: str
    label: str
    total: int
    leaves: tuple[str, ...] = ()
    level: MapLevel | None = None
    is_within: bool = False
    heading: str = ""


def choices_of(coverages: Sequence[AuthorityCoverage], asked: str) -> tuple[MapChoice, ...]:
    """Return what a map of `coverages` by level can be narrowed to: what holds none is not there unless `asked`."""
    found = Counter(coverage.level for coverage in coverages)
    groups = Counter(GROUP_OF_LEVEL[coverage.level] for coverage in coverages)
    choices = [MapChoice("", EVERYTHING, len(coverages))]
    for group in CoverageGroup:
        within = [level for level in CoverageLevel if GROUP_OF_LEVEL[level] == group]
        own = within[0] if len(within) == 1 else None
        choices.append(MapChoice(group, group.label, groups[group], _but(within, CoverageLevel), own))
        if own is None:
            choices += [
                MapChoice(level, STAGES[level], found[level], _but([level], CoverageLevel), level, is_within=True)
                for level in within
            ]
    return tuple(choice for choice in choices if choice.total or choice.value in {"", asked})


def choices_by_need(
    coverages: Sequence[AuthorityCoverage], figures: NeedOfEngland, asked: str
) -> tuple[MapChoice, ...]:
    """Return what a map of `coverages` by need can be narrowed to: a band of need, or who covers them."""
    bands = Counter(need.band_of(figures.of(coverage.authority.gss_code).children) for coverage in coverages)
    groups = Counter(GROUP_OF_LEVEL[coverage.level] for coverage in coverages)
    choices = [MapChoice("", EVERYTHING, len(coverages))]
    choices += [MapChoice(band, band.label, bands[band], _but([band], NeedBand), band) for band in NeedBand]
    choices += [
        MapChoice(group, group.label, groups[group], _but([group], CoverageGroup), heading="Who covers each place")
        for group in CoverageGroup
    ]
    return tuple(choice for choice in choices if choice.total or choice.value in {"", asked})


def _but(kept: Iterable[str], every: Iterable[str]) -> tuple[str, ...]:
    """Return the values of `every` that are not `kept`."""
    left = set(kept)
    return tuple(str(value) for value in every if value not in left)


@dataclass(frozen=True)
class MapPage:
    """A page of the map: its `drawing`, None where nothing is drawn, and the `choices` of what it shows.

    `region` and `place` are what it is about; of the `regions`, pairs of each and its authorities, all are there.
    """

    drawing: Drawing | None
    choices: tuple[MapChoice, ...]
    chosen: MapChoice
    regions: list[tuple[NamedArea, list[AuthorityCoverage]]]
    without: WithoutPartnership
    region: NamedArea | None = None
    place: AuthorityCoverage | None = None

    @property
    def total(self) -> int:
        """How many local authorities it is about."""
        return self.choices[0].total

    @property
    def where(self) -> str:
        """What it shows, in words: "England", "the North East"."""
        if self.place:
            return f"{self.place.authority.name} and the places around it"
        return region_in_words(self.region.name) if self.region else "England"

    @property
    def place_in_region(self) -> str:
        """Where the place lies: "in Yorkshire and The Humber"."""
        return f"in {region_in_words(self.place.region.name)}" if self.place else ""

    @property
    def there(self) -> list[AuthorityCoverage]:
        """The authorities of its region, none for all England."""
        return next((there for region, there in self.regions if region == self.region), [])


_kept: Kept[tuple[str, ...], MapPage] = Kept(PAGES_KEPT)
Draw = Callable[[Sequence[AuthorityCoverage], NamedArea | None, LocalAuthority | None], Drawing | None]


def by_level(show: str, region: Region | None, authority: LocalAuthority | None) -> MapPage:
    """Return the map by who covers each place: of the surroundings of `authority`, else of `region`, else England."""

    def draw(
        shown: Sequence[AuthorityCoverage], area: NamedArea | None, place: LocalAuthority | None
    ) -> Drawing | None:
        if place:
            return coverage_map.of_authority(place)
        return coverage_map.of_region(area, shown) if area else coverage_map.of_england(shown)

    return _kept.of(_key("level", show, region, authority), lambda: _page(draw, choices_of, show, region, authority))


def by_need(show: str, region: Region | None, authority: LocalAuthority | None, figures: NeedOfEngland) -> MapPage:
    """Return the map by children in low-income families, otherwise as by_level."""

    def draw(
        shown: Sequence[AuthorityCoverage], area: NamedArea | None, place: LocalAuthority | None
    ) -> Drawing | None:
        if place:
            return coverage_map.of_authority_by_need(place, figures)
        if area:
            return coverage_map.of_region_by_need(area, shown, figures)
        return coverage_map.of_england_by_need(shown, figures)

    def choices(shown: Sequence[AuthorityCoverage], asked: str) -> tuple[MapChoice, ...]:
        return choices_by_need(shown, figures, asked)

    return _kept.of(_key("need", show, region, authority), lambda: _page(draw, choices, show, region, authority))


def _key(by: str, *asked: str | Region | LocalAuthority | None) -> tuple[str, ...]:
    return (by, *(str(getattr(value, "slug", value) or "") for value in asked))


def _page(
    draw: Draw,
    choices_among: Callable[[Sequence[AuthorityCoverage], str], tuple[MapChoice, ...]],
    show: str,
    region: Region | None,
    authority: LocalAuthority | None,
) -> MapPage:
    everywhere = coverage_by_authority()
    regions = levels.by_region(everywhere)
    place = _of(everywhere, authority)
    code = region.gss_code if region else ""
    area = next((area for area, _ in regions if area.gss_code == code), None)
    if authority and place:
        shown: Sequence[AuthorityCoverage] = coverage_map.around(authority)
        area = None
    else:
        shown = next((there for each, there in regions if each == area), everywhere)
    drawing = draw(shown, area, authority if place else None)
    choices = choices_among(shown, show)
    chosen = next((choice for choice in choices if choice.value == show), choices[0])
    return MapPage(drawing, choices, chosen, regions, levels.without_partnership(everywhere), area, place)


def _of(everywhere: Coverages, authority: LocalAuthority | None) -> AuthorityCoverage | None:
    code = authority.gss_code if authority else ""
    return next((coverage for coverage in everywhere if coverage.authority.gss_code == code), None)
