"""How somebody's territory stands, in bars: who covers it, and how fresh and how complete its entries are.

National staff see a bar for each region, an officer one for each of their Bridge Organisations. Every number leads to
the list of just as many rows.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urlencode

from django.db.models import Case, Count, QuerySet, TextChoices, Value, When
from django.urls import reverse

from partnerships.curation import completeness
from partnerships.curation.worklist import CompletenessBand, Freshness, completeness_band_of, with_freshness
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region
from partnerships.models.rights import sees_every_bridge

WIDTH = 600
EVERYWHERE = 0


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
    def total(self) -> int:
        """How many rows it stands for."""
        return sum(segment.count for segment in self.segments)

    @property
    def words(self) -> str:
        """All it shows, in words: "Covered: 12, Proposed only: 1, Nobody: 3"."""
        return ", ".join(f"{segment.label}: {segment.count}" for segment in self.segments)


@dataclass(frozen=True)
class Chart:
    """Bars of the same kind under a title: `kinds` are its key, `what` says what is counted."""

    name: str
    title: str
    what: str
    kinds: type[TextChoices]
    bars: list[Bar]


@dataclass(frozen=True)
class _Listing:
    """A list of the back office: its address, and which parameters narrow it to a kind and to a group."""

    address: str
    kind: str
    group: str

    def url(self, kind: str, group: int) -> str:
        """Return the address of the list of the rows of a kind in a group."""
        narrowed = {} if group == EVERYWHERE else {self.group: group}
        return f"{self.address}?{urlencode({self.kind: kind} | narrowed)}"


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


def charts_for(user) -> list[Chart]:
    """Return the charts of `user`'s territory; none for who looks after neither a Bridge Organisation nor England."""
    is_national = sees_every_bridge(user)
    groups = _regions() if is_national else _bridges_of(user)
    if not groups:
        return []
    entries = completeness.with_completeness(with_freshness(Partnership.objects.editable_by(user)))
    rows = completeness.measured(entries).order_by().values_list("pk", "bridge", "freshness", "completeness")
    places = _regions_of_entries() if is_national else {}
    fresh, full = Counter(), Counter()
    for pk, bridge, freshness, score in rows:
        for group in places.get(pk, [EVERYWHERE]) if is_national else [bridge]:
            fresh[group, freshness] += 1
            full[group, completeness_band_of(score).value] += 1
    address, group = reverse("admin:partnerships_partnership_changelist"), "bridge__id__exact"
    if is_national:
        group = "authorities__region__id__exact"
    fresh_bars = _bars(fresh, Freshness, groups, _Listing(address, "freshness", group))
    full_bars = _bars(full, CompletenessBand, groups, _Listing(address, "complete", group))
    return [
        Chart("cover", "Who covers it", "local authorities", Cover, _cover_bars(groups, is_national)),
        Chart("freshness", "How fresh its entries are", "partnerships", Freshness, fresh_bars),
        Chart(
            "complete", "How complete its entries are", "partnerships, by score out of 100", CompletenessBand, full_bars
        ),
    ]


def _regions() -> dict[int, str]:
    return {EVERYWHERE: "England"} | dict(Region.objects.values_list("pk", "name"))


def _bridges_of(user) -> dict[int, str]:
    return dict(BridgeOrganisation.objects.editable_by(user).values_list("pk", "name"))


def _regions_of_entries() -> dict[int, list[int]]:
    """Return for each entry the regions it reaches into, and everywhere."""
    found: dict[int, list[int]] = {}
    reached = Partnership.authorities.through.objects.order_by()
    for pk, region in reached.values_list("partnership", "localauthority__region").distinct():
        found.setdefault(pk, [EVERYWHERE]).append(region)
    return found


def _cover_bars(groups: Mapping[int, str], is_national: bool) -> list[Bar]:
    group = "region" if is_national else "bridge"
    counted = with_cover(LocalAuthority.objects.order_by()).values_list(group, "cover").annotate(count=Count("pk"))
    tally = Counter()
    for key, cover, count in counted:
        tally[key, cover] += count
        tally[EVERYWHERE, cover] += count
    listing = _Listing(reverse("admin:partnerships_localauthority_changelist"), "cover", f"{group}__id__exact")
    return _bars(tally, Cover, groups, listing)


def _bars(tally: Counter, kinds: type[TextChoices], groups: Mapping[int, str], listing: _Listing) -> list[Bar]:
    bars = []
    for key, name in groups.items():
        counts = [tally[key, kind.value] for kind in kinds]
        # Each ends where the next begins, so that roundings do not add up.
        ends = [round(WIDTH * reached / (sum(counts) or 1)) for reached in accumulate(counts)]
        segments = [
            Segment(kind.value, kind.label, count, listing.url(kind.value, key), start, end - start)
            for kind, count, start, end in zip(kinds, counts, [0, *ends[:-1]], ends, strict=True)
        ]
        bars.append(Bar(name, segments))
    return bars
