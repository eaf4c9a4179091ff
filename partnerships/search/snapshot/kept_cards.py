"""The cards that were drawn for a snapshot and are kept to be shown again: those shown last, within some bytes."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from partnerships.models import Partnership
from partnerships.search.snapshot.area_parts import AreaPart

MAX_BYTES = 8 * 2**20
# What a card takes beside its letters: the row with what was read for it, and its places.
OVERHEAD_BYTES = 12_000


class PlaceOfWork(NamedTuple):
    """A local authority in which a partnership works, and its region."""

    gss_code: str
    name: str
    slug: str
    region_code: str
    region: str
    region_slug: str
    region_position: int


class PlacedPartnership(NamedTuple):
    """A partnership, its stage today and the words for it, and where it works: values, so that equals look alike.

    `parts` are those of its `places` it works in, where it does not work in the whole.
    """

    name: str
    slug: str
    stage: str
    stage_words: str
    places: tuple[PlaceOfWork, ...]
    parts: tuple[AreaPart, ...] = ()


def placed(partnership: Partnership, parts: Iterable[AreaPart] = ()) -> PlacedPartnership:
    """Return `partnership`, read by for_cards, as maps show it; `parts` are those it works in."""
    places = tuple(
        PlaceOfWork(place.gss_code, place.name, place.slug, region.gss_code, region.name, region.slug, region.position)
        for place in partnership.authorities.all()
        for region in [place.region]
    )
    stage, words = partnership.stage_today, partnership.stage_in_sentence
    return PlacedPartnership(partnership.name, partnership.slug, stage, words, places, tuple(parts))


class Card(NamedTuple):
    """A partnership, read by for_cards, how it is shown in a list, and on a map."""

    partnership: Partnership
    html: str
    on_map: PlacedPartnership

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
