"""How a snapshot is made of the database: whole, or of an earlier one and what has changed since."""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import replace
from typing import Any, TypeAlias

from django.db.models import QuerySet

from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.search.facets import FACETS
from partnerships.search.snapshot import facts
from partnerships.search.snapshot.facts import Fact
from partnerships.search.snapshot.kept_words import CommonWords
from partnerships.search.snapshot.names import before_each, in_order
from partnerships.search.snapshot.pieces import Bits
from partnerships.search.snapshot.sets import (
    CHECKED,
    COMPILED,
    FORMED,
    MEMBERS,
    PART,
    PROPOSED,
    STANDING,
    SUMMED_UP,
    AuthorityFacts,
    Slots,
    Snapshot,
    bits_of,
    union,
)

Sets: TypeAlias = dict[str, dict[Any, Bits]]


def whole() -> Snapshot:
    """Return the snapshot of what the database holds now."""
    keys = array("q", Partnership.objects.order_by("pk").values_list("pk", flat=True).iterator())
    slots = {key: slot for slot, key in enumerate(keys)}
    names = Partnership.objects.published().order_by("name").values_list("pk", flat=True).iterator()
    by_name = array("I", (slots[key] for key in names))
    places = LocalAuthority.objects.order_by().values_list("slug", "region__slug", "easting", "northing")
    return Snapshot(
        keys=keys,
        by_name=by_name,
        sets=_sets(facts.of_all(), slots, bits_of(by_name, len(keys))),
        options={facet.name: facet.options() for facet in FACETS},
        authorities=[
            AuthorityFacts(slug, region, None if east is None or north is None else (east, north))
            for slug, region, east, north in places
        ],
        positions=dict(Region.objects.order_by().values_list("slug", "position")),
    )


def renewed(old: Snapshot, touched: Set[int]) -> Snapshot:
    """Return `old` with the partnerships `touched`, by key, as they are now. One query, or two if there are new ones.

    Everything else must be as it was: other partnerships, and the values of facets.
    """
    if not touched:
        return replace(old, words=CommonWords(), parts={}).with_ranks_of(old)
    slots = {key: slot for key in touched if (slot := old.slot_of(key)) is not None}
    new: list[int] = []
    if unknown := touched - slots.keys():
        new = sorted(Partnership.objects.filter(pk__in=unknown).values_list("pk", flat=True))
    if new and old.keys and new[0] < old.keys[-1]:
        # One that was deleted came back: slots are in the order of keys.
        return whole()
    slots |= {key: slot for slot, key in enumerate(new, start=len(old.keys))}
    found, before = facts.of_some(slots)
    now = _sets(found, slots, bits_of((slots[key] for key in before), len(old.keys) + len(new)))
    gone = sum(1 << slot for slot in slots.values())
    return replace(
        old,
        keys=old.keys + array("q", new) if new else old.keys,
        by_name=in_order(old, before, slots),
        sets={name: merged(values, now[name], gone) for name, values in old.sets.items()},
        words=CommonWords(),
        cards=old.cards.without(touched),
        pieces=old.pieces.without(gone),
        parts={},
    ).with_ranks_of(old)


def _sets(found: Iterable[Fact], slots: dict[int, int], public: Bits) -> Sets:
    """Return the sets of those partnerships of which the facts `found` are that are `public`; `slots` are by key."""
    sets = sets_of(found, slots, (*(facet.name for facet in FACETS), CHECKED, COMPILED, MEMBERS, PART, SUMMED_UP))
    sets = {name: {value: bits & public for value, bits in values.items()} for name, values in sets.items()}
    # Every stage but that of a proposal is a value of its facet.
    formed = union(sets["stage"].values())
    sets[STANDING] = {FORMED: formed, PROPOSED: public & ~formed}
    return {name: {value: bits for value, bits in values.items() if bits} for name, values in sets.items()}


def sets_of(facts: Iterable[tuple[str, int, Hashable]], slots: dict[int, int], names: Iterable[str]) -> Sets:
    """Return the sets called `names` of `facts`: the name of a set, the key of a row in it, and what it has."""
    size = max(slots.values(), default=0) // 8 + 1
    octets: dict[str, dict[Hashable, bytearray]] = defaultdict(lambda: defaultdict(lambda: bytearray(size)))
    for name, key, value in facts:
        slot = slots[key]
        octets[name][value][slot >> 3] |= 1 << (slot & 7)
    return {name: {value: int.from_bytes(bits, "little") for value, bits in octets[name].items()} for name in names}


def merged(old: Mapping[Any, Bits], now: Mapping[Any, Bits], touched: Bits) -> dict[Any, Bits]:
    """Return `old` with those `touched` only where they are `now`."""
    merged = {
        # What stays as it is stays the same number, which both snapshots then share.
        value: bits if bits & touched == now.get(value, 0) else bits ^ (bits & touched) | now.get(value, 0)
        for value, bits in old.items()
    }
    return {value: bits for value, bits in (merged | {value: now[value] for value in now.keys() - old}).items() if bits}


def with_names(old: Slots, rows: QuerySet[Any], public: QuerySet[Any], slots: dict[int, int]) -> "array[int]":
    """Return the slots of the `public` rows by name, where `rows` are those public ones at `slots`, by key, now."""
    return in_order(old, dict(before_each(rows, public).values_list("pk", "before")), slots)
