"""The order of names, which is the database's own, brought up to date where it changed."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from partnerships.search.snapshot.sets import Slots


def before_each(rows: QuerySet[Any], public: QuerySet[Any]) -> QuerySet[Any]:
    """Return `rows` each with `before`, the key of that one of the `public` rows whose name comes before its own."""
    earlier = public.filter(name__lt=OuterRef("name")).order_by("-name").values("pk")[:1]
    return rows.order_by().annotate(before=Subquery(earlier))


def in_order(old: Slots, before: Mapping[int, int | None], slots: Mapping[int, int]) -> "array[int]":
    """Return the slots of public rows by name, where those at `slots`, by key, may have another place than in `old`.

    Of these the public ones are in `before`, each with the key of the row that now comes before it. If none has
    another place, it is that of `old` itself.
    """

    def slot_of(key: int) -> int | None:
        return slots[key] if key in slots else old.slot_of(key)

    now = {slots[key]: None if earlier is None else slot_of(earlier) for key, earlier in before.items()}
    if now == _before(old, slots.values()):
        return old.by_name
    names, gone = array("I", old.by_name), _ranks(old, slots.values())
    for rank in reversed(gone):
        del names[rank]
    after = {earlier: slot for slot, earlier in now.items()}
    # The last first, so that those before keep their places.
    for rank, slot in sorted(((_rank(old, slot), slot) for slot in after if slot not in now), reverse=True):
        place = rank + 1 - bisect_left(gone, rank)
        names[place:place] = _chain(after, slot)
    return names


def _rank(old: Slots, slot: int | None) -> int:
    """Return the place of `slot` in the order of `old`, -1 for what comes before the first."""
    rank = None if slot is None else old.rank_of(slot)
    return -1 if rank is None else rank


def _chain(after: Mapping[int | None, int], slot: int | None) -> "array[int]":
    """Return the slots that follow `slot`, each `after` the one before."""
    chain = array("I")
    while (slot := after.get(slot)) is not None:
        chain.append(slot)
    return chain


def _before(old: Slots, slots: Collection[int]) -> dict[int, int | None]:
    """Return which of `slots` are of public rows in `old`, each with the slot before it, None with the first."""
    return {old.by_name[rank]: old.by_name[rank - 1] if rank else None for rank in _ranks(old, slots)}


def _ranks(old: Slots, slots: Collection[int]) -> list[int]:
    """Return the places in the order of `old` of those of `slots` that have one, in order."""
    return sorted(rank for slot in slots if (rank := old.rank_of(slot)) is not None)
