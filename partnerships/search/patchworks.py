"""The patchwork of a partnership, from what the snapshot holds of it in memory."""

from collections.abc import Iterable, Iterator
from typing import Any

from partnerships.patchwork.tiles import Facts, Rows, tiles_of
from partnerships.search.snapshot import facts
from partnerships.search.snapshot.area_parts import AreaPart
from partnerships.search.snapshot.sets import PART, Snapshot

_NAMES = ("region", "authority", "priority", "sector", PART)


def patchwork_of(snapshot: Snapshot, key: int) -> Rows:
    """Return the patchwork of the partnership with this key. One query if it is not published, else none."""
    slot = snapshot.slot_of(key)
    if slot is None or snapshot.rank_of(slot) is None:
        found, _ = facts.of_some([key])
        return _of((name, value) for name, _, value in found)
    return _of((name, value) for name in _NAMES for value in snapshot.values_at(name, slot))


def side_by_side(snapshot: Snapshot, keys: Iterable[int]) -> Rows:
    """Return the patchworks of the published partnerships with `keys` as one, each to the right of the one before."""
    patchworks = (patchwork_of(snapshot, key) for key in keys)
    return [[tile for tiles in row for tile in tiles] for row in zip(*patchworks, strict=True)]


def _of(pairs: Iterable[tuple[str, Any]]) -> Rows:
    """Return the patchwork of what a partnership has: `pairs` of the name of a set and a value in it."""
    having: dict[str, list[Any]] = {name: [] for name in _NAMES}
    for name, value in pairs:
        having.setdefault(name, []).append(value)
    places = [*having["authority"], *_parts(having[PART])]
    return tiles_of(Facts(having["region"], places, having["priority"], having["sector"]))


def _parts(parts: Iterable[AreaPart]) -> Iterator[str]:
    return (f"{part.slug} {part.name}" for part in parts)
