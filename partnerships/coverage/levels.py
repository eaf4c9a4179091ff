"""How well each local authority is covered: its coverage level, on the map and in lists.

Only published partnerships count. One that has ended covers nothing; one proposed counts as a proposal only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, QuerySet, TextChoices

from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.vocabulary import WORKING_STAGES, Stage


class CoverageLevel(TextChoices):
    """How a local authority is covered, the best first: the furthest any partnership there has come."""

    ESTABLISHED = "established", "Established partnership"
    EMERGING = "emerging", "Emerging partnership"
    UNKNOWN = "unknown", "Partnership, stage not known"
    DORMANT = "dormant", "Dormant partnership"
    PROPOSED = "proposed", "Proposed only"
    NONE = "none", "No partnership we know of"

    @property
    def is_patterned(self) -> bool:
        """Whether the map marks it with lines or dots as well as colour."""
        return self in {CoverageLevel.EMERGING, CoverageLevel.DORMANT, CoverageLevel.PROPOSED}


# One that has ended covers nothing.
LEVEL_OF_STAGE = {
    Stage.ESTABLISHED: CoverageLevel.ESTABLISHED,
    Stage.EMERGING: CoverageLevel.EMERGING,
    "": CoverageLevel.UNKNOWN,
    Stage.DORMANT: CoverageLevel.DORMANT,
    Stage.PROPOSED: CoverageLevel.PROPOSED,
    Stage.ENDED: CoverageLevel.NONE,
}


@dataclass(frozen=True)
class AuthorityCoverage:
    """A local authority with the `partnerships` at work there, and those `proposed`."""

    authority: LocalAuthority
    partnerships: list[Partnership]
    proposed: list[Partnership]

    @property
    def level(self) -> CoverageLevel:
        levels = [LEVEL_OF_STAGE[partnership.stage] for partnership in (*self.partnerships, *self.proposed)]
        return min(levels, key=list(CoverageLevel).index, default=CoverageLevel.NONE)

    @property
    def named(self) -> list[Partnership]:
        """The partnerships to name: those at work there, or else those proposed."""
        return self.partnerships or self.proposed

    @property
    def summary(self) -> str:
        """Who covers it and at which stage: "Leeds: Leeds33, stage not known"."""
        named = [f"{partnership.name}, {partnership.stage_words.lower()}" for partnership in self.named]
        return f"{self.authority.name}: {'; '.join(named) or 'no partnership we know of'}"


@dataclass(frozen=True)
class LegendItem:
    """A line of a legend: a level and how many local authorities it has."""

    level: CoverageLevel
    total: int


def coverage_by_authority(
    authorities: QuerySet[LocalAuthority] | None = None, partnerships: Iterable[Partnership] | None = None
) -> list[AuthorityCoverage]:
    """Return `authorities` (or all) with who covers them, by region and name. Two queries.

    Counted are the published ones among `partnerships` (a queryset or a list), or all that are published.
    """
    counted = Partnership.objects.published() if partnerships is None else published_among(partnerships)
    counted = counted.filter(stage__in=[*WORKING_STAGES, Stage.PROPOSED])
    counted = counted.only("name", "slug", "stage").order_by("name")
    rows = LocalAuthority.objects.all() if authorities is None else authorities
    rows = rows.select_related("region", "bridge").order_by("region__position", "name")
    prefetched = rows.prefetch_related(Prefetch("partnerships", counted, to_attr="counted"))
    return [_coverage_of(authority, authority.counted) for authority in prefetched]


def by_region(coverages: list[AuthorityCoverage]) -> list[tuple[Region, list[AuthorityCoverage]]]:
    """Return `coverages`, which must be sorted by region, as pairs of a region and those in it."""
    grouped = groupby(coverages, key=lambda coverage: coverage.authority.region)
    return [(region, list(group)) for region, group in grouped]


def legend_of(coverages: list[AuthorityCoverage]) -> list[LegendItem]:
    """Return a line for each level that occurs in `coverages`, with how often it does."""
    levels = [coverage.level for coverage in coverages]
    return [LegendItem(level, levels.count(level)) for level in CoverageLevel if level in levels]


def published_among(partnerships: Iterable[Partnership]) -> QuerySet[Partnership]:
    """Return the published ones of `partnerships`; a queryset stays a subquery and is not evaluated."""
    if isinstance(partnerships, QuerySet):
        return Partnership.objects.published().filter(pk__in=partnerships.values("pk"))
    return Partnership.objects.published().filter(pk__in=[partnership.pk for partnership in partnerships])


def _coverage_of(authority: LocalAuthority, partnerships: list[Partnership]) -> AuthorityCoverage:
    proposed = [partnership for partnership in partnerships if partnership.is_proposed]
    working = [partnership for partnership in partnerships if not partnership.is_proposed]
    return AuthorityCoverage(authority, working, proposed)
