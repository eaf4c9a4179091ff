"""How well a local authority is covered: its coverage level, on the map and in lists.

Only published partnerships count. One that has ended covers nothing; one proposed counts as a proposal only.
All of it is values, not rows of the database: what a page shows of a place is all there is to it here. For how each
authority of England is covered see `everywhere`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from django.db.models import TextChoices
from django.urls import reverse

from partnerships.coverage.need import NeedBand
from partnerships.models import LocalAuthority, Partnership
from partnerships.search.figures import WithoutPartnership
from partnerships.search.snapshot.kept_cards import PlacedPartnership, PlaceOfWork
from partnerships.vocabulary import STAGE_NOT_KNOWN_TODAY, WORKING_STAGES, Stage

# A place with more partnerships than this says how many, with a link to their list, instead of naming them.
NAMED_AT_MOST = 4


class CoverageLevel(TextChoices):
    """How a local authority is covered, the best first: the furthest any partnership there has come."""

    ESTABLISHED = "established", "Established partnership"
    EMERGING = "emerging", "Emerging partnership"
    UNKNOWN = "unknown", "Partnership, stage not known today"
    DORMANT = "dormant", "Dormant partnership"
    PROPOSED = "proposed", "No partnership we know of, but proposed"
    NONE = "none", "No partnership we know of, none proposed"

    @property
    def is_patterned(self) -> bool:
        """Whether the map marks it with lines or dots as well as colour."""
        return self in {CoverageLevel.EMERGING, CoverageLevel.DORMANT, CoverageLevel.PROPOSED}


# The furthest on first. One that has ended covers nothing.
LEVEL_OF_STAGE = {
    Stage.ESTABLISHED: CoverageLevel.ESTABLISHED,
    Stage.EMERGING: CoverageLevel.EMERGING,
    "": CoverageLevel.UNKNOWN,
    Stage.DORMANT: CoverageLevel.DORMANT,
    Stage.PROPOSED: CoverageLevel.PROPOSED,
    Stage.ENDED: CoverageLevel.NONE,
}
_STAGE_WORDS = {stage: (Stage(stage).label if stage else STAGE_NOT_KNOWN_TODAY).lower() for stage in LEVEL_OF_STAGE}
COUNTED_STAGES = [*WORKING_STAGES, Stage.PROPOSED]


MapLevel: TypeAlias = CoverageLevel | NeedBand


class NamedArea(NamedTuple):
    """A region or a local authority, as pages name it."""

    gss_code: str
    name: str
    slug: str


class NamedPartnership(NamedTuple):
    """A partnership, as the map and its table name it, with its stage today, in words too."""

    name: str
    slug: str
    stage: str
    stage_words: str


class Link(NamedTuple):
    """Words that lead to `url`."""

    words: str
    url: str


class AuthorityCoverage(NamedTuple):
    """How many partnerships of each stage a local authority has (`counts`, the furthest on first), and which.

    `partnerships` are those at work, `proposed` those proposed, by name; where there are more than NAMED_AT_MOST of
    either, they are left out.
    """

    authority: NamedArea
    region: NamedArea
    counts: tuple[tuple[str, int], ...] = ()
    partnerships: tuple[NamedPartnership, ...] = ()
    proposed: tuple[NamedPartnership, ...] = ()

    @property
    def url(self) -> str:
        return LocalAuthority.address_of(self.authority.slug)

    @property
    def level(self) -> CoverageLevel:
        return LEVEL_OF_STAGE[self.counts[0][0]] if self.counts else CoverageLevel.NONE

    @property
    def is_covered(self) -> bool:
        """Whether a partnership is at work there."""
        return bool(self._at_work)

    @property
    def is_proposed(self) -> bool:
        """Whether a partnership was proposed there."""
        return len(self._at_work) < len(self.counts)

    @property
    def links(self) -> list[Link]:
        """Links to the partnerships to name, those at work or else those proposed, or one to their list."""
        if named := self.partnerships or (() if self.is_covered else self.proposed):
            return [Link(partnership.name, Partnership.address_of(partnership.slug)) for partnership in named]
        if not self.counts:
            return []
        return [Link(self._number, self.list_url if self.is_covered else self.url)]

    @property
    def list_url(self) -> str:
        """Where its partnerships are listed; those proposed are not in that list."""
        return f"{reverse('partnerships:partnership-list')}?authority={self.authority.slug}"

    @property
    def summary(self) -> str:
        """Who covers it and at which stage: "Leeds: Leeds33, established, March 2025"."""
        if named := self.partnerships or (() if self.is_covered else self.proposed):
            covered_by = "; ".join(f"{partnership.name}, {partnership.stage_words}" for partnership in named)
        elif self.is_covered:
            stages = ", ".join(f"{number} {_STAGE_WORDS[stage]}" for stage, number in self._at_work)
            covered_by = f"{self._number} ({stages})"
        else:
            covered_by = self._number if self.counts else "no partnership we know of"
        return f"{self.authority.name}: {covered_by}"

    @property
    def _at_work(self) -> tuple[tuple[str, int], ...]:
        return tuple(counted for counted in self.counts if counted[0] != Stage.PROPOSED)

    @property
    def _number(self) -> str:
        at_work = sum(number for _, number in self._at_work)
        return f"{at_work} partnerships" if at_work else f"{sum(dict(self.counts).values())} proposed partnerships"


class LegendItem(NamedTuple):
    """A line of a legend: a level and how many local authorities it has."""

    level: MapLevel
    total: int


def legend_of_levels(levels: Sequence[MapLevel]) -> tuple[LegendItem, ...]:
    """Return a line for each of `levels`, which are all of one type, with how often it is there, in their order."""
    totals = Counter(levels)
    return tuple(LegendItem(level, totals[level]) for level in (type(levels[0]) if levels else ()) if level in totals)


def coverage_by_these(partnerships: Iterable[PlacedPartnership]) -> list[AuthorityCoverage]:
    """Return the authorities where `partnerships` work or were proposed, covered by these alone, by region and name."""
    there: dict[PlaceOfWork, list[NamedPartnership]] = defaultdict(list)
    for partnership in sorted(partnerships, key=lambda partnership: partnership.name):
        for place in partnership.places if partnership.stage in COUNTED_STAGES else ():
            there[place].append(NamedPartnership(*partnership[:4]))
    return [
        covered_by(NamedArea(*place[:3]), NamedArea(*place[3:6]), Counter(row.stage for row in named), named)
        for place, named in sorted(there.items(), key=lambda pair: (pair[0].region_position, pair[0].name))
    ]


def covered_by(
    authority: NamedArea, region: NamedArea, counts: Counter[str], named: Iterable[NamedPartnership]
) -> AuthorityCoverage:
    """Return how `authority` is covered: `counts` are by stage, `named` its partnerships by name.

    Those of which there are too many to name need not be among them.
    """
    by_stage = tuple((stage, counts[stage]) for stage in LEVEL_OF_STAGE if counts[stage])
    proposed = tuple(partnership for partnership in named if partnership.stage == Stage.PROPOSED)
    at_work = tuple(partnership for partnership in named if partnership.stage != Stage.PROPOSED)
    few = [names if len(names) <= NAMED_AT_MOST else () for names in (at_work, proposed)]
    return AuthorityCoverage(authority, region, by_stage, *few)


def by_region(coverages: Iterable[AuthorityCoverage]) -> list[tuple[NamedArea, list[AuthorityCoverage]]]:
    """Return `coverages`, which must be sorted by region, as pairs of a region and those in it."""
    return [(region, list(group)) for region, group in groupby(coverages, key=lambda coverage: coverage.region)]


def without_partnership(coverages: Iterable[AuthorityCoverage]) -> WithoutPartnership:
    """Return how many of `coverages` are of authorities in which no partnership works."""
    proposed = [coverage.is_proposed for coverage in coverages if not coverage.is_covered]
    return WithoutPartnership(len(proposed), sum(proposed))


def legend_of(coverages: Iterable[AuthorityCoverage]) -> tuple[LegendItem, ...]:
    """Return a line for each level that occurs in `coverages`, with how often it does."""
    return legend_of_levels([coverage.level for coverage in coverages])
