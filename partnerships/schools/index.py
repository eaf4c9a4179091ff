"""The open schools in memory, by the words of their names and places: small, as each worker has one."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeAlias

from partnerships.schools.spelling import SORTS, spelt, stem

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# A word for a sort of school tells no more than this: see SchoolIndex.weights.
SORT_WEIGHT = 1.0
MAX_ENDINGS = 40
# Ends of names that nobody can tell apart by ear.
SAME_IN_SOUND = (("ley", "leigh"), ("ly", "leigh"), ("stewart", "stuart"), ("steven", "stephen"), ("philip", "phillip"))
NO_POSITION = -1
# Metres on the British National Grid.
Point: TypeAlias = tuple[float, float]


class IndexedSchool(NamedTuple):
    """A school as it is put into the index; its position is in metres on the National Grid, None if it is not known."""

    urn: int
    name: str
    town: str
    postcode: str
    easting: int | None = None
    northing: int | None = None


class FoundSchool(NamedTuple):
    """A school as it is read out of the index."""

    urn: int
    name: str
    town: str
    postcode: str


@dataclass(frozen=True, eq=False)
class Texts:
    """Many texts in one piece of memory, by number."""

    octets: bytes
    ends: "array[int]"

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        octets, ends = bytearray(), array("I", [0])
        for text in texts:
            octets += text.encode()
            ends.append(len(octets))
        return cls(bytes(octets), ends)

    def __getitem__(self, number: int) -> str:
        return self.octets[self.ends[number] : self.ends[number + 1]].decode()


class SchoolIndex:
    """Schools by number, in the order of their names, and words by number, in the order of the alphabet."""

    def __init__(self, schools: Iterable[IndexedSchool]) -> None:
        rows = sorted(schools, key=lambda school: (school.name, school.town, school.urn))
        self.urns = array("I", (school.urn for school in rows))
        self._names = Texts.of(school.name for school in rows)
        self._postcodes = Texts.of(school.postcode for school in rows)
        self.towns = sorted({school.town for school in rows})
        number_of = {town: number for number, town in enumerate(self.towns)}
        self._towns = array("H", (number_of[school.town] for school in rows))
        self._eastings = array("i", (_metres(school.easting) for school in rows))
        self._northings = array("i", (_metres(school.northing) for school in rows))
        # They take more memory than all that is kept of them.
        del rows
        self._note_words()

    def _note_words(self) -> None:
        """Note which words the names and places of schools have, and who has each."""
        everybody = range(len(self))
        spellings = _spellings(self._names[number] for number in everybody)
        outwards = [outward_of(self._postcodes[number]) for number in everybody]
        towns = [spelt(town).words for town in self.towns]
        words = {word for spelling in spellings for part in spelling for word in part}
        self.words = sorted(words.union(outwards, *towns))
        self.number_of = {word: number for number, word in enumerate(self.words)}
        self._town_words = [frozenset(map(self.number_of.__getitem__, town)) for town in towns]
        self._outwards = array("H", map(self.number_of.__getitem__, outwards))
        who_is_named: list[array[int]] = [array("H") for _ in self.words]
        who_is_there: list[array[int]] = [array("H") for _ in self.words]
        self._name_words, self._ends = array("H"), array("I", [0])
        for number, (of_name, joined) in enumerate(spellings):
            name = dict.fromkeys(map(self.number_of.__getitem__, of_name))
            self._name_words.extend(name)
            self._ends.append(len(self._name_words))
            for word in {*name, *map(self.number_of.__getitem__, joined)}:
                who_is_named[word].append(number)
            for word in {*self._town_words[self._towns[number]], self._outwards[number]}:
                who_is_there[word].append(number)
        self.named = [numbers or NOBODY for numbers in who_is_named]
        self.placed = [numbers or NOBODY for numbers in who_is_there]
        self.weights = array("f", map(self._weight, self.words, self.named))

    def _weight(self, word: str, named: "array[int]") -> float:
        """Return how much `word` tells: more the rarer it is among names, little if it is for a sort of school."""
        rarity = math.log(1 + len(self) / (1 + len(named)))
        return min(rarity, SORT_WEIGHT) if word in SORTS else rarity

    @property
    def weight_of_unknown(self) -> float:
        """How much a word tells that no school has."""
        return math.log(1 + len(self))

    def __len__(self) -> int:
        return len(self.urns)

    def __getitem__(self, number: int) -> FoundSchool:
        town = self.towns[self._towns[number]]
        return FoundSchool(self.urns[number], self._names[number], town, self._postcodes[number])

    def words_of(self, number: int) -> "array[int]":
        """Return the different words of the name of a school."""
        return self._name_words[self._ends[number] : self._ends[number + 1]]

    def is_placed(self, number: int, word: int) -> bool:
        """Whether a school has `word` in its town, or as the first half of its postcode."""
        return word in self._town_words[self._towns[number]] or word == self._outwards[number]

    def beginning(self, start: str) -> range:
        """Return the words that begin with `start`, the first MAX_ENDINGS."""
        first = bisect_left(self.words, start)
        return range(first, min(bisect_left(self.words, start + "{", lo=first), first + MAX_ENDINGS))

    def like(self, word: str) -> list[int]:
        """Return the words that `word` may be meant to be: one slip of the finger away, or such as sound the same."""
        slips = chain(_one_slip_from(word), _sounding_like(word))
        others = filter(self.number_of.__contains__, dict.fromkeys(map(stem, slips)))
        return [self.number_of[other] for other in others if other != word]

    def metres_from(self, number: int, point: Point) -> float | None:
        """Return how far a school is from `point`; None if it is not known where it is."""
        east, north = self._eastings[number], self._northings[number]
        return None if east == NO_POSITION else math.dist(point, (east, north))

    @cached_property
    def middles(self) -> dict[tuple[str, ...], Point]:
        """The mean places of the schools of each town, by the words of its name."""
        sums = [[0, 0, 0] for _ in self.towns]
        for town, east, north in zip(self._towns, self._eastings, self._northings, strict=True):
            if east != NO_POSITION:
                sums[town] = [sums[town][0] + east, sums[town][1] + north, sums[town][2] + 1]
        named = zip(self.towns, sums, strict=True)
        return {spelt(town).words: (east / count, north / count) for town, (east, north, count) in named if count}


NOBODY: "array[int]" = array("H")


def outward_of(postcode: str) -> str:
    """Return the first half of `postcode` as a word."""
    return postcode.partition(" ")[0].casefold()


def _spellings(names: Iterable[str]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the words of each of `names`, and those joined in it: each different word once in memory."""
    met: dict[str, str] = {}

    def once(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(met.setdefault(word, word) for word in words)

    return [(once(spelling.words), once(spelling.joined)) for spelling in map(spelt, names)]


def _metres(position: int | None) -> int:
    return NO_POSITION if position is None else position


def _sounding_like(word: str) -> Iterator[str]:
    for one, other in SAME_IN_SOUND:
        for heard, written in ((one, other), (other, one)):
            if word.endswith(heard):
                yield word.removesuffix(heard) + written


def _one_slip_from(word: str) -> Iterator[str]:
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1)
    yield from (left + right[1:] for left, right in halves if right)
    yield from (left + letter + right[1:] for left, right in halves if right for letter in LETTERS)
    yield from (left + letter + right for left, right in halves for letter in LETTERS)
