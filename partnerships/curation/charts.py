"""How somebody's territory stands, in bars: who covers it, and how fresh and how complete its entries are.

National staff see a bar for each region, an officer one for each of their Bridge Organisations. Every number leads to
the list of just as many rows.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
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
from partnerships.public_content.kept import Kept

WIDTH = 600
# What is read of each entry. The last two are annotated.
COLUMNS: tuple[str, ...] = ("pk", "bridge", "freshness", "completeness")
# The key of the group of all rows, beside those of the regions.
EVERYWHERE = 0
# By whether they are national and the keys of their groups. All that they show changes the content stamp.
_kept: Kept[tuple[int, ...], list["Chart"]] = Kept(50)
# How many rows there are, by the key of a group and the value of a category.
Tally: TypeAlias = Counter[tuple[int | None, str | None]]


class Cover(TextChoices):
    """Whether a partnership works in a local authority."""

    COVERED = "covered", "Covered"
    PART = "part", "In part only"
    PROPOSED = "proposed", "None, but proposed"
    NONE = "none", "None, none proposed"


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
        """All it shows, in words: "Covered: 12; None, but proposed: 1"."""
        return "; ".join(f"{segment.label}: {segment.count}" for segment in self.segments)


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
            When(pk__in=LocalAuthority.objects.covered_in_part().order_by().values("pk"), then=Value(Cover.PART)),
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
    return _kept.of((is_national, *groups), lambda: _charts(groups, is_national)) if groups else []


def _charts(groups: Mapping[int, str], is_national: bool) -> list[Chart]:
    """Return the charts with a bar for each of `groups`: England and its regions, or Bridge Organisations."""
    freshness_tally: Tally = Counter()
    completeness_tally: Tally = Counter()
    for (keys, freshness, score), number in _tally_of_entries(None if is_national else [*groups]).items():
        for key in keys:
            freshness_tally[key, freshness] += number
            completeness_tally[key, completeness_band_of(score).value] += number
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


def _tally_of_entries(bridges: Collection[int] | None) -> Counter[tuple[tuple[int, ...], str, int]]:
    """Count the entries of `bridges`, or all, by the groups they are in, how fresh and how complete they are."""
    rows = Partnership.objects.all() if bridges is None else Partnership.objects.filter(bridge__in=bridges)
    measured = completeness.measured(completeness.with_completeness(with_freshness(rows))).order_by()
    if bridges is not None:
        return Counter(((bridge,), *rest) for bridge, *rest in measured.values_list(*COLUMNS[1:]).iterator())
    regions = _regions_by_entry()
    entries = measured.values_list(*COLUMNS).iterator()
    return Counter((regions.get(pk, (EVERYWHERE,)), freshness, score) for pk, _, freshness, score in entries)


def _regions_by_entry() -> dict[int, tuple[int, ...]]:
    """Return for each entry EVERYWHERE and the regions it reaches into."""
    regions: dict[int, tuple[int, ...]] = {}
    covered = Partnership.authorities.through.objects.order_by()
    for pk, region in covered.values_list("partnership", "localauthority__region").distinct().iterator():
        regions[pk] = (*regions.get(pk, (EVERYWHERE,)), region)
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
