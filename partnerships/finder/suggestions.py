"""What the finder suggests while somebody types: names that begin so, by group. None of what is typed is kept."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from itertools import chain

from partnerships.finder import school_names
from partnerships.finder.names import MANY_NAMES, SOURCES, NameSource
from partnerships.geography import postcodes
from partnerships.geography.place_names import NamedPlace, PlaceKind, fixed_places, key_of
from partnerships.geography.postcodes import PostcodeKind
from partnerships.public_content.kept import Kept
from partnerships.schools import kept as kept_schools
from partnerships.schools.matching import match
from partnerships.text.pasted import one_line

MIN_LENGTH = 3
MAX_LENGTH = 100
SHOWN_IN_GROUP = 4
# So many names that begin alike are looked at.
MOST_LOOKED_AT = 400
PARTNERSHIPS, PLACES, FORMER, SCHOOLS, MEMBERS = GROUPS = (
    *("Partnerships", "Places", "Former places"),
    *("Schools", "Member organisations"),
)
GROUP_OF = {PlaceKind.PARTNERSHIP: PARTNERSHIPS, PlaceKind.FORMER: FORMER, PlaceKind.AREA: FORMER}
# By group, the labels of what is suggested.
Suggestions = dict[str, list[str]]


@dataclass(frozen=True, eq=False)
class Beginnings:
    """Names by what may be typed of them first: `keys`, sorted, and for each where it leads in `names`.

    A name is its rank, its group and the name itself; those with a lower rank are likelier.
    """

    keys: list[str]
    places: list[int]
    names: list[tuple[int, str, str]]

    @classmethod
    def of(cls, names: Iterable[tuple[int, str, str]]) -> "Beginnings":
        """Return `names`, each to be found by any of its words."""
        every = list(dict.fromkeys(names))
        pairs = sorted(
            (" ".join(words[start:]), number)
            for number, (_, _, name) in enumerate(every)
            for words in [key_of(name).split()]
            for start in range(len(words))
        )
        return cls([key for key, _ in pairs], [number for _, number in pairs], every)

    def beginning(self, key: str) -> Iterator[tuple[int, int, str, str]]:
        """Yield the names with words that begin with `key`, each after what puts the likelier before the others.

        First comes what has just that name, then what begins so, then what has it as whole words, then the rest.
        """
        first = bisect_left(self.keys, key)
        last = bisect_left(self.keys, f"{key}~", lo=first)
        for position in range(first, min(last, first + MOST_LOOKED_AT)):
            rank, group, name = self.names[self.places[position]]
            whole = key_of(name)
            fits = (whole == key, whole.startswith(key), f" {key} " in f" {whole} ", True)
            yield fits.index(True), rank, group, name


_of_today: Kept[str, Beginnings] = Kept(room=1)


def suggested(text: str) -> Suggestions:
    """Return what may be meant by the beginning `text`; nothing for a short one or one that looks like a postcode.

    Two queries, and more after a change.
    """
    text = one_line(text)[:MAX_LENGTH]
    key = key_of(text)
    if len(key) < MIN_LENGTH or _looks_like_postcode(text):
        return {}
    today = _of_today.of("", lambda: Beginnings.of(chain.from_iterable(map(_names_of, SOURCES))))
    found = set(chain(today.beginning(key), _fixed().beginning(key)))
    groups: Suggestions = {}
    # What leads to one answer stands once: a town, and the former council of its name.
    shown: set[str] = set()
    for group in GROUPS:
        best = nsmallest(SHOWN_IN_GROUP, (name for name in found if name[2] == group and name[3] not in shown))
        groups[group] = list(dict.fromkeys(name for *_, name in best))
        shown.update(groups[group])
    schools = match(kept_schools.current(), text, first=SHOWN_IN_GROUP, is_begun=True)
    whole = schools.schools[: schools.number] if schools.are_whole else []
    groups[SCHOOLS] = [school_names.choice_of(school).label for school in whole]
    return {group: names for group, names in groups.items() if names}


def _looks_like_postcode(text: str) -> bool:
    typed = postcodes.read(text)
    return typed is not None and typed.is_all and typed.kind != PostcodeKind.AREA


def _names_of(source: NameSource) -> Iterator[tuple[int, str, str]]:
    """Yield the names of `source` with rank and group; none where there are too many to keep."""
    yield from _ranked(source.lists())
    members = list(source.suggested())
    yield from ((0, MEMBERS, name) for name in (members if len(members) <= MANY_NAMES else ()))


def _ranked(names: Iterable[NamedPlace]) -> Iterator[tuple[int, str, str]]:
    for place in names:
        if place.kind not in {PlaceKind.NATION, PlaceKind.BRIDGE}:
            yield place.kind * 10_000_000 - place.population, GROUP_OF.get(place.kind, PLACES), place.name


@cache
def _fixed() -> Beginnings:
    return Beginnings.of(_ranked(fixed_places()))
