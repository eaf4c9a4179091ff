"""How well each local authority is covered: its coverage level, on the map and in lists.

Only published partnerships count. One that has ended covers nothing; one proposed counts as a proposal only.
All of it is values, not rows of the database: what a page shows of a place is all there is to it here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, TextChoices, prefetch_related_objects
from django.urls import reverse

from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.models.places import published
from partnerships.vocabulary import STAGE_NOT_KNOWN, WORKING_STAGES, Stage

# A place with more partnerships than this says how many, with a link to their list, instead of naming them.
NAMED_AT_MOST = 4


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


# The furthest on first. One that has ended covers nothing.
LEVEL_OF_STAGE = {
    Stage.ESTABLISHED: CoverageLevel.ESTABLISHED,
    Stage.EMERGING: CoverageLevel.EMERGING,
    "": CoverageLevel.UNKNOWN,
    Stage.DORMANT: CoverageLevel.DORMANT,
    Stage.PROPOSED: CoverageLevel.PROPOSED,
    Stage.ENDED: CoverageLevel.NONE,
}
_STAGE_WORDS = {stage: (Stage(stage).label if stage else STAGE_NOT_KNOWN).lower() for stage in LEVEL_OF_STAGE}
_COUNTED_STAGES = [*WORKING_STAGES, Stage.PROPOSED]


class NamedArea(NamedTuple):
    """A region or a local authority, as pages name it."""

    gss_code: str
    name: str
    slug: str


class NamedPartnership(NamedTuple):
    """A partnership, as the map and its table name it."""

    name: str
    slug: str
    stage: str


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
        """Who covers it and at which stage: "Leeds: Leeds33, stage not known"."""
        if named := self.partnerships or (() if self.is_covered else self.proposed):
            covered_by = "; ".join(f"{partnership.name}, {_STAGE_WORDS[partnership.stage]}" for partnership in named)
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

    level: CoverageLevel
    total: int


def coverage_by_authority(authorities: QuerySet[LocalAuthority] | None = None) -> list[AuthorityCoverage]:
    """Return `authorities` (or all) with who covers them, by region and name. Three queries."""
    rows = LocalAuthority.objects.all() if authorities is None else authorities
    columns = ("pk", "gss_code", "name", "slug", "region__gss_code", "region__name", "region__slug")
    counts, named = _partnerships_of(authorities)
    return [
        _coverage(NamedArea(*row[1:4]), NamedArea(*row[4:]), counts[row[0]], named[row[0]])
        for row in rows.order_by("region__position", "name").values_list(*columns)
    ]


def coverage_by_these(partnerships: Iterable[Partnership]) -> list[AuthorityCoverage]:
    """Return the authorities where the published of `partnerships` work or were proposed, covered by these alone.

    By region and name. No query if their authorities are prefetched with their regions; else three.
    """
    rows = sorted((row for row in partnerships if row.is_published), key=lambda row: row.name)
    prefetch_related_objects(rows, "authorities__region")
    there: dict[LocalAuthority, list[NamedPartnership]] = defaultdict(list)
    for row in rows:
        for authority in row.authorities.all() if row.stage in _COUNTED_STAGES else ():
            there[authority].append(NamedPartnership(row.name, row.slug, row.stage))
    return [
        _coverage(_named_area(authority), _named_area(authority.region), Counter(named.stage for named in names), names)
        for authority, names in sorted(there.items(), key=lambda pair: (pair[0].region.position, pair[0].name))
    ]


def by_region(coverages: list[AuthorityCoverage]) -> list[tuple[NamedArea, list[AuthorityCoverage]]]:
    """Return `coverages`, which must be sorted by region, as pairs of a region and those in it."""
    return [(region, list(group)) for region, group in groupby(coverages, key=lambda coverage: coverage.region)]


def legend_of(coverages: Iterable[AuthorityCoverage]) -> tuple[LegendItem, ...]:
    """Return a line for each level that occurs in `coverages`, with how often it does."""
    totals = Counter(coverage.level for coverage in coverages)
    return tuple(LegendItem(level, totals[level]) for level in CoverageLevel if level in totals)


def _partnerships_of(
    authorities: QuerySet[LocalAuthority] | None,
) -> tuple[dict[int, Counter[str]], dict[int, list[NamedPartnership]]]:
    """Return, by the keys of `authorities` (or all), how many partnerships of each stage they have, and which.

    However many there are, one query counts them and one names the few that AuthorityCoverage names.
    """
    links = Partnership.authorities.through.objects.all()
    if authorities is not None:
        links = links.filter(localauthority__in=authorities.order_by().values("pk"))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    counted = links.filter(published(_COUNTED_STAGES, "partnership")).order_by()
    for key, stage, number in counted.values_list("localauthority", "partnership__stage").annotate(Count("pk")):
        counts[key][stage] = number
    to_name = Q(pk__in=[])
    for stages in (WORKING_STAGES, [Stage.PROPOSED]):
        few = [key for key, there in counts.items() if 0 < sum(there[stage] for stage in stages) <= NAMED_AT_MOST]
        to_name |= published(stages, "partnership") & Q(localauthority__in=few)
    named: dict[int, list[NamedPartnership]] = defaultdict(list)
    columns = ("localauthority", "partnership__name", "partnership__slug", "partnership__stage")
    for key, *row in links.filter(to_name).order_by("partnership__name").values_list(*columns):
        named[key].append(NamedPartnership(*row))
    return counts, named


def _coverage(
    authority: NamedArea, region: NamedArea, counts: Counter[str], named: list[NamedPartnership]
) -> AuthorityCoverage:
    by_stage = tuple((stage, counts[stage]) for stage in LEVEL_OF_STAGE if counts[stage])
    proposed = tuple(partnership for partnership in named if partnership.stage == Stage.PROPOSED)
    at_work = tuple(partnership for partnership in named if partnership.stage != Stage.PROPOSED)
    few = (names if len(names) <= NAMED_AT_MOST else () for names in (at_work, proposed))
    return AuthorityCoverage(authority, region, by_stage, *few)


def _named_area(row: LocalAuthority | Region) -> NamedArea:
    return NamedArea(row.gss_code, row.name, row.slug)
