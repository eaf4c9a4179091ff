"""From what somebody typed to the schools that may be meant, and whether one of them is meant for certain."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from partnerships.schools.certainty import accounts_for
from partnerships.schools.index import FoundSchool, Point, SchoolIndex, outward_of
from partnerships.schools.readings import readings
from partnerships.schools.spelling import SORTS, WEAKEST, letters_of, spelt
from partnerships.schools.weighing import Candidate, read, weighed

MIN_SCORE = 0.45
LONGEST_PLACE = 4
# Where places with these words for a name are.
Where: TypeAlias = Callable[[tuple[str, ...]], Sequence[Point]]


def nowhere(words: tuple[str, ...]) -> Sequence[Point]:
    """Know no place."""
    return ()


@dataclass(frozen=True)
class SchoolMatches:
    """The first of the `number` of schools that may be meant, the likeliest first. If `is_certain`, the first is.

    If they `are_whole`, these have all that was typed. Otherwise they are only like it; if they `are_meant`, each word
    that tells is one of theirs but for a slip, or names a place near. `namesakes` are called just so, the first too, or
    but for "School" or "Academy", if it `is_called_so`.
    """

    schools: list[FoundSchool]
    number: int = 0
    is_certain: bool = False
    are_whole: bool = False
    are_meant: bool = False
    namesakes: int = 0
    is_called_so: bool = False


def match(
    index: SchoolIndex, text: str, *, first: int = 8, is_begun: bool = False, where: Where = nowhere
) -> SchoolMatches:
    """Return the `first` schools that `text` may mean: names in any usual spelling, with a place or without.

    With `is_begun`, the last word may go on, and nothing else is looked for. `where` tells where a place is that is no
    school's town.
    """
    words = tuple(dict.fromkeys(spelt(text).words))
    if SORTS.issuperset(words):
        return SchoolMatches([])
    place, points = _place_in(index, text, words, nowhere)
    found = weighed(index, read(index, words, place, is_begun=is_begun), points, only_whole=is_begun)
    whole = [candidate for candidate in found if not candidate.unmatched]
    if is_begun:
        return SchoolMatches([index[one.number] for one in whole[:first]], len(whole), are_whole=bool(whole))
    if not whole:
        return _like(index, text, words, first=first, where=where)
    likeliest = _exact_first(index, text, whole)
    others = [candidate for candidate in found if candidate.unmatched]
    if any(candidate.is_like_equal(index) for candidate in whole):
        likeliest += [candidate for candidate in others if candidate.is_like_equal(index)]
    else:
        named = [candidate for candidate in others if candidate.is_named_so(index)]
        likeliest = sorted([*whole, *named], key=lambda each: (-each.score, each.number))
    return SchoolMatches(
        [index[candidate.number] for candidate in likeliest[:first]],
        number=len(likeliest),
        is_certain=_is_certain(index, words, place, found) or _begins_with_its_sort(index, text, whole),
        are_whole=True,
        namesakes=sum(candidate.is_equal for candidate in whole),
        is_called_so=likeliest[0].is_like_equal(index),
    )


def called(index: SchoolIndex, text: str, *, first: int) -> SchoolMatches:
    """Return the `first` schools whose names are `text`, but for their place and words for their sort."""
    words = tuple(dict.fromkeys(spelt(text).words))
    if SORTS.issuperset(words):
        return SchoolMatches([])
    found = weighed(index, read(index, words, (), is_begun=False), ())
    named = [candidate for candidate in found if not candidate.unmatched and candidate.is_named_so(index)]
    return SchoolMatches([index[candidate.number] for candidate in named[:first]], len(named))


def _exact_first(index: SchoolIndex, text: str, whole: list[Candidate]) -> list[Candidate]:
    """Return `whole` with those first whose names stand in `text` letter for letter: "St Joseph's", not "St Joseph"."""
    equal = [candidate for candidate in whole if candidate.is_equal]
    letters = letters_of(text)
    equal.sort(key=lambda each: letters_of(index[each.number].name) not in letters)
    return equal + [candidate for candidate in whole if not candidate.is_equal]


def _like(index: SchoolIndex, text: str, words: tuple[str, ...], *, first: int, where: Where) -> SchoolMatches:
    """Return the schools whose names are like `text`: with slips, with words joined or split, or near the place."""
    best: dict[int, Candidate] = {}
    for reading in readings(index, words):
        place, points = _place_in(index, text, reading, where)
        found = weighed(index, read(index, reading, place, is_begun=False, with_slips=True), points)
        for candidate in found:
            known = best.get(candidate.number)
            if known is None or (len(candidate.lacking), -candidate.score) < (len(known.lacking), -known.score):
                best[candidate.number] = candidate
    meant = {candidate for candidate in best if SORTS.issuperset(best[candidate].lacking)}
    fitting = [one for one in best.values() if one.number in meant or one.score >= MIN_SCORE]
    fitting.sort(key=lambda each: (len(each.lacking), -each.score, each.number))
    schools = [index[candidate.number] for candidate in fitting[:first]]
    return SchoolMatches(schools, len(meant or fitting), are_meant=bool(meant))


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


def _is_certain(index: SchoolIndex, words: tuple[str, ...], place: tuple[str, ...], found: list[Candidate]) -> bool:
    """Whether the first of `found` is meant: the only one of the name, or else the only one with all that tells."""
    first = found[0]
    namesakes = (one for one in found if one.is_like_equal(index) or (not one.unmatched and one.is_named_so(index)))
    is_only = first.is_equal and len(list(namesakes)) == 1
    is_only = is_only or sum(SORTS.issuperset(candidate.unmatched) for candidate in found) == 1
    return is_only and accounts_for(index, words, place, first.number)


def _begins_with_its_sort(index: SchoolIndex, text: str, whole: list[Candidate]) -> bool:
    """Whether the first of `whole` has just the name `text`, which begins so that nobody takes one word for another.

    "Academy 360" is not School 360, though "Hill Park Academy" may well be Hill Park School.
    """
    exact = [candidate for candidate in whole if letters_of(index[candidate.number].name) == letters_of(text)]
    return len(exact) == 1 and exact[0] == whole[0] and spelt(text).words[0] in WEAKEST


def _ends(words: tuple[str, ...], length: int) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the last and the first `length` words, each with the others."""
    yield words[-length:], words[:-length]
    yield words[:length], words[length:]


def _place_in(
    index: SchoolIndex, text: str, words: tuple[str, ...], where: Where
) -> tuple[tuple[str, ...], Sequence[Point]]:
    """Return the words of the place that `text` ends or begins with, and where it is: a town of schools, or another."""
    runs = [spelt(text.rpartition(",")[2]).words] if "," in text else []
    for length in range(min(LONGEST_PLACE, len(words) - 1), 0, -1):
        # "St Mary's School" names no place, though there is one.
        runs += [run for run, rest in _ends(words, length) if not SORTS.issuperset(rest)]
    for run in runs:
        if run in index.middles:
            return run, [index.middles[run]]
    return next(((run, points) for run in runs if (points := where(run))), ((), ()))
