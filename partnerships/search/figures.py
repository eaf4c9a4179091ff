"""What is counted of all partnerships: in each region, for each priority, and the places where none works."""

from dataclasses import dataclass
from typing import NamedTuple

from partnerships.models import Region, StrategicPriority
from partnerships.search.results import Match
from partnerships.search.snapshot.sets import Bits, Snapshot
from partnerships.vocabulary import Stage


@dataclass(frozen=True)
class RegionFigures:
    """A region with what with_counts reckons of it: see RegionQuerySet."""

    slug: str
    name: str
    authority_count: int
    covered_count: int
    in_part_count: int
    partnership_count: int
    proposed_count: int

    @property
    def url(self) -> str:
        return Region.address_of(self.slug)


@dataclass(frozen=True)
class PriorityFigures:
    """A strategic priority with how many published partnerships state it."""

    slug: str
    name: str
    partnership_count: int

    @property
    def url(self) -> str:
        return StrategicPriority.address_of(self.slug)


@dataclass(frozen=True)
class WithoutPartnership:
    """Local authorities in which no published partnership works: how many, and in how many of these one was proposed.

    Apart from them, of how many partnerships work in parts only. Pages tell it in the words of
    components/without_partnership.html.
    """

    total: int
    proposed: int
    in_part: int


class ProposedFigures(NamedTuple):
    """How many partnerships are proposed, and in how many local authorities: one may be for several of these.

    Pages tell it in the words of components/proposed_in.html.
    """

    total: int
    authorities: int


class CoveredAuthorities(NamedTuple):
    """The slugs of local authorities that some partnership covers, and of those covered in a part only."""

    whole: set[str]
    part: set[str]


def of_regions(snapshot: Snapshot) -> list[RegionFigures]:
    """Return the figures of every region, north to south."""
    covered = coverage_of(snapshot)
    return [_of_region(snapshot, slug, name, covered) for slug, name in snapshot.options["region"].items()]


def of_region(snapshot: Snapshot, region: Region) -> RegionFigures:
    """Return the figures of `region`."""
    return _of_region(snapshot, region.slug, region.name, coverage_of(snapshot))


def _of_region(snapshot: Snapshot, slug: str, name: str, covered: CoveredAuthorities) -> RegionFigures:
    authorities = {authority.slug for authority in snapshot.authorities if authority.region == slug}
    there = snapshot.having("region", [slug])
    formed, proposed = (there & snapshot.formed).bit_count(), (there & snapshot.proposed).bit_count()
    whole, part = len(authorities & covered.whole), len(authorities & covered.part)
    return RegionFigures(slug, name, len(authorities), whole, part, formed, proposed)


def count_having(snapshot: Snapshot, facet: str, slug: str) -> int:
    """Return how many partnerships have `slug` as their value of the facet called `facet`; proposed ones are none."""
    return (snapshot.having(facet, [slug]) & snapshot.formed).bit_count()


def most_stated_priorities(snapshot: Snapshot, limit: int) -> list[PriorityFigures]:
    """Return the priorities that most partnerships state, the most first, then by name."""
    figures = [
        PriorityFigures(slug, name, count_having(snapshot, "priority", slug))
        for slug, name in snapshot.options["priority"].items()
    ]
    return sorted(figures, key=lambda priority: priority.partnership_count, reverse=True)[:limit]


def recently_checked(snapshot: Snapshot, limit: int) -> list[Match]:
    """Return the partnerships somebody has checked, the latest first."""
    listed = snapshot.listed(snapshot.formed, snapshot.by_check(), 0, limit)
    return [Match(key) for key, checked_on in listed if checked_on]


def without_partnership(snapshot: Snapshot) -> WithoutPartnership:
    """Return the local authorities in which no published partnership works: one proposed or ended does not count."""
    covered = coverage_of(snapshot)
    some = covered.whole | covered.part
    return WithoutPartnership(
        len(snapshot.authorities) - len(some), len(_with_a_proposal(snapshot) - some), len(covered.part)
    )


def proposed(snapshot: Snapshot) -> ProposedFigures:
    """Return how many partnerships are proposed, and in how many local authorities."""
    return ProposedFigures(snapshot.proposed.bit_count(), len(_with_a_proposal(snapshot)))


def _with_a_proposal(snapshot: Snapshot) -> set[str]:
    return {slug for slug, bits in snapshot.sets["authority"].items() if bits & snapshot.proposed}


def working(snapshot: Snapshot) -> Bits:
    """Return those that can cover a place: the formed ones that have not ended."""
    return snapshot.formed & ~snapshot.having("stage", [Stage.ENDED])


def coverage_of(snapshot: Snapshot) -> CoveredAuthorities:
    """Return the local authorities that published partnerships at work cover."""
    at_work = working(snapshot)
    some = {slug for slug, bits in snapshot.sets["authority"].items() if bits & at_work}
    part = {slug for slug in snapshot.parts_of if slug in some and not snapshot.in_whole(slug) & at_work}
    return CoveredAuthorities(some - part, part)
