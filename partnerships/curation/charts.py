"""How somebody's territory stands, in bars: who covers it, and how fresh and how complete its entries are.

National staff see a bar for each region, an officer one for each of their Bridge Organisations. Every number leads to
the list of just as many rows.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
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
    if is_national:
        groups = {EVERYWHERE: "England"} | dict(Region.objects.values_list("pk", "name"))
    else:
        groups = dict(BridgeOrganisation.objects.editable_by(user).values_list("pk", "name"))
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
    group = "region" if is_national else "bridge"
    of_authorities = partial(_list_url, reverse("admin:partnerships_localauthority_changelist"), f"{group}__id__exact")
    group_of_entries = "authorities__region__id__exact" if is_national else "bridge__id__exact"
    of_entries = partial(_list_url, reverse("admin:partnerships_partnership_changelist"), group_of_entries)
    cover_bars = _bars(_cover_tally(group), Cover, groups, partial(of_authorities, "cover"))
    freshness_bars = _bars(freshness_tally, Freshness, groups, partial(of_entries, "freshness"))
    completeness_bars = _bars(completeness_tally, CompletenessBand, groups, partial(of_entries, "complete"))
    by_score = "partnerships, by score out of 100"
    return [
        Chart("cover", "Who covers it", "local authorities", Cover, cover_bars),
        Chart("freshness", "How fresh its entries are", "partnerships", Freshness, freshness_bars),
        Chart("complete", "How complete its entries are", by_score, CompletenessBand, completeness_bars),
    ]


def _list_url(address: str, group_parameter: str, category_parameter: str, category: str, group: int) -> str:
    """Return the address of a list of the back office, narrowed to the rows of a category in a group."""
    narrowed = {} if group == EVERYWHERE else {group_parameter: str(group)}
    return f"{address}?{urlencode({category_parameter: category} | narrowed)}"


def _regions_by_entry() -> dict[int, list[int]]:
    """Return for each entry EVERYWHERE and the regions it reaches into."""
    regions: dict[int, list[int]] = {}
    covered = Partnership.authorities.through.objects.order_by()
    for pk, region in covered.values_list("partnership", "localauthority__region").distinct():
        regions.setdefault(pk, [EVERYWHERE]).append(region)
    return regions


def _cover_tally(group: str) -> Tally:
    """Count the local authorities of each region or Bridge Organisation, as `group` says, by their cover."""
    counts = with_cover(LocalAuthority.objects.order_by()).values_list(group, "cover").annotate(count=Count("pk"))
    tally: Tally = Counter()
    for key, cover, count in counts:
        tally[key, cover] += count
        tally[EVERYWHERE, cover] += count
    return tally


def _bars(
    tally: Tally, categories: type[TextChoices], groups: Mapping[int, str], url: Callable[[str, int], str]
) -> list[Bar]:
    """Return a bar for each of `groups`; `url` makes the address of a list of a category and a group."""
    bars = []
    for key, name in groups.items():
        counts = [tally[key, category.value] for category in categories]
        # Each ends where the next begins, so that roundings do not add up.
        ends = [round(WIDTH * reached / (sum(counts) or 1)) for reached in accumulate(counts)]
        segments = [
            Segment(category.value, category.label, count, url(category.value, key), start, end - start)
            for category, count, start, end in zip(categories, counts, [0, *ends[:-1]], ends, strict=True)
        ]
        bars.append(Bar(name, segments))
    return bars
