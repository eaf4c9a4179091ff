"""How somebody's territory stands, in bars: who covers it, and how fresh and how complete its entries are.

National staff see a bar for each region, an officer one for each of their Bridge Organisations. Every number leads to
the list of just as many rows.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Case, Count, QuerySet, TextChoices, Value, When
from django.urls import reverse

from partnerships.curation import completeness
from partnerships.curation.worklist import CompletenessBand, Freshness, completeness_band_of, with_freshness
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region
from partnerships.models.rights import sees_every_bridge

WIDTH = 600
# What is read of each entry. The last two are annotated.
COLUMNS: tuple[str, ...] = ("pk", "bridge", "freshness", "completeness")
# The key of the group of all rows, beside those of the regions.
EVERYWHERE = 0
# How many rows there are, by the key of a group and the value of a category.
Tally: TypeAlias = Counter[tuple[int | None, str | None]]


class Cover(TextChoices):
    """Whether a partnership works in a local authority."""

    COVERED = "covered", "Covered"
    PROPOSED = "proposed", "Proposed only"
    NONE = "none", "Nobody"


@dataclass(frozen=True)
class Segment:
    """A part of a bar: its name, label and count, the address of the list behind it, and where it is drawn."""

    name: str
    label: str
    count: int
    url: str
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """The bar of one region or Bridge Organisation."""

    label: str
    segments: list[Segment]

    @property
    def description(self) -> str:
        """All it shows, in words: "Covered: 12, Proposed only: 1, Nobody: 3"."""
        return ", ".join(f"{segment.label}: {segment.count}" for segment in self.segments)


@dataclass(frozen=True)
class Chart:
    """Bars in the same categories under a title; `unit` says what is counted."""

    name: str
    title: str
    unit: str
    categories: type[TextChoices]
    bars: list[Bar]


@dataclass(frozen=True)
class _ChangeList:
    """A list of the back office: its address, and which parameters narrow it to a category and to a group."""

    address: str
    category_parameter: str
    group_parameter: str

    def url(self, category: str, group: int) -> str:
        """Return the address of the list of the rows of a category in a group."""
        parameters = {self.category_parameter: category}
        if group != EVERYWHERE:
            parameters[self.group_parameter] = str(group)
        return f"{self.address}?{urlencode(parameters)}"


def with_cover(rows: QuerySet[LocalAuthority]) -> QuerySet[LocalAuthority]:
    """Return `rows` each with `cover`; a partnership counts while it is published and has not ended."""
    proposed = LocalAuthority.objects.filter(partnerships__in=Partnership.objects.published().proposed())
    return rows.annotate(
        cover=Case(
            When(pk__in=LocalAuthority.objects.covered().order_by().values("pk"), then=Value(Cover.COVERED)),
            When(pk__in=proposed.order_by().values("pk"), then=Value(Cover.PROPOSED)),
            default=Value(Cover.NONE),
        )
    )


def charts_for(user: User) -> list[Chart]:
    """Return the charts of `user`'s territory; none for who looks after neither a Bridge Organisation nor England."""
    is_national = sees_every_bridge(user)
    groups = _regions() if is_national else _bridges_of(user)
    if not groups:
        return []
    entries = completeness.with_completeness(with_freshness(Partnership.objects.editable_by(user)))
    regions_by_entry = _regions_by_entry() if is_national else {}
    freshness_tally: Tally = Counter()
    completeness_tally: Tally = Counter()
    for pk, bridge, freshness, score in completeness.measured(entries).order_by().values_list(*COLUMNS):
        for group in regions_by_entry.get(pk, [EVERYWHERE]) if is_national else [bridge]:
            freshness_tally[group, freshness] += 1
            completeness_tally[group, completeness_band_of(score).value] += 1
    address = reverse("admin:partnerships_partnership_changelist")
    group_parameter = "authorities__region__id__exact" if is_national else "bridge__id__exact"
    by_freshness = _ChangeList(address, "freshness", group_parameter)
    by_completeness = _ChangeList(address, "complete", group_parameter)
    return [
        Chart("cover", "Who covers it", "local authorities", Cover, _cover_bars(groups, is_national)),
        Chart(
            "freshness",
            "How fresh its entries are",
            "partnerships",
            Freshness,
            _bars(freshness_tally, Freshness, groups, by_freshness),
        ),
        Chart(
            "complete",
            "How complete its entries are",
            "partnerships, by score out of 100",
            CompletenessBand,
            _bars(completeness_tally, CompletenessBand, groups, by_completeness),
        ),
    ]


def _regions() -> dict[int, str]:
    return {EVERYWHERE: "England"} | dict(Region.objects.values_list("pk", "name"))


def _bridges_of(user: User) -> dict[int, str]:
    return dict(BridgeOrganisation.objects.editable_by(user).values_list("pk", "name"))


def _regions_by_entry() -> dict[int, list[int]]:
    """Return for each entry EVERYWHERE and the regions it reaches into."""
    regions: dict[int, list[int]] = {}
    covered = Partnership.authorities.through.objects.order_by()
    for pk, region in covered.values_list("partnership", "localauthority__region").distinct():
        regions.setdefault(pk, [EVERYWHERE]).append(region)
    return regions


def _cover_bars(groups: Mapping[int, str], is_national: bool) -> list[Bar]:
    group = "region" if is_national else "bridge"
    counts = with_cover(LocalAuthority.objects.order_by()).values_list(group, "cover").annotate(count=Count("pk"))
    tally: Tally = Counter()
    for key, cover, count in counts:
        tally[key, cover] += count
        tally[EVERYWHERE, cover] += count
    address = reverse("admin:partnerships_localauthority_changelist")
    return _bars(tally, Cover, groups, _ChangeList(address, "cover", f"{group}__id__exact"))


def _bars(
    tally: Tally, categories: type[TextChoices], groups: Mapping[int, str], change_list: _ChangeList
) -> list[Bar]:
    bars = []
    for key, name in groups.items():
        counts = [tally[key, category.value] for category in categories]
        # Each ends where the next begins, so that roundings do not add up.
        ends = [round(WIDTH * reached / (sum(counts) or 1)) for reached in accumulate(counts)]
        segments = [
            Segment(category.value, category.label, count, change_list.url(category.value, key), start, end - start)
            for category, count, start, end in zip(categories, counts, [0, *ends[:-1]], ends, strict=True)
        ]
        bars.append(Bar(name, segments))
    return bars
