"""Cold spots: local authorities no partnership works in, for those who decide where to help next.

Population does not count: an authority is one, however many children live there. It is covered as soon as a published
partnership works in any part of it. Where one was only proposed it is a cold spot, but listed apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import dist

from partnerships.coverage.levels import AuthorityCoverage, by_region, coverage_by_authority
from partnerships.geography.distances import whole_miles
from partnerships.models import Partnership, Region


@dataclass(frozen=True)
class ColdSpot:
    """An authority without a partnership, and the partnership `nearest` to it.

    `metres` is the straight line between the middles of the authority and of the nearest one that partnership works
    in; a middle is the mean of an authority's postcodes, so the figure may be out by the size of the authorities.
    Both are None if a middle is not known.
    """

    coverage: AuthorityCoverage
    nearest: Partnership | None = None
    metres: float | None = None

    @property
    def miles(self) -> int | None:
        """The distance rounded to whole miles, at least one; None if it is not known."""
        return None if self.metres is None else max(1, whole_miles(self.metres))


# The columns of the download.
COLUMNS: dict[str, Callable[[ColdSpot], str]] = {
    "gss_code": lambda spot: spot.coverage.authority.gss_code,
    "local authority": lambda spot: spot.coverage.authority.name,
    "type": lambda spot: spot.coverage.authority.get_type_display(),
    "county": lambda spot: spot.coverage.authority.county,
    "region": lambda spot: spot.coverage.authority.region.name,
    "Bridge Organisation until March 2023": lambda spot: spot.coverage.authority.bridge.name,
    "proposed partnership": lambda spot: "; ".join(partnership.name for partnership in spot.coverage.proposed),
    "nearest partnership": lambda spot: spot.nearest.name if spot.nearest else "",
    "miles": lambda spot: "" if spot.miles is None else str(spot.miles),
}


@dataclass(frozen=True)
class RegionShare:
    """How much of a region, or of England (`region` is None), is covered: its authorities, and the cold spots."""

    region: Region | None
    total: int
    cold: list[ColdSpot]

    @property
    def without_any(self) -> list[ColdSpot]:
        """The cold spots where nothing is proposed either."""
        return [spot for spot in self.cold if not spot.coverage.proposed]

    @property
    def proposed_only(self) -> list[ColdSpot]:
        """The cold spots where a partnership was proposed."""
        return [spot for spot in self.cold if spot.coverage.proposed]

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
    """Return each region's share, north to south, the cold spots in it by name. Two queries."""
    coverages = coverage_by_authority()
    covered = [coverage for coverage in coverages if coverage.partnerships]
    return [
        RegionShare(region, len(there), [_cold_spot(spot, covered) for spot in there if not spot.partnerships])
        for region, there in by_region(coverages)
    ]


def all_england(regions: list[RegionShare]) -> RegionShare:
    """Return the sum of all `regions`."""
    return RegionShare(None, sum(share.total for share in regions), [spot for share in regions for spot in share.cold])


def table(regions: list[RegionShare]) -> list[list[str]]:
    """Return the rows of the download: the names of the columns, then a row for each cold spot."""
    return [list(COLUMNS), *([column(spot) for column in COLUMNS.values()] for spot in all_england(regions).cold)]


def _cold_spot(coverage: AuthorityCoverage, covered: list[AuthorityCoverage]) -> ColdSpot:
    middle = coverage.authority.middle
    placed = [(other, other.authority.middle) for other in covered]
    distances = [(dist(middle, there), other) for other, there in placed if middle and there]
    if not distances:
        return ColdSpot(coverage)
    metres, nearest = min(distances, key=lambda pair: pair[0])
    return ColdSpot(coverage, nearest.partnerships[0], metres)
