"""How great the need is in each local authority: children in low-income families, and schools.

All of it is said of areas. It says nothing about a child or a school.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from statistics import median_low
from typing import Any, NamedTuple

from django.db.models import TextChoices

from partnerships.coverage import school_counts
from partnerships.models import CouncilSuccession, DeprivationFigures, LocalAuthority
from partnerships.public_content.settled import Settled


class Need(NamedTuple):
    """What is known of the need in a local authority; what is not is None.

    `children` is the share of its children under 16 in low-income families, between 0 and 1. Of the ranks, that of
    children and that of the index of multiple deprivation, 1 is the most deprived. `schools` are state-funded. `before`
    are the shares of the councils that it has followed, with their names, if there is none of its own yet: what they
    come to together is not known from these.
    """

    children: float | None = None
    children_rank: int | None = None
    score: float | None = None
    rank: int | None = None
    share_in_most_deprived_tenth: float | None = None
    schools: int | None = None
    before: tuple[tuple[str, float], ...] = ()

    @property
    def percent(self) -> str:
        """The share of children: "40.2%", or "" if it is not known."""
        return in_percent(self.children)

    @property
    def before_in_words(self) -> str:
        """Its figures of the councils before: "Elmbridge 9.1%, Tandridge 10.0%", or ""."""
        return ", ".join(f"{name} {in_percent(share)}" for name, share in self.before)


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
    above it as below; where two are, it is the lower one. `middles` are by the GSS codes of regions. `ranked` is how
    many authorities have a figure, and so a rank: those of that year, some of which may be no more.
    """

    by_code: Mapping[str, Need]
    year: int | None = None
    source: str = ""
    middle: float | None = None
    middles: Mapping[str, float] = field(default_factory=dict)
    ranked: int = 0

    def of(self, gss_code: str) -> Need:
        return self.by_code.get(gss_code, NOT_KNOWN)

    @property
    def middle_percent(self) -> str:
        return in_percent(self.middle)

    @property
    def knows_schools(self) -> bool:
        """Whether there is a register of schools."""
        return any(need.schools is not None for need in self.by_code.values())


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


def _of_england() -> NeedOfEngland:
    rows = {row.gss_code: row for row in DeprivationFigures.objects.newest()}
    schools = school_counts.by_authority()
    by_code: dict[str, Need] = {}
    regions: dict[str, str] = {}
    before = _before(rows)
    for code, region in LocalAuthority.objects.order_by().values_list("gss_code", "region__gss_code"):
        regions[code] = region
        need = _need_of(rows.get(code), schools.get(code, 0) if schools else None)
        by_code[code] = need if code in rows else need._replace(before=tuple(before.get(code, {}).values()))
    shares: dict[str, list[float]] = defaultdict(list)
    lying = {code: code for code in regions} | {old: code for code, there in before.items() for old in there}
    for code, today in lying.items():
        if row := rows.get(code):
            shares[regions[today]].append(row.children_in_low_income_families)
    everywhere = list(chain.from_iterable(shares.values()))
    one = next(iter(rows.values()), None)
    return NeedOfEngland(
        by_code,
        one.year if one else None,
        one.source if one else "",
        median_low(everywhere) if everywhere else None,
        {code: median_low(there) for code, there in shares.items()},
        len(everywhere),
    )


_kept = Settled(_of_england)


def _before(rows: Mapping[str, DeprivationFigures]) -> dict[str, dict[str, tuple[str, float]]]:
    """Return by the codes of authorities, and by those of the councils they followed, the names and shares of these.

    Of `rows`, the figures by code. One that is split has said nothing of either of its successors.
    """
    found: dict[str, dict[str, tuple[str, float]]] = defaultdict(dict)
    followed = CouncilSuccession.objects.whole().order_by("name")
    for today, code, name in followed.values_list("successor__gss_code", "gss_code", "name"):
        if row := rows.get(code):
            found[today][code] = (name, row.children_in_low_income_families)
    return found


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
