"""Cold spots: local authorities no partnership works in, for those who decide where to help next.

Population-free: a place counts as one, however many children live there. A place is covered as soon as a published
partnership works in any part of it. Where one was proposed it is still a cold spot, but told apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from partnerships.coverage.levels import AuthorityCoverage, by_region, coverage_by_authority
from partnerships.geography.distances import whole_miles
from partnerships.models import Partnership, Region
from partnerships.text.csv_cells import plain

COLUMNS = (
    "gss_code",
    "local authority",
    "type",
    "county",
    "region",
    "Bridge Organisation until March 2023",
    "proposed partnership",
    "nearest partnership",
    "miles",
)


@dataclass(frozen=True)
class ColdSpot:
    """A place without a partnership, and the one `nearest` to it.

    `metres` is the straight line between the middles of the place and of the nearest authority that partnership
    works in; a middle is the mean of an authority's postcodes, so the figure may be out by the size of the places.
    Both are None if no place of either is known.
    """

    coverage: AuthorityCoverage
    nearest: Partnership | None = None
    metres: float | None = None

    @property
    def miles(self) -> int | None:
        """The distance in whole miles, at least one."""
        return None if self.metres is None else max(1, whole_miles(self.metres))


@dataclass(frozen=True)
class RegionShare:
    """How much of a region, or of England, is covered, and where not."""

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
        """How many local authorities a partnership works in."""
        return self.total - len(self.cold)

    @property
    def percent(self) -> int:
        """The share covered in whole per cent; 0 and 100 are kept for none and all."""
        if self.covered in {0, self.total}:
            return 100 if self.covered else 0
        return min(99, max(1, round(100 * self.covered / self.total)))


def shares() -> list[RegionShare]:
    """Return each region's share, north to south, the cold spots in it by name. Two queries."""
    coverages = coverage_by_authority()
    covered = [coverage for coverage in coverages if coverage.is_covered]
    return [
        RegionShare(
            region, len(there), [_cold_spot(coverage, covered) for coverage in there if not coverage.is_covered]
        )
        for region, there in by_region(coverages)
    ]


def all_england(regions: list[RegionShare]) -> RegionShare:
    """Return the shares of `regions` added up."""
    return RegionShare(None, sum(share.total for share in regions), [spot for share in regions for spot in share.cold])


def table(regions: list[RegionShare]) -> Iterator[list[str]]:
    """Yield the download's rows, its COLUMNS first; no cell can run as a formula in a spreadsheet."""
    yield list(COLUMNS)
    for spot in all_england(regions).cold:
        authority = spot.coverage.authority
        cells = (
            authority.gss_code,
            authority.name,
            authority.get_type_display(),
            authority.county,
            authority.region.name,
            authority.bridge.name,
            "; ".join(partnership.name for partnership in spot.coverage.proposed),
            spot.nearest.name if spot.nearest else "",
            "" if spot.miles is None else str(spot.miles),
        )
        yield [plain(cell) for cell in cells]


def _cold_spot(coverage: AuthorityCoverage, covered: list[AuthorityCoverage]) -> ColdSpot:
    here = coverage.authority
    if here.easting is None:
        return ColdSpot(coverage)
    distances = [
        (hypot(there.authority.easting - here.easting, there.authority.northing - here.northing), there)
        for there in covered
        if there.authority.easting is not None
    ]
    if not distances:
        return ColdSpot(coverage)
    metres, nearest = min(distances, key=lambda pair: pair[0])
    return ColdSpot(coverage, nearest.partnerships[0], metres)
