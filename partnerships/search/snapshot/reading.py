"""How a snapshot is made of the database: whole, or of an earlier one and what has changed since."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import compress
from typing import Any, TypeAlias

from django.db.models import OuterRef, QuerySet, Subquery

from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.models.directory import PartnershipQuerySet
from partnerships.search.facets import FACETS
from partnerships.search.snapshot.kept_words import CommonWords
from partnerships.search.snapshot.pieces import Bits
from partnerships.search.snapshot.sets import (
    CHECKED,
    FORMED,
    MEMBERS,
    PROPOSED,
    STANDING,
    AuthorityFacts,
    Slots,
    Snapshot,
)
from partnerships.vocabulary import Stage

Sets: TypeAlias = dict[str, dict[Any, Bits]]


def whole(stamp: int | None = None, mark: Any = None) -> Snapshot:
    """Return the snapshot of what the database holds now, which `stamp` and `mark` tell of."""
    keys = array("q", Partnership.objects.order_by("pk").values_list("pk", flat=True).iterator())
    slots = {key: slot for slot, key in enumerate(keys)}
    published = Partnership.objects.published()
    names = published.order_by("name").values_list("pk", flat=True).iterator()
    places = LocalAuthority.objects.order_by().values_list("slug", "region__slug", "easting", "northing")
    return Snapshot(
        keys=keys,
        by_name=array("I", (slots[key] for key in names)),
        sets=_sets(published, slots),
        options={facet.name: facet.options() for facet in FACETS},
        authorities=[
            AuthorityFacts(slug, region, None if east is None or north is None else (east, north))
            for slug, region, east, north in places
        ],
        positions=dict(Region.objects.order_by().values_list("slug", "position")),
        stamp=stamp,
        mark=mark,
    )


def renewed(old: Snapshot, touched: Collection[int], stamp: int, mark: Any) -> Snapshot:
    """Return `old` with the partnerships `touched`, by key, as they are now.

    Everything else must be as it was: other partnerships, and the values of facets.
    """
    if not touched:
        return replace(old, stamp=stamp, mark=mark, words=CommonWords(), parts={})
    slots = {key: slot for key in touched if (slot := old.slot_of(key)) is not None}
    new = sorted(Partnership.objects.filter(pk__in=touched).exclude(pk__in=slots).values_list("pk", flat=True))
    if new and old.keys and new[0] < old.keys[-1]:
        # One that was deleted came back: slots are in the order of keys.
        return whole(stamp, mark)
    slots |= {key: slot for slot, key in enumerate(new, start=len(old.keys))}
    rows = Partnership.objects.published().filter(pk__in=touched)
    gone = sum(1 << slot for slot in slots.values())
    now = _sets(rows, slots)
    return replace(
        old,
        keys=old.keys + array("q", new),
        by_name=with_names(old, rows, Partnership.objects.published(), slots),
        sets={name: merged(values, now.get(name, {}), gone) for name, values in old.sets.items()},
        stamp=stamp,
        mark=mark,
        words=CommonWords(),
        cards=old.cards.without(touched),
        pieces=old.pieces.without(gone),
        parts={},
    )


def _sets(rows: PartnershipQuerySet, slots: dict[int, int]) -> Sets:
    """Return the sets of `rows`, whose slots are `slots` by key."""
    return sets_of(_facts(rows), slots, (*(facet.name for facet in FACETS), STANDING, CHECKED, MEMBERS))


def sets_of(facts: Iterable[tuple[str, int, Hashable]], slots: dict[int, int], names: Iterable[str]) -> Sets:
    """Return the sets called `names` of `facts`: the name of a set, the key of a row in it, and what it has."""
    size = max(slots.values(), default=0) // 8 + 1
    octets: dict[str, dict[Hashable, bytearray]] = defaultdict(lambda: defaultdict(lambda: bytearray(size)))
    for name, key, value in facts:
        slot = slots[key]
        octets[name][value][slot >> 3] |= 1 << (slot & 7)
    return {name: {value: int.from_bytes(bits, "little") for value, bits in octets[name].items()} for name in names}


def _facts(rows: PartnershipQuerySet) -> Iterator[tuple[str, int, Hashable]]:
    """Yield for each of `rows` what it has: the name of the sets, its key, and the value. A query a facet, and two."""
    for facet in FACETS:
        for key, value in facet.pairs(rows):
            yield facet.name, key, value
    for key, stage, checked_on in rows.order_by().values_list("pk", "stage", "checked_on").iterator():
        yield STANDING, key, PROPOSED if stage == Stage.PROPOSED else FORMED
        if checked_on:
            yield CHECKED, key, checked_on
    for key, count in rows.member_counts().iterator():
        yield MEMBERS, key, count


def merged(old: Mapping[Any, Bits], now: Mapping[Any, Bits], touched: Bits) -> dict[Any, Bits]:
    """Return `old` with those `touched` only where they are `now`."""
    merged = {
        # What stays as it is stays the same number, which both snapshots then share.
        value: bits if bits & touched == now.get(value, 0) else bits ^ (bits & touched) | now.get(value, 0)
        for value, bits in old.items()
    }
    return {value: bits for value, bits in (merged | {value: now[value] for value in now.keys() - old}).items() if bits}


def with_names(old: Slots, rows: QuerySet[Any], public: QuerySet[Any], slots: dict[int, int]) -> "array[int]":
    """Return the slots of the `public` rows by name, where `rows` are those public ones at `slots`, by key, now.

    The database is asked which of the others each comes after, so that the order of names is its own.
    """
    others = public.exclude(pk__in=slots)
    before = others.filter(name__lt=OuterRef("name")).order_by("-name").values("pk")[:1]
    is_other = bytearray(b"\1") * (len(old.keys) + len(slots))
    for slot in slots.values():
        is_other[slot] = 0
    names = array("I", compress(old.by_name, map(is_other.__getitem__, old.by_name)))
    # The last first, so that those that come after the same one end up in order.
    for key, before_it in rows.order_by("-name").values_list("pk", Subquery(before)):
        previous = None if before_it is None else old.slot_of(before_it)
        names.insert(0 if previous is None else names.index(previous) + 1, slots[key])
    return names
