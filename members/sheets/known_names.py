"""Names that are taken, and names that look like them, for thousands of rows at once.

Comparing each name with every other would take minutes. Only names that share two words, or begin or end alike when
they are short, are compared: a likeness nobody would see at a glance may be missed.
"""

from collections import defaultdict
from itertools import combinations

from members.sheets.known_rows import written_alike
from partnerships.search.text_index.likeness import NEAR, NameLikeness

# Longer names are told apart by their first words; what is shared by more names than this tells nothing.
_WORDS_LOOKED_AT = 6
_MAX_ALIKE = 40
_SHORT = 2
_LETTERS = 4


class KnownNames:
    """The names of rows, each with the key of its row. Only of `nameable` rows may be told, others just have a name."""

    def __init__(self, names=(), nameable=frozenset()):
        self._nameable = nameable
        self._names: dict[int, str] = {}
        self._taken: dict[str, set[int]] = defaultdict(set)
        self._alike: dict[object, set[int]] = defaultdict(set)
        for key, name in names:
            self.add(key, name)

    def add(self, key: int, name: str) -> None:
        """Let the row `key` be known as `name` too."""
        self._names[key] = name
        self._taken[written_alike(name)].add(key)
        if key in self._nameable:
            for sign in _signs(NameLikeness(name).words):
                self._alike[sign].add(key)

    def taken(self, name: str, besides: int | None = None) -> int | None:
        """Return the key of a row other than `besides` whose name is written alike, None if there is none."""
        return min(self._taken.get(written_alike(name), set()) - {besides}, default=None)

    def alike(self, name: str) -> list[str]:
        """Return the names, of rows that may be told of, that look like `name`; the likest first."""
        likeness = NameLikeness(name)
        signs = [self._alike.get(sign, set()) for sign in _signs(likeness.words)]
        keys = set().union(*(found for found in signs if len(found) <= _MAX_ALIKE))
        degrees = {key: degree for key in keys if (degree := likeness.to(self._names[key])) >= NEAR}
        return [self._names[key] for key in sorted(degrees, key=lambda key: (-degrees[key], key))]


def _signs(words: list[str]) -> set:
    """Return what a name is looked up by: each two of its words, and beginning and end if it has only few."""
    distinct = list(dict.fromkeys(words))
    signs: set = {frozenset(pair) for pair in combinations(distinct[:_WORDS_LOOKED_AT], 2)}
    if len(distinct) <= _SHORT:
        joined = " ".join(distinct)
        signs |= {("begins", joined[:_LETTERS]), ("ends", joined[-_LETTERS:])}
    return signs
