"""A snapshot: sets of rows, each a number of bits, and the orders they are listed in."""

import datetime
import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import compress, islice
from operator import or_
from typing import Any, NamedTuple, Self, TypeAlias

from django.utils.safestring import SafeString

from partnerships.search.snapshot.area_parts import AreaPart
from partnerships.search.snapshot.kept_cards import Cards
from partnerships.search.snapshot.kept_words import CommonWords
from partnerships.search.snapshot.pieces import Bits, Pieces

# What the list is sorted by, and who has it, the first first; in each group partnerships come by name.
Groups: TypeAlias = Sequence[tuple[Any, Bits]]
# Names of sets beside those of facets: formed or proposed, by the day they were checked, by their number of members,
# by the day they were compiled, and those that have a summary.
STANDING, CHECKED, MEMBERS, COMPILED, SUMMED_UP = "standing", "checked", "members", "compiled", "summed up"
# The name of the set of each part of a local authority: its AreaPart.
PART = "part"
FORMED, PROPOSED = "formed", "proposed"
# So many are found sooner one by one than by looking at everybody.
_FEW = 64
# To find one among very many by its key takes as long as to look at so many.
_LOOKS = 16
_TO_FLAGS, _FROM_FLAGS = bytes.maketrans(b"01", b"\0\1"), bytes.maketrans(b"\0\1", b"01")


class AuthorityFacts(NamedTuple):
    """A local authority: its slug, that of its region, and its middle on the British National Grid, if it is known."""

    slug: str
    region: str
    middle: tuple[int, int] | None


class Listed(NamedTuple):
    """Where a list was left off: what it is sorted by there, and the slot of the last by name, if it is of any."""

    sorted_by: Any
    slot: int | None


def bits_of(slots: Iterable[int], length: int) -> Bits:
    """Return the set of the partnerships at `slots`, all below `length`."""
    octets = bytearray(length // 8 + 1)
    for slot in slots:
        octets[slot >> 3] |= 1 << (slot & 7)
    return int.from_bytes(octets, "little")


def union(sets: Iterable[Bits]) -> Bits:
    """Return those in any of `sets`."""
    return reduce(or_, sets, 0)


@dataclass(frozen=True, eq=False, kw_only=True)
class Slots:
    """Rows of one model at one moment, and sets of them.

    `keys` are the keys of all rows by slot, in their order, `by_name` the slots of the public ones in the database's
    order of names. `sets` are public ones by the name of what they have in common and the value of it.
    """

    keys: "array[int]"
    by_name: "array[int]"
    sets: Mapping[str, Mapping[Any, Bits]]
    # Who is found by what: as long as nothing changes at all, since texts change with much that they mention.
    words: CommonWords = field(default_factory=CommonWords)

    def having(self, name: str, values: Iterable[Hashable]) -> Bits:
        """Return those with one of `values` of the facet `name`."""
        return union(self.sets[name].get(value, 0) for value in values)

    def values_at(self, name: str, slot: int) -> list[Any]:
        """Return the values of `name` that the public row at `slot` has."""
        return [value for value, bits in self.sets[name].items() if bits >> slot & 1]

    def with_keys(self, keys: Iterable[int]) -> Bits:
        """Return those with `keys`, without such as are not in the snapshot."""
        sought = set(keys)
        if len(sought) * _LOOKS > len(self.keys):
            # A byte for each slot, as in _by_name.
            flags = bytes(map(sought.__contains__, self.keys))
            return int(flags.translate(_FROM_FLAGS)[::-1] or b"0", 2)
        slots = (self.slot_of(key) for key in sought)
        return bits_of((slot for slot in slots if slot is not None), len(self.keys))

    def keys_of(self, bits: Bits) -> list[int]:
        """Return the keys of the public ones in `bits`, by name."""
        return [self.keys[slot] for slot in self._by_name(bits)]

    def slot_of(self, key: int) -> int | None:
        slot = bisect_left(self.keys, key)
        return slot if slot < len(self.keys) and self.keys[slot] == key else None

    def rank_of(self, slot: int) -> int | None:
        """Return the place of `slot` in the order of names, None if it is not that of a public row."""
        rank = self._ranks[slot] if slot < len(self._ranks) else len(self.by_name)
        return rank if rank < len(self.by_name) and self.by_name[rank] == slot else None

    def with_ranks_of(self, old: Self) -> Self:
        """Return it without reckoning the places of names anew, if they are those of `old`."""
        if self.by_name is old.by_name:
            vars(self)["_ranks"] = old._ranks
        return self

    def listed(self, among: Bits, groups: Groups, start: int, stop: int) -> Iterator[tuple[int, Any]]:
        """Yield the keys of those from `start` to `stop` of `among`, in the order of `groups`, with what they sort by.

        Who is in several groups is in the first of them; who is in none comes last, with None.
        """
        for sorted_by, group in [*groups, (None, among)]:
            here = among & group
            among ^= here
            count = here.bit_count()
            for slot in islice(self._by_name(here), start, stop) if start < count else ():
                yield self.keys[slot], sorted_by
            start, stop = max(0, start - count), stop - count
            if stop <= 0:
                return

    def place_after(self, among: Bits, groups: Groups, last: "Listed", *, is_down: bool) -> int:
        """Return how many of those `among` are listed up to `last`, which may be there no more.

        `is_down` says that what `groups` sort by goes down.
        """
        place = 0
        for sorted_by, group in [*groups, (None, among)]:
            here = among & group
            among ^= here
            if sorted_by == last.sorted_by:
                return place + self._count_by_name(here, last.slot)
            if sorted_by is None or last.sorted_by is not None and (sorted_by < last.sorted_by) == is_down:
                break
            place += here.bit_count()
        return place

    def _count_by_name(self, bits: Bits, last: int | None) -> int:
        """Return how many in `bits` come by name up to the slot `last`."""
        if last is None:
            return 0
        flags = self._flags(bits)
        return sum(map(flags.__getitem__, self.by_name[: self._ranks[last] + 1]))

    @cached_property
    def _ranks(self) -> "array[int]":
        """The place of each slot in the order of names."""
        ranks = array("I", bytes(4 * len(self.keys)))
        for rank, slot in enumerate(self.by_name):
            ranks[slot] = rank
        return ranks

    def _by_name(self, bits: Bits) -> Iterator[int]:
        """Yield the slots in `bits` in the order of names."""
        if bits.bit_count() <= _FEW:
            return iter(sorted(_slots_of(bits), key=self._ranks.__getitem__))
        flags = self._flags(bits)
        return compress(self.by_name, map(flags.__getitem__, self.by_name))

    def _flags(self, bits: Bits) -> bytes:
        """Return a byte for each slot, since a bit is slow to reach in a long number."""
        return format(bits, f"0{len(self.keys)}b")[::-1].encode().translate(_TO_FLAGS)


@dataclass(frozen=True, eq=False, kw_only=True)
class Snapshot(Slots):
    """The public content of the lists of partnerships at one moment. It never changes, but for what is drawn for it.

    `sets` are published ones by the name of a facet (or STANDING, CHECKED, MEMBERS, COMPILED, SUMMED_UP, PART) and a
    value of it. `options` are the values of each facet with their labels, in their order. `positions` are those of the
    regions by slug.
    """

    options: Mapping[str, Mapping[str, str]]
    authorities: Sequence[AuthorityFacts]
    positions: Mapping[str, int]
    cards: Cards = field(default_factory=Cards)
    pieces: Pieces = field(default_factory=Pieces)
    # Parts of pages that show nothing else, by name: see drawn_once.
    parts: dict[str, SafeString] = field(default_factory=dict)

    @cached_property
    def formed(self) -> Bits:
        """The real partnerships: what is listed and counted."""
        return self.sets[STANDING].get(FORMED, 0)

    @cached_property
    def proposed(self) -> Bits:
        """The places where one was suggested."""
        return self.sets[STANDING].get(PROPOSED, 0)

    @cached_property
    def parts_of(self) -> Mapping[str, Sequence[tuple[AreaPart, Bits]]]:
        """The parts of local authorities in which some work, by the slugs of these, each with who works in it."""
        found: dict[str, list[tuple[AreaPart, Bits]]] = defaultdict(list)
        for part, bits in sorted(self.sets[PART].items(), key=_part):
            if there := bits & self.having("authority", [part.slug]):
                found[part.slug].append((part, there))
        return dict(found)

    @cached_property
    def _parts_by_slot(self) -> Mapping[int, Sequence[AreaPart]]:
        found: dict[int, list[AreaPart]] = defaultdict(list)
        for part, bits in (pair for pairs in self.parts_of.values() for pair in pairs):
            for slot in _slots_of(bits):
                found[slot].append(part)
        return found

    def parts_worked_in(self, key: int) -> Sequence[AreaPart]:
        """Return the parts of local authorities that the partnership of this key works in, where it works in parts."""
        slot = self.slot_of(key)
        return () if slot is None else self._parts_by_slot.get(slot, ())

    def in_part(self, slug: str) -> Bits:
        """Return those that work in some part of the local authority `slug`, and not in the whole of it."""
        return union(bits for _, bits in self.parts_of.get(slug, ()))

    def in_whole(self, slug: str) -> Bits:
        """Return those that work in the local authority `slug`, as far as we know in all of it."""
        there = self.having("authority", [slug])
        return there & ~self.in_part(slug) if slug in self.parts_of else there

    def by_check(self) -> Groups:
        """Return who was checked when, the latest first."""
        return sorted(self.sets[CHECKED].items(), key=_day, reverse=True)

    def by_members(self) -> Groups:
        """Return who has how many members, the most first; those without are left out."""
        return sorted(self.sets[MEMBERS].items(), key=_number, reverse=True)

    def by_region(self) -> Groups:
        """Return who works in the regions of each position, the northernmost first."""
        return _in_order((self.positions[slug], bits) for slug, bits in self.sets["region"].items())

    def by_size(self, among: Bits) -> Groups:
        """Return those `among` who work in how many local authorities, the fewest first."""
        # The binary digits of how many: each authority adds one to the numbers of those who work there.
        digits: list[Bits] = []
        for carried in self.sets["authority"].values():
            carried &= among
            for place, digit in enumerate(digits):
                digits[place], carried = digit ^ carried, digit & carried
            if carried:
                digits.append(carried)
        groups = [(0, among)]
        for digit in reversed(digits):
            groups = [(2 * size + one, bits & (digit if one else ~digit)) for size, bits in groups for one in (0, 1)]
            groups = [group for group in groups if group[1]]
        return groups

    def by_distance(self, easting: int, northing: int) -> Groups:
        """Return who works how many metres from a point, the nearest first, as with_metres_from reckons them."""
        there = [(place.middle, self.in_whole(place.slug)) for place in self.authorities]
        there += [(part.middle, bits) for parts in self.parts_of.values() for part, bits in parts]
        return _in_order(
            (math.sqrt((middle[0] - easting) ** 2 + (middle[1] - northing) ** 2), bits)
            for middle, bits in there
            if middle and bits
        )


def _slots_of(bits: Bits) -> Iterator[int]:
    """Yield the few slots in `bits`."""
    while bits:
        last = bits.bit_length() - 1
        yield last
        bits ^= 1 << last


def _part(pair: tuple[Any, Bits]) -> AreaPart:
    return pair[0]


def _day(group: tuple[Any, Bits]) -> datetime.date:
    return group[0]


def _number(group: tuple[Any, Bits]) -> int:
    return group[0]


def _in_order(pairs: Iterable[tuple[float, Bits]]) -> Groups:
    """Return `pairs` of a number and who has it by their numbers, each number once."""
    groups: dict[float, Bits] = defaultdict(int)
    for number, bits in pairs:
        groups[number] |= bits
    return sorted(groups.items())
