"""How well a local authority is covered: its coverage level, on the map and in lists.

Only published partnerships count. One that has ended covers nothing; one proposed counts as a proposal only.
All of it is values, not rows of the database: what a page shows of a place is all there is to it here. For how each
authority of England is covered see `everywhere`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, TypeAlias

from django.db.models import TextChoices
from django.urls import reverse

from partnerships.coverage.need import NeedBand
from partnerships.models import LocalAuthority, Partnership
from partnerships.search.figures import WithoutPartnership
from partnerships.search.snapshot.area_parts import AreaPart
from partnerships.search.snapshot.kept_cards import PlacedPartnership, PlaceOfWork
from partnerships.text.sentences import listed
from partnerships.vocabulary import STAGE_NOT_KNOWN_TODAY, WORKING_STAGES, Stage

# A place with more partnerships than this says how many, with a link to their list, instead of naming them.
NAMED_AT_MOST = 4
NOBODY = "no partnership we know of"


class CoverageLevel(TextChoices):
    """How a local authority is covered, the best first: the furthest any partnership there has come."""

    ESTABLISHED = "established", "Established partnership"
    EMERGING = "emerging", "Emerging partnership"
    UNKNOWN = "unknown", "Partnership, stage not known today"
    DORMANT = "dormant", "Dormant partnership"
    PART = "part", "A partnership in part of it only"
    PROPOSED = "proposed", "No partnership we know of, but proposed"
    NONE = "none", "No partnership we know of, none proposed"

    @property
    def is_patterned(self) -> bool:
        """Whether the map marks it with lines or dots as well as colour."""
        return self in {CoverageLevel.EMERGING, CoverageLevel.DORMANT, CoverageLevel.PART, CoverageLevel.PROPOSED}


class CoverageGroup(TextChoices):
    """Whether anybody covers a local authority."""

    COVERED = "covered", "Covered"
    PART = "part", "In part only"
    PROPOSED = "proposed", "Nobody, but one was proposed"
    NONE = "none", "Nobody we know of"


GROUP_OF_LEVEL = dict.fromkeys(CoverageLevel, CoverageGroup.COVERED) | {
    CoverageLevel.PART: CoverageGroup.PART,
    CoverageLevel.PROPOSED: CoverageGroup.PROPOSED,
    CoverageLevel.NONE: CoverageGroup.NONE,
}


# The furthest on first. One that has ended covers nothing.
LEVEL_OF_STAGE = {
    Stage.ESTABLISHED: CoverageLevel.ESTABLISHED,
    Stage.EMERGING: CoverageLevel.EMERGING,
    "": CoverageLevel.UNKNOWN,
    Stage.DORMANT: CoverageLevel.DORMANT,
    Stage.PROPOSED: CoverageLevel.PROPOSED,
    Stage.ENDED: CoverageLevel.NONE,
}
# The page of an ended partnership still shows where it worked, though it covers nobody now.
LEVEL_OF_AREA = {**LEVEL_OF_STAGE, Stage.ENDED: CoverageLevel.DORMANT}
_STAGE_WORDS = {stage: (Stage(stage).label if stage else STAGE_NOT_KNOWN_TODAY).lower() for stage in LEVEL_OF_STAGE}
COUNTED_STAGES = [*WORKING_STAGES, Stage.PROPOSED]


MapLevel: TypeAlias = CoverageLevel | NeedBand


class NamedArea(NamedTuple):
    """A region or a local authority, as pages name it."""

    gss_code: str
    name: str
    slug: str


class NamedPartnership(NamedTuple):
    """A partnership, as the map and its table name it, with its stage today, in words too.

    `parts` are those it works in, of the authority it is named for; without any it works in the whole.
    """

    name: str
    slug: str
    stage: str
    stage_words: str
    parts: tuple[AreaPart, ...] = ()

    @property
    def in_words(self) -> str:
        """Its name, and in which part it works: "Thetford LCEP, in Thetford"."""
        return f"{self.name}, in {listed(map(str, self.parts))}" if self.parts else self.name


class Link(NamedTuple):
    """Words that lead to `url`: a partnership, with its stage today and the date of that, or how many there are."""

    words: str
    url: str
    stage_words: str = ""


class Counts(NamedTuple):
    """How many partnerships of each stage work in an authority, or were proposed there, and how many in a part only."""

    whole: Counter[str]
    in_part: Counter[str]


class AuthorityCoverage(NamedTuple):
    """How many partnerships of each stage a local authority has (`counts`, the furthest on first), and which.

    Those that work in a part of it only are counted apart (`part_counts`). `partnerships` are those at work in all or
    part of it, `proposed` those proposed, by name; of more than NAMED_AT_MOST of either none is named.
    """

    authority: NamedArea
    region: NamedArea
    counts: tuple[tuple[str, int], ...] = ()
    partnerships: tuple[NamedPartnership, ...] = ()
    proposed: tuple[NamedPartnership, ...] = ()
    part_counts: tuple[tuple[str, int], ...] = ()

    @property
    def url(self) -> str:
        return LocalAuthority.address_of(self.authority.slug)

    @property
    def level(self) -> CoverageLevel:
        if self.is_in_part:
            return CoverageLevel.PART
        return LEVEL_OF_STAGE[self.counts[0][0]] if self.counts else CoverageLevel.NONE

    @property
    def group(self) -> CoverageGroup:
        return GROUP_OF_LEVEL[self.level]

    @property
    def is_covered(self) -> bool:
        """Whether a partnership is at work there, and as far as we know in the whole of it."""
        return any(stage != Stage.PROPOSED for stage, _ in self.counts)

    @property
    def is_in_part(self) -> bool:
        """Whether those at work there work in parts of it only."""
        return bool(self.part_counts) and not self.is_covered

    @property
    def is_proposed(self) -> bool:
        """Whether a partnership was proposed there."""
        return any(stage == Stage.PROPOSED for stage, _ in self.counts)

    @property
    def links(self) -> list[Link]:
        """Links to the partnerships to name, those at work or else those proposed, or one to their list."""
        if named := self.partnerships or (() if self._at_work else self.proposed):
            return [
                Link(partnership.in_words, Partnership.address_of(partnership.slug), partnership.stage_words)
                for partnership in named
            ]
        if not self.counts and not self.part_counts:
            return []
        return [Link(self._number, self.list_url if self._at_work else self.url)]

    @property
    def list_url(self) -> str:
        """Where its partnerships are listed; those proposed are not in that list."""
        return f"{reverse('partnerships:partnership-list')}?authority={self.authority.slug}"

    @property
    def summary(self) -> str:
        """Who covers it and at which stage: "Leeds: Leeds33, established as of March 2025"."""
        if named := self.partnerships or (() if self._at_work else self.proposed):
            covered_by = "; ".join(f"{partnership.in_words}, {partnership.stage_words}" for partnership in named)
        elif self._at_work:
            stages = ", ".join(f"{number} {_STAGE_WORDS[stage]}" for stage, number in self._at_work)
            covered_by = f"{self._number} ({stages})"
        else:
            covered_by = self._number if self.counts else NOBODY
        return f"{self.authority.name}: {covered_by}"

    @property
    def in_short(self) -> str:
        """Who covers it, beside its name where somebody chooses a place: "Leeds33"."""
        if self._at_work:
            return "; ".join(partnership.in_words for partnership in self.partnerships) or self._number
        return f"{NOBODY}, but one was proposed" if self.is_proposed else NOBODY

    @property
    def _at_work(self) -> tuple[tuple[str, int], ...]:
        """How many of each stage are at work there, in all or in part of it."""
        return _at_work(self.counts, self.part_counts)

    @property
    def _number(self) -> str:
        at_work = sum(number for _, number in self._at_work)
        return f"{at_work} partnerships" if at_work else f"{sum(dict(self.counts).values())} proposed partnerships"


# A map asks several times for each authority, of which there are some hundreds.
@lru_cache(maxsize=2_000)
def _at_work(
    counts: tuple[tuple[str, int], ...], part_counts: tuple[tuple[str, int], ...]
) -> tuple[tuple[str, int], ...]:
    """Return the sums of `counts` and `part_counts` for the stages of those at work, the furthest on first."""
    sums = Counter(dict(counts)) + Counter(dict(part_counts))
    return tuple((stage, sums[stage]) for stage in LEVEL_OF_STAGE if sums[stage] and stage != Stage.PROPOSED)


class LegendItem(NamedTuple):
    """A line of a legend: a level, how many local authorities it has (None if that says nothing), and its `label`."""

    level: MapLevel
    total: int | None
    label: str = ""

    @property
    def in_words(self) -> str:
        words = self.label or str(self.level.label)
        return words if self.total is None else f"{words}:\N{NO-BREAK SPACE}{self.total}"


def legend_of_levels(levels: Sequence[MapLevel]) -> tuple[LegendItem, ...]:
    """Return a line for each of `levels`, which are all of one type, with how often it is there, in their order."""
    totals = Counter(levels)
    return tuple(LegendItem(level, totals[level]) for level in (type(levels[0]) if levels else ()) if level in totals)


def legend_of_area(stage: str, levels: Sequence[MapLevel]) -> tuple[LegendItem, ...]:
    """Return a line for each of `levels`, which the area of one partnership of this `stage` today has."""
    label = "Closed partnership" if stage == Stage.ENDED else ""
    return tuple(LegendItem(item.level, None, label) for item in legend_of_levels(levels))


def coverage_by_these(partnerships: Iterable[PlacedPartnership]) -> list[AuthorityCoverage]:
    """Return the authorities where `partnerships` work or were proposed, covered by these alone, by region and name."""
    there: dict[PlaceOfWork, list[NamedPartnership]] = defaultdict(list)
    for partnership in sorted(partnerships, key=lambda partnership: partnership.name):
        for place in partnership.places if partnership.stage in COUNTED_STAGES else ():
            parts = tuple(part for part in partnership.parts if part.slug == place.slug)
            there[place].append(NamedPartnership(*partnership[:4], parts))
    return [
        covered_by(NamedArea(*place[:3]), NamedArea(*place[3:6]), counts_of(named), named)
        for place, named in sorted(there.items(), key=lambda pair: (pair[0].region_position, pair[0].name))
    ]


def counts_of(named: Iterable[NamedPartnership]) -> Counts:
    """Return how many of `named` are of each stage. One that was proposed for a part counts as a proposal."""
    counts = Counts(Counter(), Counter())
    for partnership in named:
        is_in_part = partnership.parts and partnership.stage != Stage.PROPOSED
        (counts.in_part if is_in_part else counts.whole)[partnership.stage] += 1
    return counts


def covered_by(
    authority: NamedArea, region: NamedArea, counts: Counts, named: Iterable[NamedPartnership]
) -> AuthorityCoverage:
    """Return how `authority` is covered: `counts` are by stage, `named` its partnerships by name.

    Those of which there are too many to name need not be among them.
    """
    by_stage, in_part = (
        tuple((stage, number[stage]) for stage in LEVEL_OF_STAGE if number[stage]) for number in counts
    )
    proposed = tuple(partnership for partnership in named if partnership.stage == Stage.PROPOSED)
    at_work = tuple(partnership for partnership in named if partnership.stage != Stage.PROPOSED)
    few = [names if len(names) <= NAMED_AT_MOST else () for names in (at_work, proposed)]
    return AuthorityCoverage(authority, region, by_stage, few[0], few[1], in_part)


def by_region(coverages: Iterable[AuthorityCoverage]) -> list[tuple[NamedArea, list[AuthorityCoverage]]]:
    """Return `coverages`, which must be sorted by region, as pairs of a region and those in it."""
    return [(region, list(group)) for region, group in groupby(coverages, key=lambda coverage: coverage.region)]


def without_partnership(coverages: Iterable[AuthorityCoverage]) -> WithoutPartnership:
    """Return how many of `coverages` are of authorities in which no partnership works."""
    rows = list(coverages)
    proposed = [there.is_proposed for there in rows if not there.is_covered and not there.is_in_part]
    return WithoutPartnership(len(proposed), sum(proposed), sum(there.is_in_part for there in rows))


def legend_of(coverages: Iterable[AuthorityCoverage]) -> tuple[LegendItem, ...]:
    """Return a line for each level that occurs in `coverages`, with how often it does."""
    return legend_of_levels([coverage.level for coverage in coverages])
