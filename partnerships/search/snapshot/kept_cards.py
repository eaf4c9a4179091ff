"""The cards that were drawn for a snapshot and are kept to be shown again: those shown last, within some bytes."""

import threading
from collections import OrderedDict
from collections.abc import Collection
from typing import NamedTuple

from partnerships.models import Partnership

MAX_BYTES = 8 * 2**20
# What a card takes beside its letters: the row with what was read for it, from which maps are drawn.
OVERHEAD_BYTES = 12_000


class Card(NamedTuple):
    """A partnership, read by for_cards, and how it is shown in a list."""

    partnership: Partnership
    html: str

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return OVERHEAD_BYTES + len(self.html)


class Cards:
    """Cards by the key of their partnership. Safe to use from several threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes, self._bytes = max_bytes, 0
        self._cards: OrderedDict[int, Card] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, keys: Collection[int]) -> dict[int, Card]:
        """Return the cards of those of `keys` that are kept."""
        with self._lock:
            found = {key: self._cards[key] for key in keys if key in self._cards}
            for key in found:
                self._cards.move_to_end(key)
            return found

    def put(self, card: Card) -> None:
        """Keep `card`, and drop as many that nobody asked for lately as have no room any more."""
        with self._lock:
            self._drop(card.partnership.pk)
            self._cards[card.partnership.pk] = card
            self._bytes += card.size
            while self._bytes > self._max_bytes:
                self._drop(next(iter(self._cards)))

    def without(self, keys: Collection[int]) -> "Cards":
        """Return a copy that lacks `keys`: what is put into the one is not in the other."""
        copy = Cards(self._max_bytes)
        with self._lock:
            copy._cards, copy._bytes = self._cards.copy(), self._bytes
        for key in keys:
            copy._drop(key)
        return copy

    def _drop(self, key: int) -> None:
        if key in self._cards:
            self._bytes -= self._cards.pop(key).size
