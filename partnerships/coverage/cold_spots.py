"""Cold spots: local authorities no partnership works in, for those who decide where to help next.

An authority is covered if a published partnership works in it. Where one was only proposed it is a cold spot all the
same, and says so. Where they work in parts of it only, it is neither, and told apart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import dist, inf
from typing import Any

from partnerships.coverage import need
from partnerships.coverage.everywhere import coverage_by_authority
from partnerships.coverage.levels import AuthorityCoverage, Link, NamedArea, by_region
from partnerships.coverage.need import Need, NeedOfEngland
from partnerships.coverage.support_today import Support, support_of
from partnerships.geography.distances import whole_miles
from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.public_content.kept import Kept
from partnerships.search.figures import WithoutPartnership
from partnerships.text.sentences import region_in_words


@dataclass(frozen=True)
class ColdSpot:
    """An authority without a partnership, its need, and what is `nearest`: a partnership, or how many a place has.

    `metres` is the straight line between the middles of the authority and of the nearest one that is covered; a
    middle is the mean of an authority's postcodes, so the figure may be out by the size of the authorities. Both are
    None if a middle is not known. `region_middle` is the share of children in low-income families of the authority
    in the middle of its region.
    """

    authority: LocalAuthority
    coverage: AuthorityCoverage
    need: Need
    region_middle: float | None = None
    nearest: Link | None = None
    metres: float | None = None

    @property
    def miles(self) -> int | None:
        """The distance rounded to whole miles, at least one; None if it is not known."""
        return None if self.metres is None else max(1, whole_miles(self.metres))

    @property
    def region_in_words(self) -> str:
        """The name of its region as it stands in a sentence."""
        return region_in_words(self.coverage.region.name)

    @property
    def region_percent(self) -> str:
        return need.in_percent(self.region_middle)


def _by_name(spot: ColdSpot) -> tuple[Any, ...]:
    return (spot.authority.name, spot.authority.pk)


def _most_first(number: float | None) -> float:
    return inf if number is None else -number


# The orders the list can have, each with its label and its key; what is not known comes last.
NEED = "need"
ORDERS: dict[str, tuple[str, Callable[[ColdSpot], tuple[Any, ...]]]] = {
    NEED: (
        "Greatest need first",
        lambda spot: (_most_first(spot.need.children), *_by_name(spot)),
    ),
    "schools": ("Most schools first", lambda spot: (_most_first(spot.need.schools), *_by_name(spot))),
    "name": ("Name", _by_name),
}


@dataclass(frozen=True)
class RegionShare:
    """How much of a region, or of England (`region` is None), is covered: its authorities, and the cold spots.

    Apart from them those covered `in_part` only, told in the same way. `middle` is the share of children in low-income
    families of the authority in the middle there.
    """

    region: NamedArea | None
    total: int
    cold: Sequence[ColdSpot]
    middle: float | None = None
    in_part: Sequence[ColdSpot] = ()

    @property
    def code(self) -> str:
        """Its GSS code, "" for England."""
        return self.region.gss_code if self.region else ""

    @property
    def in_words(self) -> str:
        """Its name as it stands in a sentence."""
        return region_in_words(self.region.name) if self.region else "England"

    @property
    def without(self) -> WithoutPartnership:
        proposed = sum(spot.coverage.is_proposed for spot in self.cold)
        return WithoutPartnership(len(self.cold), proposed, len(self.in_part))

    @property
    def schools(self) -> int | None:
        """How many schools its cold spots have; None if that is not known."""
        known = [spot.need.schools for spot in self.cold if spot.need.schools is not None]
        return sum(known) if known else None

    @property
    def covered(self) -> int:
        return self.total - len(self.cold) - len(self.in_part)

    @property
    def percent(self) -> int:
        """The share covered in whole per cent: 0 only if none is, 100 only if all are."""
        if self.covered in {0, self.total}:
            return 100 if self.covered else 0
        return min(99, max(1, round(100 * self.covered / self.total)))

    @property
    def middle_percent(self) -> str:
        return need.in_percent(self.middle)


@dataclass(frozen=True)
class ColdSpots:
    """Each region's share, north to south, the cold spots in it by name; all `england`; and the need everywhere."""

    shares: Sequence[RegionShare]
    england: RegionShare
    need: NeedOfEngland

    def in_region(self, region: Region | None) -> RegionShare:
        """Return the share of `region`, that of all England for None."""
        return next((share for share in self.shares if region and share.code == region.gss_code), self.england)


_kept: Kept[str, ColdSpots] = Kept(1)


def of_england() -> ColdSpots:
    """Return the cold spots of England. One query if nothing has changed."""
    return _kept.of("England", _of_england)


def ordered(spots: Iterable[ColdSpot], order: str) -> list[ColdSpot]:
    """Return `spots` in one of the ORDERS."""
    return sorted(spots, key=ORDERS[order][1])


def with_support(spots: Sequence[ColdSpot]) -> list[tuple[ColdSpot, Support]]:
    """Return each of `spots` with who supports partnerships there today. One query, and some after a change."""
    codes = [spot.authority.gss_code for spot in spots]
    return list(zip(spots, support_of({code: [code] for code in codes}).values(), strict=True))


# Any: it makes more of the rows than their model knows.
def fill(authorities: Iterable[Any]) -> None:
    """Give each of `authorities`, rows of LocalAuthority, its `need` (see need.fill) and its `cold_spot`.

    The latter is None for one that is covered by now.
    """
    found = of_england()
    spots = {spot.authority.pk: spot for spot in (*found.england.cold, *found.england.in_part)}
    for authority in authorities:
        authority.need, authority.need_of_england = found.need.of(authority.gss_code), found.need
        authority.cold_spot = spots.get(authority.pk)


def _of_england() -> ColdSpots:
    coverages = coverage_by_authority()
    figures = need.of_england()
    authorities = LocalAuthority.objects.select_related("bridge").in_bulk(field_name="gss_code")
    covered = [
        (middle, _link_to(coverage))
        for coverage in coverages
        if coverage.is_covered and (middle := authorities[coverage.authority.gss_code].middle)
    ]
    covered += [
        (part.middle, Link(partnership.name, Partnership.address_of(partnership.slug)))
        for coverage in coverages
        for partnership in coverage.partnerships
        for part in partnership.parts
        if part.middle
    ]
    shares = []
    for region, there in by_region(coverages):
        its_middle = figures.middles.get(region.gss_code)
        spots = [
            _cold_spot(authorities[code], coverage, figures.of(code), its_middle, covered)
            for coverage in there
            if not coverage.is_covered
            for code in [coverage.authority.gss_code]
        ]
        cold = [spot for spot in spots if not spot.coverage.is_in_part]
        in_part = [spot for spot in spots if spot.coverage.is_in_part]
        shares.append(RegionShare(region, len(there), cold, its_middle, in_part))
    everywhere = [spot for share in shares for spot in share.cold]
    in_part = [spot for share in shares for spot in share.in_part]
    england = RegionShare(None, len(coverages), everywhere, figures.middle, in_part)
    return ColdSpots(shares, england, figures)


def _link_to(coverage: AuthorityCoverage) -> Link:
    """Return a link to the first partnership of an authority, or to how many it has."""
    link = coverage.links[0]
    return link if coverage.partnerships else Link(f"{link.words} in {coverage.authority.name}", link.url)


def _cold_spot(
    authority: LocalAuthority,
    coverage: AuthorityCoverage,
    its_need: Need,
    region_middle: float | None,
    covered: list[tuple[tuple[int, int], Link]],
) -> ColdSpot:
    """Return `authority` as a cold spot; `covered` are those to measure to, by their middles."""
    if not authority.middle or not covered:
        return ColdSpot(authority, coverage, its_need, region_middle)
    here = authority.middle
    metres, nearest = min(((dist(here, there), link) for there, link in covered), key=lambda pair: pair[0])
    return ColdSpot(authority, coverage, its_need, region_middle, nearest, metres)
