"""How much words speak for an advert, learnt from the messages in examples/, which people wrote.

Every word, pair of words and kind of words weighs by how many of the adverts there have it and how many of the
enquiries (naive Bayes: each weight is the logarithm of a ratio of probabilities, and they are added up). So nobody has
to think of all that will be sold; a message that was judged wrongly goes into the examples. Of the files called
`blind_` nobody who wrote them had seen the kinds or the other examples.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any

from partnerships.abuse.kinds import KindOfWords, kinds
from partnerships.abuse.plain_words import END, LINK, plain, stems

FOLDER = Path(__file__).parent / "examples"
# As if each word had been in so many messages more: what is rare says little.
_SEEN_MORE = 0.5
_SEVERAL_LINKS = 3

# A word, two together, what is called so, or a kind of words.
Feature = str | KindOfWords
Weights = Mapping[Feature, float]


@dataclass(frozen=True)
class Words:
    """What somebody wrote in a form, and what they go by; "" where that was not asked."""

    text: str
    name: str = ""
    organisation: str = ""
    email: str = ""


@dataclass(frozen=True)
class Examples:
    """Messages by what they are."""

    enquiries: list[Words]
    adverts: list[Words]


def examples(name: str) -> Examples:
    """Return those of the file called so."""
    read = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return Examples(*([_words(row) for row in read[kind]] for kind in ("enquiries", "adverts")))


def _words(row: dict[str, Any]) -> Words:
    return Words(row["message"], organisation=row.get("organisation", ""))


@cache
def names() -> list[str]:
    """Return what the files of examples are called."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def weights() -> Weights:
    """Return the weights of all examples. The first call takes about half a second."""
    return learn(map(examples, names()))


def learn(files: Iterable[Examples]) -> Weights:
    """Return how much each feature speaks for an advert: above nought for one, below for an enquiry."""
    read = list(files)
    honest, adverts = [sum((each.enquiries for each in read), []), sum((each.adverts for each in read), [])]
    in_honest, in_adverts = _count(honest), _count(adverts)
    return {
        feature: _share(in_adverts[feature], len(adverts)) - _share(in_honest[feature], len(honest))
        for feature in in_honest.keys() | in_adverts.keys()
    }


def _count(messages: Iterable[Words]) -> Counter[Feature]:
    return Counter(feature for message in messages for feature in features(message))


def _share(count: int, of: int) -> float:
    return log((count + _SEEN_MORE) / (of + 2 * _SEEN_MORE))


def features(words: Words) -> set[Feature]:
    """Return what is weighed of `words`."""
    text = plain(words.text)
    found = list(stems(text))
    called = {f"called {stem}" for stem in stems(plain(words.organisation))}
    links = {(link[1] or link[2]).casefold() for link in LINK.finditer(words.text)}
    return (
        {stem for stem in found if stem != END}
        | {f"{first} {second}" for first, second in pairwise(found) if END not in (first, second)}
        | called
        | {kind for kind in kinds() if kind.pattern.search(text)}
        | ({"a link"} if links else set())
        | ({"several links"} if len(links) >= _SEVERAL_LINKS else set())
    )
