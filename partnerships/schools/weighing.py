"""How well schools fit the words that were typed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from partnerships.schools.index import Point, SchoolIndex
from partnerships.schools.spelling import CHURCHES, SORTS, WEAKEST

MAX_CANDIDATES = 400
# What a word counts that is only like the one of the school; that names a place which the school is only near; or that
# the school has in its name, far from the place.
SLIP, NEAR, PLACE_IN_NAME = 0.8, 0.85, 0.85
# Metres within which a school counts as near, and on which it becomes half as near.
NEAR_METRES, HALF_AS_NEAR = 4_000, 20_000
# How close is near enough for a place that is not the school's town.
NEARBY = 0.6
# What a word of the name that was not typed takes away, as a part of its weight; and of that, one that is its town's.
NOT_TYPED, PLACED = 0.35, 0.5
OUTWARD = re.compile(r"[a-z]{1,2}\d[a-z\d]?")


@dataclass(frozen=True)
class TypedWord:
    """A word that was typed: its numbers as it is and as it may be meant (see SchoolIndex), and how much it tells."""

    text: str
    as_typed: tuple[int, ...]
    as_meant: tuple[int, ...]
    weight: float
    is_of_place: bool
    is_telling: bool


class Candidate(NamedTuple):
    """How well a school fits: better with a higher `score`.

    Its name and place have all words that were typed but those `unmatched`, nor even with a slip those `lacking`. Its
    name has those `missing` that were not typed, by number.
    """

    number: int
    score: float
    unmatched: set[str]
    lacking: set[str]
    missing: set[int]

    @property
    def is_equal(self) -> bool:
        """Whether it has all words that were typed, and its name no others beside them."""
        return not self.unmatched and not self.missing

    def is_like_equal(self, index: SchoolIndex) -> bool:
        """Whether it is equal but for its place, and for "School" or "Academy"."""
        return WEAKEST.issuperset(self.unmatched) and self._lacks_only(index, WEAKEST)

    def is_named_so(self, index: SchoolIndex) -> bool:
        """Whether it is equal but for its place and its sort: "Town End Primary" and Town End Academy."""
        return (SORTS - CHURCHES).issuperset(self.unmatched) and self._lacks_only(index, SORTS)

    def _lacks_only(self, index: SchoolIndex, words: frozenset[str]) -> bool:
        return all(index.words[word] in words or index.is_placed(self.number, word) for word in self.missing)


def read(
    index: SchoolIndex, words: tuple[str, ...], place: Iterable[str], *, is_begun: bool, with_slips: bool = False
) -> list[TypedWord]:
    """Return `words` as the index has them; those of `place` name one."""
    typed = []
    # "Centre, Cambridge" has no other word to tell it by.
    telling = set(words) - SORTS
    telling = telling if telling.difference(place) else set(words)
    for text in words:
        known = index.number_of.get(text)
        as_typed = () if known is None else (known,)
        if is_begun and text == words[-1]:
            as_typed = tuple(dict.fromkeys((*as_typed, *index.beginning(text))))
        weight = index.weights[as_typed[0]] if as_typed else index.weight_of_unknown
        as_meant = tuple(_slips(index, text)) if with_slips or not as_typed else ()
        typed.append(TypedWord(text, as_typed, as_meant, weight, text in place, text in telling))
    return typed


def _slips(index: SchoolIndex, text: str) -> Iterator[int]:
    """Yield the words that may be meant by `text`, if it is one that can have a slip."""
    if text not in SORTS and len(text) > 2 and not OUTWARD.fullmatch(text):
        yield from index.like(text)


def weighed(
    index: SchoolIndex, typed: list[TypedWord], points: Sequence[Point], *, only_whole: bool = False
) -> list[Candidate]:
    """Return the schools with telling words of what was `typed`, the likeliest first; they may be near `points`.

    With `only_whole`, those with all of them are enough.
    """
    numbers = _candidates(index, typed, only_whole=only_whole)
    fitting = (_candidate(index, typed, points, number) for number in numbers)
    return sorted(filter(None, fitting), key=_likeliest_first)


def _likeliest_first(candidate: Candidate) -> tuple[object, ...]:
    return bool(candidate.unmatched), not candidate.is_equal, -candidate.score, candidate.number


def _candidates(index: SchoolIndex, typed: list[TypedWord], *, only_whole: bool) -> set[int]:
    """Return whom to weigh: who has all words that tell, and where there is room who has two or one."""
    sets = sorted(filter(None, (_having(index, word) for word in typed if word.is_telling)), key=len)
    found: set[int] = set.intersection(*sets) if sets else set()
    if only_whole:
        return found
    for position, rarest in enumerate(sets):
        for others in [*(rarest & other for other in sets[position + 1 :]), rarest]:
            if len(found) + len(others) <= MAX_CANDIDATES:
                found |= others
    return found


def _having(index: SchoolIndex, word: TypedWord) -> set[int]:
    """Return the schools that have `word` in their names or places."""
    lists = ((index.named[each], index.placed[each]) for each in word.as_typed + word.as_meant)
    return set(chain.from_iterable(chain.from_iterable(lists)))


def _candidate(index: SchoolIndex, typed: list[TypedWord], points: Sequence[Point], number: int) -> Candidate | None:
    """Return how well a school fits; None if its name has no telling word of what was typed."""
    named = set(index.words_of(number))
    closeness = _closeness(index, number, points) if points else 0
    of_typed = of_matched = 0.0
    unmatched: set[str] = set()
    lacking: set[str] = set()
    used, has_any = set(), False
    for word in typed:
        quality, fitting = _fit(index, word, number, named)
        if quality < 1:
            unmatched.add(word.text)
            if not quality and not (word.is_of_place and closeness >= NEARBY):
                lacking.add(word.text)
        if fitting in named:
            used.add(fitting)
            has_any |= word.is_telling
        if word.is_of_place:
            quality = max(min(quality, PLACE_IN_NAME) if not index.is_placed(number, fitting) else 1, closeness)
        of_typed += word.weight
        of_matched += word.weight * quality
    if not has_any:
        return None
    missing = named - used
    added = sum(index.weights[word] * (PLACED if index.is_placed(number, word) else 1) for word in missing)
    return Candidate(number, of_matched / (of_typed + added * NOT_TYPED), unmatched, lacking, missing)


def _fit(index: SchoolIndex, word: TypedWord, number: int, named: set[int]) -> tuple[float, int]:
    """Return how well a typed word fits a school, from 0 to 1, and the word of the school that it fits."""
    for quality, words in ((1.0, word.as_typed), (SLIP, word.as_meant)):
        for each in words:
            if each in named:
                return quality, each
        for each in words:
            if index.is_placed(number, each):
                return quality, each
    return 0, -1


def _closeness(index: SchoolIndex, number: int, points: Sequence[Point]) -> float:
    """Return how near the school is to the place that was typed, from 0 to NEAR."""
    metres = min((far for point in points if (far := index.metres_from(number, point)) is not None), default=None)
    return 0 if metres is None else NEAR * 0.5 ** (max(0, metres - NEAR_METRES) / HALF_AS_NEAR)
