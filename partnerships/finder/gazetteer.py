"""All names there are at the moment, and which place is meant by one of them."""

from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property
from math import hypot

from partnerships.finder import file_index, slips
from partnerships.finder.file_index import NOTABLE_POPULATION
from partnerships.finder.sounds import may_begin_alike, sound_of
from partnerships.geography import place_names
from partnerships.geography.parts import district_at
from partnerships.geography.place_names import NamedPlace, PlaceKind, bare_key, fixed_places, key_of, partnership_key
from partnerships.geography.postcode_districts import of_former
from partnerships.models import LocalAuthority

MAX_SIMILAR = 5
MIN_LIKENESS = 0.75
LIKENESS_MARGIN = 0.08
MIN_START_LENGTH = 3
MAX_NAME_TOKENS = 4
MAX_TOKENS = 12
# A town this many times as populous as its next namesake is taken to be meant.
FAR_LARGER = 10
# Of a place whose population the file does not have, which is no town of any size.
UNKNOWN_POPULATION = 2_000
MOST_SOUNDING = 2
MIN_SOUNDING_LIKENESS = 0.5
# So far from a town its mail may come by it.
MAIL_METRES = 15_000
# Whatever the finder answers with lies there; an empty key is of no word at all.
KINDS_OF_PLACE = {"city", "town", "village", "suburb", "borough", "district", "council", "county"}
# Of the United States, which is said like the words for a district council.
ABROAD = {"dc"}
ENGLAND = {"england", "uk", "united kingdom", "great britain", ""}
# Names of these are official or nearly so: a village of the same name does not make them ambiguous.
CERTAIN_KINDS = {kind for kind in PlaceKind if kind not in {PlaceKind.FORMER, PlaceKind.AREA, PlaceKind.TOWN}}


class Gazetteer:
    """The `names` of today, by which places of the files and those of the database are found together."""

    def __init__(self, names: Iterable[NamedPlace]) -> None:
        self.names = list(names)
        # By all the codes it goes by.
        self.authorities = {code: name.authority for name in self.names if name.authority for code in name.areas}
        self._former = [name for name in self.names if name.kind == PlaceKind.FORMER]
        self._successors = {name.code: name.areas for name in self._former if name.code}
        self._beyond = {name.code: name.beyond for name in self._former if name.beyond}
        self.index = file_index.indexed(self.names)

    def find(self, text: str) -> list[NamedPlace]:
        """Return the places called `text`, the likeliest first; "Newport, Isle of Wight" means the one there."""
        if coded := self._coded.get(text.strip().upper()):
            return [coded]
        if text.strip() in slips.NO_NAMES:
            return []
        name, _, where = text[: place_names.MAX_LENGTH].partition(",")
        for query in (text, name):
            keys = [key_of(query), partnership_key(query), bare_key(query), place_names.long_key(query)]
            for key in dict.fromkeys(keys):
                if query is name and where and (there := self._within(key, where)):
                    return there
                if places := self._called(key):
                    return places
        return []

    @cached_property
    def _coded(self) -> dict[str, NamedPlace]:
        """By the GSS codes that they have or had: councils of today and of old, and regions."""
        regions = {name.areas[0]: name for name in self.names if name.kind == PlaceKind.REGION}
        today = {name.authority.gss_code: name for name in self.names if name.authority}
        return place_names.former_codes() | {name.code: name for name in self._former if name.code} | regions | today

    def _called(self, key: str) -> list[NamedPlace]:
        """Return the places of that key and the towns whose first part it is: only notable ones if there are others.

        "Newton" is short for Newton Abbot as much as for Newton-le-Willows, and no town has just this name.
        """
        places = {*self.index.get(key, []), *file_index.fixed_index().get(key, [])} if key else set()
        exact = {place for place in places if place.kind != PlaceKind.TOWN or place.key == key}
        notable = {place for place in places if not exact or place.population >= NOTABLE_POPULATION}
        likeliest_first = sorted(exact | notable, key=lambda place: (place.kind, place.key != key, place.rank))
        if likeliest_first and likeliest_first[0].kind == PlaceKind.TOWN:
            best, longer = likeliest_first[0], set(file_index.towns_beginning().get(key, ())) - notable
            larger = {town for town in longer if best.key != key or town.population > best.population}
            likeliest_first = sorted({*likeliest_first, *larger}, key=lambda place: (place.key != key, place.rank))
        return self._without_repeats(likeliest_first)

    def _without_repeats(self, places: list[NamedPlace]) -> list[NamedPlace]:
        """Leave out other names of the same thing, and a place that lies within its own namesake: Leeds in Leeds."""
        distinct: list[NamedPlace] = []
        covered: set[str] = set()
        for place in places:
            codes = self._codes(place)
            if not codes <= covered:
                distinct.append(place)
            # A town gives a position to the former council of its name.
            elif distinct[0].kind == PlaceKind.FORMER and (place.kind, place.key) == (PlaceKind.TOWN, distinct[0].key):
                distinct[0] = replace(distinct[0], easting=place.easting, northing=place.northing)
            covered |= codes
        return distinct

    def areas_of_today(self, place: NamedPlace) -> list[str]:
        """Return the areas of `place`; of a council that others have followed, though files still name it, these."""
        areas: list[str] = []
        for area in place.areas:
            authority = self.authorities.get(area)
            areas += [authority.gss_code] if authority else self._successors.get(area, [area])
        return list(dict.fromkeys(areas))

    def authorities_of(self, place: NamedPlace) -> list[LocalAuthority]:
        """Return the local authorities of today that `place` lies in, or may lie in if its council was split.

        They are copies: a gazetteer may be kept, and whoever shows an authority reads more into it.
        """
        return [copy(self.authorities[code]) for code in self.areas_of_today(place) if code in self.authorities]

    def beyond(self, place: NamedPlace) -> tuple[str, ...]:
        """Return which local authorities `place` may lie in beside those, which the directory does not have."""
        return place.beyond or tuple(name for area in place.areas for name in self._beyond.get(area, ()))

    def _codes(self, place: NamedPlace) -> set[str]:
        """Return what `place` is compared by: its areas and the authorities of its region, or else its own entry."""
        if not place.areas:
            return {f"{place.kind.name} {place.of}"}
        within = {code for code, authority in self.authorities.items() if authority.region.gss_code in place.areas}
        return set(self.areas_of_today(place)) | within

    def _within(self, key: str, where: str) -> list[NamedPlace]:
        """Return the places of that key that lie in `where`, however small; none if it is no place around any."""
        parts = [part for part in (where, *where.split(",")) if key_of(part)]
        every = {*self.index.get(key, []), *file_index.fixed_index().get(key, [])}
        there = [place for place in every if any(self.is_in(place, part) for part in parts)]
        return self._without_repeats(sorted(there, key=lambda place: (place.kind, place.key != key, place.rank)))

    def left_out(self, text: str, place: NamedPlace) -> str:
        """Return what stands behind a comma in `text` of which we do not know that `place` lies there, or ""."""
        first, *others = text[: place_names.MAX_LENGTH].split(",")
        if not others or place.key in {key_of(text), partnership_key(text), bare_key(text)} - {key_of(first)}:
            return ""
        # Some councils have a comma in their names.
        if self.is_in(place, " ".join(others)):
            return ""
        return ", ".join(other.strip() for other in others if not self.is_in(place, other))

    def is_in(self, place: NamedPlace, where: str) -> bool:
        """Whether `place` lies in what is called `where`, as addresses have it, or beside it: the town of its mail."""
        if not key_of(where):
            return not any(map(str.isalnum, where))
        if key_of(where) in ABROAD:
            return False
        keys = {key_of(where), bare_key(where), place_names.long_key(where)}
        if keys & (self._surroundings(place) | ENGLAND | KINDS_OF_PLACE):
            return True
        codes = set(self.areas_of_today(place))
        if not codes:
            return False
        counties, is_alone = place_names.address_counties(), is_council_alone(place)
        for key in keys - {""}:
            others = [other for other in self._called(key) if other.areas]
            is_council = any(other.kind == PlaceKind.AUTHORITY for other in others)
            if codes <= counties.get(key, frozenset()) and not (is_alone and is_council):
                return True
            if any(self._is_around(other, place, codes) for other in others):
                return True
        return False

    def _is_around(self, other: NamedPlace, place: NamedPlace, codes: set[str]) -> bool:
        """Whether `place`, which has these `codes`, lies in `other` or has its mail by it, if that is a town."""
        if other.kind == PlaceKind.TOWN:
            return _is_beside(place, other)
        if other.kind == PlaceKind.FORMER and other.code:
            # Its area is only a part of that of its successor.
            if place.easting is None or place.northing is None:
                return False
            at = {code: district_at(code, place.easting, place.northing) for code in codes}
            return any(not of_former(code, other.name).isdisjoint(districts) for code, districts in at.items())
        return codes <= self._codes(other)

    def _surroundings(self, place: NamedPlace) -> set[str]:
        names = {name for area, name in place_names.NATION_NAMES.items() if area in place.areas}
        for authority in self.authorities_of(place):
            names |= {authority.name, authority.county, authority.region.name}
        codes = set(self.areas_of_today(place))
        for other in (*file_index.fixed_of_several(), *self._former):
            # Of a district that is no more it is known what lay in it; of a county, in which councils its area is.
            if other.code in place.areas or (not other.code and codes <= set(self.areas_of_today(other))):
                names.add(other.name)
        return {key for name in names for key in (key_of(name), bare_key(name))} - {""}

    def similar(self, text: str) -> list[str]:
        """Return names like `text`: those it mentions, those that begin so, and those that look or sound like it."""
        key = bare_key(text) or key_of(text)
        if not key or text.strip() in slips.NO_NAMES:
            return []
        # Of a name with hyphens no part is another's: "Hay-on-Wye" is not Wye.
        mentioned = [] if "-" in text and " " not in text.partition(",")[0] else self._mentioned(key)
        ranked = [
            *mentioned,
            *self._called(slips.of_today(key))[:1],
            *self._beginning(key),
            *self._misspelt(key),
            *self.sounding(key),
        ]
        return list(dict.fromkeys(place.name for place in ranked))[:MAX_SIMILAR]

    def _mentioned(self, key: str) -> list[NamedPlace]:
        """Return up to two places named within `key`, the smallest first: of an address its town."""
        tokens = key.split()[:MAX_TOKENS]
        ends = range(len(tokens), 0, -1)
        runs = [" ".join(tokens[start:end]) for end in ends for start in range(max(0, end - MAX_NAME_TOKENS), end)]
        sought = [run for run in runs if run not in {key, "and"} and len(run) >= MIN_START_LENGTH]
        mentioned = [place for run in sought for place in self._called(run)[:1]]
        within = [place for place in mentioned if place.key in key]
        return sorted(within, key=lambda place: len(self._codes(place)))[:2]

    def _beginning(self, key: str) -> list[NamedPlace]:
        if len(key) < MIN_START_LENGTH:
            return []
        places = [place for place in (*self.names, *fixed_places()) if place.key.startswith(key)]
        return self._without_repeats(sorted(places, key=lambda place: place.rank))[:3]

    def _misspelt(self, key: str) -> list[NamedPlace]:
        """Return the most similar names. Compared are those of about its length that begin or end like it."""
        likenesses, points = [], slips.points_of(key)
        for place in (*self.names, *fixed_places()):
            if (
                abs(len(place.key) - len(key)) > 2
                or points != slips.points_of(place.key)
                or not (place.key[:1] == key[:1] or place.key[-3:] == key[-3:])
            ):
                continue
            matcher = SequenceMatcher(None, place.key, key, autojunk=False)
            if matcher.real_quick_ratio() >= MIN_LIKENESS and matcher.quick_ratio() >= MIN_LIKENESS:
                likenesses.append((matcher.ratio(), place))
        best = max((likeness for likeness, _ in likenesses), default=0)
        near = [entry for entry in likenesses if entry[0] >= max(MIN_LIKENESS, best - LIKENESS_MARGIN)]
        near = [entry for entry in near if slips.is_like(entry[0], entry[1].key, key)]
        near.sort(key=lambda entry: (-entry[0], entry[1].rank))
        return self._without_repeats([place for _, place in near])

    def sounding(self, key: str) -> list[NamedPlace]:
        """Return the notable places whose names sound like `key`, and look somewhat like it, the largest first."""
        if not (sound := sound_of(key)):
            return []
        places = [
            place
            for place in (*self.names, *fixed_places())
            if (place.authority or place.population >= NOTABLE_POPULATION) and may_begin_alike(key, place.key)
        ]
        alike = [place for place in places if sound_of(place.key) == sound]
        near = [place for place in alike if likeness(place.name, key) >= MIN_SOUNDING_LIKENESS]
        return self._without_repeats(sorted(near, key=lambda place: place.rank))[:MOST_SOUNDING]


def is_ambiguous(places: list[NamedPlace], text: str) -> bool:
    """Whether somebody who typed `text` must choose among `places`, the likeliest first, as none is clearly meant."""
    best, *others = places
    is_exact = best.key in {key_of(text), key_of(text.partition(",")[0]), bare_key(text), partnership_key(text)}
    if best.kind in CERTAIN_KINDS and (is_exact or best.kind == PlaceKind.PARTNERSHIP):
        return any(other.kind == best.kind for other in others)
    if best.kind == PlaceKind.TOWN:
        return bool(others) and best.population < FAR_LARGER * (others[0].population or UNKNOWN_POPULATION)
    return any(other.kind != PlaceKind.TOWN or other.population >= NOTABLE_POPULATION for other in others)


def is_council_alone(place: NamedPlace) -> bool:
    """Whether `place` is a council that is not named after a town: "Telford and Wrekin, Shropshire" are two."""
    return place.kind == PlaceKind.AUTHORITY and not any(
        other.kind == PlaceKind.TOWN for other in file_index.fixed_index().get(place.key, ())
    )


def _is_beside(place: NamedPlace, town: NamedPlace) -> bool:
    """Whether `town` may stand behind `place` in an address: the next larger one, in the same local authority."""
    if place.areas != town.areas or place.population >= town.population:
        return False
    if place.easting is None or place.northing is None or town.easting is None or town.northing is None:
        return False
    return hypot(place.easting - town.easting, place.northing - town.northing) <= MAIL_METRES


def likeness(name: str, text: str) -> float:
    """Return how like `text` is to `name`, from 0 to 1."""
    return SequenceMatcher(None, key_of(name), key_of(text), autojunk=False).ratio()
