"""Cold spots: local authorities no partnership works in, for those who decide where to help next.

Population does not count: an authority is one, however many children live there. It is covered as soon as a published
partnership works in any part of it. Where one was only proposed it is a cold spot, but listed apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import dist

from partnerships.coverage.everywhere import coverage_by_authority
from partnerships.coverage.levels import AuthorityCoverage, Link, NamedArea, by_region
from partnerships.geography.distances import whole_miles
from partnerships.models import LocalAuthority


@dataclass(frozen=True)
class ColdSpot:
    """An authority without a partnership, and what is `nearest` to it: a partnership, or how many a place has.

    `metres` is the straight line between the middles of the authority and of the nearest one that is covered; a
    middle is the mean of an authority's postcodes, so the figure may be out by the size of the authorities. Both are
    None if a middle is not known.
    """

    authority: LocalAuthority
    coverage: AuthorityCoverage
    nearest: Link | None = None
    metres: float | None = None

    @property
    def miles(self) -> int | None:
        """The distance rounded to whole miles, at least one; None if it is not known."""
        return None if self.metres is None else max(1, whole_miles(self.metres))


# The columns of the download.
COLUMNS: dict[str, Callable[[ColdSpot], str]] = {
    "gss_code": lambda spot: spot.authority.gss_code,
    "local authority": lambda spot: spot.authority.name,
    "type": lambda spot: spot.authority.get_type_display(),
    "county": lambda spot: spot.authority.county,
    "region": lambda spot: spot.coverage.region.name,
    "Bridge Organisation until March 2023": lambda spot: spot.authority.bridge.name,
    "proposed partnership": lambda spot: "; ".join(link.words for link in spot.coverage.links),
    "nearest partnership": lambda spot: spot.nearest.words if spot.nearest else "",
    "miles": lambda spot: "" if spot.miles is None else str(spot.miles),
}


@dataclass(frozen=True)
class RegionShare:
    """How much of a region, or of England (`region` is None), is covered: its authorities, and the cold spots."""

    region: NamedArea | None
    total: int
    cold: list[ColdSpot]

    @property
    def without_any(self) -> list[ColdSpot]:
        """The cold spots where nothing is proposed either."""
        return [spot for spot in self.cold if not spot.coverage.is_proposed]

    @property
    def proposed_only(self) -> list[ColdSpot]:
        """The cold spots where a partnership was proposed."""
        return [spot for spot in self.cold if spot.coverage.is_proposed]

    @property
    def covered(self) -> int:
        return self.total - len(self.cold)

    @property
    def percent(self) -> int:
        """The share covered in whole per cent: 0 only if none is, 100 only if all are."""
        if self.covered in {0, self.total}:
            return 100 if self.covered else 0
        return min(99, max(1, round(100 * self.covered / self.total)))


def shares() -> list[RegionShare]:
    """Return each region's share, north to south, the cold spots in it by name. Four queries."""
    coverages = coverage_by_authority()
    authorities = LocalAuthority.objects.select_related("bridge").in_bulk(field_name="gss_code")
    covered = [
        (middle, coverage)
        for coverage in coverages
        if coverage.is_covered and (middle := authorities[coverage.authority.gss_code].middle)
    ]
    return [
        RegionShare(
            region,
            len(there),
            [
                _cold_spot(authorities[coverage.authority.gss_code], coverage, covered)
                for coverage in there
                if not coverage.is_covered
            ],
        )
        for region, there in by_region(coverages)
    ]


def all_england(regions: list[RegionShare]) -> RegionShare:
    """Return the sum of all `regions`."""
    return RegionShare(None, sum(share.total for share in regions), [spot for share in regions for spot in share.cold])


def table(regions: list[RegionShare]) -> list[list[str]]:
    """Return the rows of the download: the names of the columns, then a row for each cold spot."""
    return [list(COLUMNS), *([column(spot) for column in COLUMNS.values()] for spot in all_england(regions).cold)]


def _cold_spot(
    authority: LocalAuthority, coverage: AuthorityCoverage, covered: list[tuple[tuple[int, int], AuthorityCoverage]]
) -> ColdSpot:
    """Return `authority` as a cold spot; `covered` are those to measure to, each with its middle."""
    if not authority.middle or not covered:
        return ColdSpot(authority, coverage)
    here = authority.middle
    metres, nearest = min(((dist(here, there), other) for there, other in covered), key=lambda pair: pair[0])
    link = nearest.links[0]
    if not nearest.partnerships:
        link = Link(f"{link.words} in {nearest.authority.name}", link.url)
    return ColdSpot(authority, coverage, link, metres)
