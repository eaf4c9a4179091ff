"""What was made of some partnerships, kept for as long as these stay as they are."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeAlias, TypeVar

# Partnerships by their slots: see the package.
Bits: TypeAlias = int
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Pieces:
    """Values by key, each made of certain partnerships, and of what changes only with all, as names of places do.

    Threads may share it.
    """

    def __init__(self, pieces: Mapping[Hashable, tuple[Bits, Any]] | None = None) -> None:
        self._pieces = dict(pieces or {})

    def kept(self, wanted: Mapping[Key, Bits]) -> dict[Key, Any]:
        """Return what is kept for those keys of `wanted` whose value was made of just these partnerships."""
        found = {key: self._pieces.get(key) for key in wanted}
        return {key: piece[1] for key, piece in found.items() if piece and piece[0] == wanted[key]}

    def keep(self, key: Hashable, partnerships: Bits, value: Any) -> None:
        """Keep `value`, which was made of `partnerships`."""
        self._pieces[key] = (partnerships, value)

    def of(self, key: Hashable, partnerships: Bits, make: Callable[[], Value]) -> Value:
        """Return what is kept for `key` and made of just these `partnerships`, or else `make` it and keep it.

        It may be of a later moment than the snapshot: then what changed in between is told of, and it is made anew.
        """
        found: dict[Hashable, Value] = self.kept({key: partnerships})
        if key not in found:
            found[key] = make()
            self.keep(key, partnerships, found[key])
        return found[key]

    def without(self, touched: Bits) -> "Pieces":
        """Return a copy that lacks what was made of any of those `touched`."""
        return Pieces({key: piece for key, piece in self._pieces.copy().items() if not piece[0] & touched})
