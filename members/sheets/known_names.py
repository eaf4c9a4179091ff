"""Names that are taken, and names that look like them, for thousands of rows at once.

Comparing each name with every other would take minutes. Only names that share two words are compared, and short names
also when they begin or end alike: a likeness nobody would see at a glance may be missed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations

from members.sheets.cell_kinds import name_key
from partnerships.search.text_index.likeness import NEAR, NameLikeness

# Of longer names only the first words are looked up.
_MAX_WORDS = 6
# Names that share just what more names than this share are not compared.
_MAX_ALIKE = 40
# How many words a short name has at most, and how many letters of it are its beginning and its end.
_MAX_WORDS_OF_SHORT = 2
_EDGE_LENGTH = 4

# Two words of a name, or which edge of it and the letters there.
LookupKey = frozenset[str] | tuple[str, str]


class KnownNames:
    """The names of rows, by the keys of the rows. Only names of `nameable` rows are ever returned."""

    def __init__(self, names: Iterable[tuple[int, str]] = (), nameable: Collection[int] = frozenset()) -> None:
        self._nameable = nameable
        self._names: dict[int, str] = {}
        self._keys_by_name: dict[str, set[int]] = defaultdict(set)
        self._keys_by_lookup: dict[LookupKey, set[int]] = defaultdict(set)
        for key, name in names:
            self.add(key, name)

    def add(self, key: int, name: str) -> None:
        """Let the row `key` have `name` too."""
        self._names[key] = name
        self._keys_by_name[name_key(name)].add(key)
        if key in self._nameable:
            for lookup_key in _lookup_keys(NameLikeness(name).tokens):
                self._keys_by_lookup[lookup_key].add(key)

    def taken(self, name: str, besides: int | None = None) -> int | None:
        """Return the key of a row other than `besides` with the same name, None if there is none."""
        return min(self._keys_by_name.get(name_key(name), set()) - {besides}, default=None)

    def alike(self, name: str) -> list[str]:
        """Return the names of nameable rows that look like `name`, the likest first."""
        wanted = NameLikeness(name)
        key_sets = [self._keys_by_lookup.get(lookup_key, set()) for lookup_key in _lookup_keys(wanted.tokens)]
        keys: set[int] = set().union(*(key_set for key_set in key_sets if len(key_set) <= _MAX_ALIKE))
        likenesses = {key: likeness for key in keys if (likeness := wanted.to(self._names[key])) >= NEAR}
        return [self._names[key] for key in sorted(likenesses, key=lambda key: (-likenesses[key], key))]


def _lookup_keys(words: list[str]) -> set[LookupKey]:
    """Return each two of the words of a name, and its beginning and end if it is short."""
    distinct = list(dict.fromkeys(words))
    lookup_keys: set[LookupKey] = {frozenset(pair) for pair in combinations(distinct[:_MAX_WORDS], 2)}
    if len(distinct) <= _MAX_WORDS_OF_SHORT:
        joined = " ".join(distinct)
        lookup_keys |= {("begins", joined[:_EDGE_LENGTH]), ("ends", joined[-_EDGE_LENGTH:])}
    return lookup_keys
