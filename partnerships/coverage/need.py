"""How great the need is in each local authority: children in low-income families, and schools.

All of it is said of areas. It says nothing about a child or a school.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median_low
from typing import Any, NamedTuple

from django.db.models import TextChoices

from partnerships.coverage import school_counts
from partnerships.models import DeprivationFigures, LocalAuthority
from partnerships.public_content.settled import Settled


class Need(NamedTuple):
    """What is known of the need in a local authority; what is not is None.

    `children` is the share of its children under 16 in low-income families, between 0 and 1. Of the ranks, that of
    children and that of the index of multiple deprivation, 1 is the most deprived. `schools` are state-funded.
    """

    children: float | None = None
    children_rank: int | None = None
    score: float | None = None
    rank: int | None = None
    share_in_most_deprived_tenth: float | None = None
    schools: int | None = None

    @property
    def percent(self) -> str:
        """The share of children: "40.2%", or "" if it is not known."""
        return in_percent(self.children)


NOT_KNOWN = Need()


class NeedBand(TextChoices):
    """How many children of an area live in low-income families, the most first, as the map shows it."""

    MOST = "need-5", "50% of children or more"
    MORE = "need-4", "40% to 49.9%"
    MIDDLE = "need-3", "30% to 39.9%"
    FEWER = "need-2", "20% to 29.9%"
    FEWEST = "need-1", "Under 20%"
    NOT_KNOWN = "need-0", "Not known"

    @property
    def is_patterned(self) -> bool:
        """Whether the map marks it with lines as well as colour: every other one."""
        return self in {NeedBand.MORE, NeedBand.FEWER}


# From which share of children on an area is in a band.
_FROM = {NeedBand.MOST: 0.5, NeedBand.MORE: 0.4, NeedBand.MIDDLE: 0.3, NeedBand.FEWER: 0.2, NeedBand.FEWEST: 0.0}


def band_of(share: float | None) -> NeedBand:
    """Return the band of an area in which this share of children, as pages tell it, lives in low-income families."""
    if share is None:
        return NeedBand.NOT_KNOWN
    return next(band for band, least in _FROM.items() if round(share, 3) >= least)


@dataclass(frozen=True)
class NeedOfEngland:
    """The need in every local authority, by GSS code, and the figures of the authorities in the middle.

    The figures are of `year` and from `source`; None and "" if there are none. An authority in the middle has as many
    above it as below; where two are, it is the lower one. `middles` are by the GSS codes of regions.
    """

    by_code: Mapping[str, Need]
    year: int | None = None
    source: str = ""
    middle: float | None = None
    middles: Mapping[str, float] = field(default_factory=dict)

    def of(self, gss_code: str) -> Need:
        return self.by_code.get(gss_code, NOT_KNOWN)

    @property
    def middle_percent(self) -> str:
        return in_percent(self.middle)

    @property
    def knows_schools(self) -> bool:
        """Whether there is a register of schools."""
        return any(need.schools is not None for need in self.by_code.values())

    @property
    def ranked(self) -> int:
        """How many authorities have a figure of the year, and so a rank."""
        return sum(need.children is not None for need in self.by_code.values())


def of_england() -> NeedOfEngland:
    """Return the need in every local authority of today. One query if nothing has changed."""
    return _kept.current()


# Any: it makes more of the rows than their model knows.
def fill(authorities: Iterable[Any]) -> None:
    """Give each of `authorities`, rows of LocalAuthority, its `need` and the `need_of_england` that is part of."""
    england = of_england()
    for authority in authorities:
        authority.need, authority.need_of_england = england.of(authority.gss_code), england


def in_percent(share: float | None) -> str:
    """Return `share`, between 0 and 1, with one decimal of a per cent; "" for None."""
    return "" if share is None else f"{100 * share:.1f}%"


def region_in_words(name: str) -> str:
    """Return the name of a region as it stands in a sentence: "the North East", "London"."""
    return f"the {name}" if name.partition(" ")[0] in {"North", "South", "East", "West"} else name


def _of_england() -> NeedOfEngland:
    rows = {row.gss_code: row for row in DeprivationFigures.objects.newest()}
    schools = school_counts.by_authority()
    by_code = {}
    shares: list[float] = []
    by_region: dict[str, list[float]] = {}
    regions = LocalAuthority.objects.order_by().values_list("gss_code", "region__gss_code")
    for code, region in regions:
        row = rows.get(code)
        by_code[code] = _need_of(row, schools.get(code, 0) if schools else None)
        if row:
            shares.append(row.children_in_low_income_families)
            by_region.setdefault(region, []).append(row.children_in_low_income_families)
    one = next(iter(rows.values()), None)
    return NeedOfEngland(
        by_code,
        one.year if one else None,
        one.source if one else "",
        median_low(shares) if shares else None,
        {code: median_low(there) for code, there in by_region.items()},
    )


_kept = Settled(_of_england)


def _need_of(row: DeprivationFigures | None, schools: int | None) -> Need:
    if row is None:
        return Need(schools=schools)
    return Need(
        row.children_in_low_income_families,
        row.children_rank,
        row.average_score,
        row.rank,
        row.share_in_most_deprived_tenth,
        schools,
    )
