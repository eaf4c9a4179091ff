"""Who holds a word, kept for those words that very many hold: to look them up takes the database long."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence

from partnerships.search.snapshot.pieces import Bits

# Who holds a word in each of some ways: what is in the ways is up to who keeps it.
Holders = Sequence[Bits]
# A word is kept if so many entries hold it: what somebody alone would look for, such as a postcode, never is.
MANY = 1000
ROOM = 60


class CommonWords:
    """Holders of words, at most `room`, those asked for last. Threads may share it."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._words: OrderedDict[Hashable, Holders] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, word: Hashable) -> Holders | None:
        with self._lock:
            if word in self._words:
                self._words.move_to_end(word)
            return self._words.get(word)

    def keep(self, word: Hashable, holders: Holders) -> None:
        """Keep the `holders` of `word`, the last of which are all of them, if they are many."""
        if holders[-1].bit_count() > MANY:
            with self._lock:
                self._words[word] = holders
                if len(self._words) > self._room:
                    self._words.popitem(last=False)
