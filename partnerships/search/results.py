"""The partnerships that a query and choices find: who they are, in which order, and how many each choice would show.

Proposed partnerships are never in the list and never counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from partnerships.models import Partnership, Region
from partnerships.models.directory import PartnershipQuerySet
from partnerships.search import text_index, words
from partnerships.search.facets import DISTANCE, FACETS, REGION, RELEVANCE, SORTS, Facet, ordering
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.sets import Bits, Groups, Listed, Slots, Snapshot, union

PROPOSED_SHOWN = 20
# Nobody reads a longer list through, and a page that holds it takes long to come.
MOST_OFFERED = 60
_GROUPS: dict[str, Callable[[Snapshot], Groups]] = {
    "checked": Snapshot.by_check,
    "members": Snapshot.by_members,
    REGION: Snapshot.by_region,
}


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet: `count` is how many partnerships choosing it would show."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_dead_end(self) -> bool:
        """Whether there is no point in choosing it."""
        return not self.count and not self.is_chosen


@dataclass(frozen=True)
class CountedFacet:
    """A facet with its values as they stand after a search."""

    facet: Facet
    values: list[FacetValue]

    @property
    def chosen(self) -> list[FacetValue]:
        """The values that are chosen, even those that now match nothing."""
        return [value for value in self.values if value.is_chosen]

    @property
    def open_to_choice(self) -> list[FacetValue]:
        """The values of a long facet worth offering: not chosen yet, and with something to show."""
        return [value for value in self.values if value.count and not value.is_chosen]

    @property
    def is_too_long(self) -> bool:
        """Whether there are so many that people have to narrow the list before they can choose one."""
        return self.facet.is_long and len(self.open_to_choice) > MOST_OFFERED

    @property
    def is_open(self) -> bool:
        """Whether its values are in sight without opening it: not where nothing was found."""
        return bool(self.chosen) or (self.facet.is_open and any(value.count for value in self.values))


class Match(NamedTuple):
    """What was found, by its key, with how many metres away it is if that was asked and is known."""

    pk: int
    metres: float | None = None


@dataclass(frozen=True)
class Matches(Sequence[Match]):
    """Those that were found, in order. They are looked up where a slice with an end is taken."""

    snapshot: Slots
    found: Bits
    groups: Groups = ()
    has_metres: bool = False
    # Whether what they are grouped by goes down.
    is_down: bool = False

    def after(self, sorted_by: Any, name: str, rows: QuerySet[Any], number: int) -> list[tuple[int, Any]]:
        """Return the first `number` after the one that sorts by this and had this `name`, with what they sort by.

        They are given by their keys. `rows` are all that may be listed: one of them is asked for, by name.
        """
        # Some: the first may be newer than what is held.
        before = rows.filter(name__lte=name).order_by("-name").values_list("pk", flat=True)[:5]
        slot = next((slot for key in before if (slot := self.snapshot.slot_of(key)) is not None), None)
        start = self.snapshot.place_after(self.found, self.groups, Listed(sorted_by, slot), is_down=self.is_down)
        return self.listed(start, start + number)

    @property
    def out_of(self) -> int:
        """How many rows there are, found or not."""
        return len(self.snapshot.keys)

    def holds(self, key: int) -> bool:
        """Return whether the one of this key is among them."""
        slot = self.snapshot.slot_of(key)
        return slot is not None and bool(self.found >> slot & 1)

    def listed(self, start: int, stop: int) -> list[tuple[int, Any]]:
        """Return the keys of those from `start` to `stop`, with what they sort by."""
        return list(self.snapshot.listed(self.found, self.groups, start, stop))

    def __len__(self) -> int:
        return self.found.bit_count()

    def __getitem__(self, asked: Any) -> Any:
        listed = self.listed(asked.start or 0, asked.stop)
        return [Match(key, sorted_by if self.has_metres else None) for key, sorted_by in listed]


@dataclass(frozen=True)
class PartnershipResults:
    """The published partnerships that match `query` and have what is `chosen`: known values by name of facet.

    They come in the order `sort`: by region with the northernmost of several, by distance from the point `near`, in
    metres on the British National Grid. Pages are made of `matches`, `count` and `facets`, which the snapshot answers;
    files and programs of `partnerships`, rows of the database. Tests hold that the two agree.
    """

    query: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = RELEVANCE
    near: tuple[int, int] | None = None
    snapshot: Snapshot = field(default_factory=keeping.current)

    @property
    def matches(self) -> Matches:
        """The matches, in order."""
        groups: Groups = ()
        if self.sort == DISTANCE and self.near:
            groups = self.snapshot.by_distance(*self.near)
        elif self.sort == RELEVANCE:
            groups = self._by_relevance
        elif self.sort in _GROUPS:
            groups = _GROUPS[self.sort](self.snapshot)
        is_down = SORTS[self.sort][1][0][1]
        return Matches(self.snapshot, self._found(), groups, has_metres=self.sort == DISTANCE, is_down=is_down)

    @property
    def partnerships(self) -> PartnershipQuerySet:
        """The matches as rows, in order, with all that a card shows."""
        rows = text_index.find(Partnership.objects.published().formed(), self.query)
        for facet in FACETS:
            if values := self.chosen.get(facet.name):
                rows = facet.narrow(rows, values)
        rows = rows.for_cards()
        if self.sort == REGION:
            regions = Region.objects.filter(authorities__partnerships=OuterRef("pk")).order_by("position")
            rows = rows.annotate(region_position=Subquery(regions.values("position")[:1]))
        if self.sort == DISTANCE and self.near:
            rows = rows.with_metres_from(*self.near)
        return rows.order_by(*ordering(SORTS[self.sort][1]))

    @property
    def count(self) -> int:
        return self._found().bit_count()

    @cached_property
    def facets(self) -> list[CountedFacet]:
        """Every facet with what each value would show: all other choices applied, the facet's own left out."""
        return [CountedFacet(facet, self._values(facet)) for facet in FACETS]

    @cached_property
    def also_proposed(self) -> list[Partnership]:
        """The proposed partnerships that match the query best, PROPOSED_SHOWN at most: apart, never counted."""
        found = self.snapshot.listed(self._proposed, self._by_relevance, 0, PROPOSED_SHOWN)
        keys = [key for key, _ in found]
        rows = Partnership.objects.published().in_bulk(keys) if keys else {}
        return [rows[key] for key in keys if key in rows]

    @property
    def more_proposed(self) -> int:
        """How many proposed partnerships match the query beside those."""
        return max(0, self._proposed.bit_count() - PROPOSED_SHOWN)

    @property
    def _proposed(self) -> Bits:
        return union(bits for _, bits in self._by_relevance) & self.snapshot.proposed

    def count_without(self, name: str) -> int:
        """Return how many there would be without the choices of the facet `name`, or without the query for "q"."""
        return self._found(without=name).bit_count()

    def _values(self, facet: Facet) -> list[FacetValue]:
        among, chosen = self._found(without=facet.name), self.chosen.get(facet.name, ())
        sets = self.snapshot.sets[facet.name]
        return [
            FacetValue(value, label, (sets.get(value, 0) & among).bit_count(), value in chosen)
            for value, label in self.snapshot.options[facet.name].items()
        ]

    def _found(self, without: str = "") -> Bits:
        found = self.snapshot.formed
        if self.query and without != "q":
            found &= union(bits for _, bits in self._by_relevance)
        for name, values in self.chosen.items():
            if values and name != without:
                found &= self.snapshot.having(name, values)
        return found

    @cached_property
    def _by_relevance(self) -> Groups:
        """Who holds the words of the query, proposed partnerships too, the best first."""
        among = self.snapshot.formed | self.snapshot.proposed
        return words.groups_of(self.snapshot, Partnership, among, self.query)
