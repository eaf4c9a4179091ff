"""Other ways to read what was typed: two words for one, "Green Acres" for Greenacres, or one for two."""

from collections.abc import Iterator

from partnerships.schools.index import SchoolIndex
from partnerships.schools.spelling import stem

SHORTEST_PART = 3
MOST = 8


def readings(index: SchoolIndex, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return `words`, and what they are with two joined or one split, where a school has those; at most MOST."""
    others = [*_joined(index, words), *_split(index, words)]
    return list(dict.fromkeys([words, *others]))[:MOST]


def _joined(index: SchoolIndex, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for place in range(len(words) - 1):
        # "Kings Hedges" has lost the first "s" where its words were compared.
        for between in ("", "s"):
            joined = words[place] + between + words[place + 1]
            if joined in index.number_of:
                yield (*words[:place], joined, *words[place + 2 :])


def _split(index: SchoolIndex, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for place, word in enumerate(words):
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            pair = stem(word[:cut]), word[cut:]
            first, second = map(index.number_of.get, pair)
            if first is not None and second is not None and set(index.named[first]).intersection(index.named[second]):
                yield (*words[:place], *pair, *words[place + 1 :])
