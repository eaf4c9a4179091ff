"""From what somebody typed to the schools that may be meant, and whether one of them is meant for certain."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from partnerships.schools.certainty import accounts_for
from partnerships.schools.index import FoundSchool, Point, SchoolIndex, outward_of
from partnerships.schools.spelling import SORTS, WEAKEST, spelt

MAX_CANDIDATES = 400
# What a word counts that is only like the one of the school; that names a place which the school is only near; or that
# the school has in its name, far from the place.
SLIP, NEAR, PLACE_IN_NAME = 0.8, 0.85, 0.85
# Metres within which a school counts as near, and on which it becomes half as near.
NEAR_METRES, HALF_AS_NEAR = 4_000, 20_000
# What a word of the name that was not typed takes away, as a part of its weight.
NOT_TYPED = 0.35
MIN_SCORE = 0.45
LONGEST_PLACE = 4
OUTWARD = re.compile(r"[a-z]{1,2}\d[a-z\d]?")


@dataclass(frozen=True)
class SchoolMatches:
    """The first of the `number` of schools that may be meant, the likeliest first. If `is_certain`, the first is.

    If they `are_whole`, these have all that was typed; otherwise they are only like it. `namesakes` are called just so,
    the first too, or but for "School" or "Academy", if it `is_called_so`.
    """

    schools: list[FoundSchool]
    number: int = 0
    is_certain: bool = False
    are_whole: bool = False
    namesakes: int = 0
    is_called_so: bool = False


@dataclass(frozen=True)
class TypedWord:
    """A word that was typed: its numbers as it is and as it may be meant (see SchoolIndex), and how much it tells."""

    text: str
    as_typed: tuple[int, ...]
    as_meant: tuple[int, ...]
    weight: float
    is_of_place: bool
    is_telling: bool


@dataclass(frozen=True)
class Candidate:
    """How well a school fits: better with a higher `score`.

    One that `is_whole` has all words that were typed, one that `has_telling` all but those for sorts of schools. One
    that `is_equal` has no others beside them, but for its place, one that is `like_equal` none but "School", "Academy".
    """

    number: int
    score: float
    is_whole: bool
    has_telling: bool
    is_equal: bool
    is_like_equal: bool


def match(index: SchoolIndex, text: str, *, first: int = 8, is_begun: bool = False) -> SchoolMatches:
    """Return the `first` schools that `text` may mean: names in any usual spelling, with a place or without.

    With `is_begun`, the last word may go on, and no slip of the finger is looked for.
    """
    words = tuple(dict.fromkeys(spelt(text).words))
    if SORTS.issuperset(words):
        return SchoolMatches([])
    place, point = _place_in(index, text, words)
    found = _weighed(index, _typed(index, words, place, is_begun=is_begun), point)
    if not is_begun and not (found and found[0].is_whole):
        found = _weighed(index, _typed(index, words, place, is_begun=is_begun, with_slips=True), point)
    fitting = [candidate for candidate in found if candidate.is_whole or candidate.score >= MIN_SCORE]
    whole = [candidate for candidate in fitting if candidate.is_whole]
    return SchoolMatches(
        [index[candidate.number] for candidate in fitting[:first]],
        number=len(whole or fitting),
        is_certain=not is_begun and _is_certain(index, words, found, has_place=bool(place)),
        are_whole=bool(whole),
        namesakes=sum(candidate.is_equal for candidate in whole),
        is_called_so=bool(whole) and whole[0].is_like_equal,
    )


def at_postcode(index: SchoolIndex, postcode: str, text: str) -> FoundSchool | None:
    """Return the school at `postcode` whose name stands in `text`; None if it is none, or one of several.

    Where several do, one that `text` begins with is meant, and else the longest: not The Bewdley School for Bewdley
    Primary School.
    """
    words = spelt(text).words
    outward = index.number_of.get(outward_of(postcode))
    there = [index[number] for number in (() if outward is None else index.placed[outward])]
    named: dict[FoundSchool, tuple[bool, int]] = {}
    for school in there:
        name = spelt(school.name).words
        if school.postcode == postcode and set(words).issuperset(name):
            named[school] = words[: len(name)] == name, len(name)
    likeliest = [school for school, likeness in named.items() if likeness == max(named.values())]
    return likeliest[0] if len(likeliest) == 1 else None


def _is_certain(index: SchoolIndex, words: tuple[str, ...], found: list[Candidate], *, has_place: bool) -> bool:
    """Whether the first of `found` is meant: the only one of the name, or else the only one with all that tells."""
    if not found or not found[0].is_whole:
        return False
    is_only = found[0].is_equal and sum(candidate.is_like_equal for candidate in found) == 1
    is_only = is_only or sum(candidate.has_telling for candidate in found) == 1
    return is_only and accounts_for(index, words, found[0].number, has_place=has_place)


def _place_in(index: SchoolIndex, text: str, words: tuple[str, ...]) -> tuple[tuple[str, ...], Point | None]:
    """Return the words of the town that `text` ends or begins with, and where it is."""
    runs = [spelt(text.rpartition(",")[2]).words] if "," in text else []
    for length in range(min(LONGEST_PLACE, len(words) - 1), 0, -1):
        runs += [words[-length:], words[:length]]
    return next(((run, index.middles[run]) for run in runs if run in index.middles), ((), None))


def _typed(
    index: SchoolIndex, words: tuple[str, ...], place: Iterable[str], *, is_begun: bool, with_slips: bool = False
) -> list[TypedWord]:
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
        as_meant = tuple(_like(index, text)) if with_slips or not as_typed else ()
        typed.append(TypedWord(text, as_typed, as_meant, weight, text in place, text in telling))
    return typed


def _like(index: SchoolIndex, text: str) -> Iterator[int]:
    """Yield the words that may be meant by `text`, if it is one that can have a slip."""
    if text not in SORTS and len(text) > 2 and not OUTWARD.fullmatch(text):
        yield from index.like(text)


def _weighed(index: SchoolIndex, typed: list[TypedWord], point: Point | None) -> list[Candidate]:
    """Return the schools with telling words of what was `typed`, the likeliest first; they may be near `point`."""
    weighed = (_candidate(index, typed, point, number) for number in _candidates(index, typed))
    return sorted(filter(None, weighed), key=lambda each: (not each.is_whole, -each.score, each.number))


def _candidates(index: SchoolIndex, typed: list[TypedWord]) -> set[int]:
    """Return whom to weigh: who has all words that tell, and where there is room who has two or one."""
    sets = sorted(filter(None, (_having(index, word) for word in typed if word.is_telling)), key=len)
    found: set[int] = set.intersection(*sets) if sets else set()
    for position, rarest in enumerate(sets):
        for others in [*(rarest & other for other in sets[position + 1 :]), rarest]:
            if len(found) + len(others) <= MAX_CANDIDATES:
                found |= others
    return found


def _having(index: SchoolIndex, word: TypedWord) -> set[int]:
    """Return the schools that have `word` in their names or places."""
    lists = ((index.named[each], index.placed[each]) for each in word.as_typed + word.as_meant)
    return set(chain.from_iterable(chain.from_iterable(lists)))


def _candidate(index: SchoolIndex, typed: list[TypedWord], point: Point | None, number: int) -> Candidate | None:
    """Return how well a school fits; None if its name has no telling word of what was typed."""
    named = set(index.words_of(number))
    closeness = _closeness(index, number, point)
    of_typed = of_matched = 0.0
    unmatched, used, has_any = set(), set(), False
    for word in typed:
        quality, fitting = _fit(index, word, number, named)
        if quality < 1:
            unmatched.add(word.text)
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
    added = sum(index.weights[word] for word in missing if not index.is_placed(number, word))
    return Candidate(
        number,
        score=of_matched / (of_typed + added * NOT_TYPED),
        is_whole=not unmatched,
        has_telling=SORTS.issuperset(unmatched),
        is_equal=not unmatched and not missing,
        is_like_equal=WEAKEST.issuperset(unmatched)
        and all(index.words[word] in WEAKEST or index.is_placed(number, word) for word in missing),
    )


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


def _closeness(index: SchoolIndex, number: int, point: Point | None) -> float:
    """Return how near the school is to the place that was typed, from 0 to NEAR."""
    metres = index.metres_from(number, point) if point else None
    return 0 if metres is None else NEAR * 0.5 ** (max(0, metres - NEAR_METRES) / HALF_AS_NEAR)
