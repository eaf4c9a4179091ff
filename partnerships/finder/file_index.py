"""The places of our files by their keys: read once for each process, or before the workers of a server part."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from partnerships.geography import place_names
from partnerships.geography.place_names import NamedPlace, PlaceKind, fixed_places, partnership_key

NOTABLE_POPULATION = 5_000


def indexed(places: Iterable[NamedPlace]) -> dict[str, list[NamedPlace]]:
    index: dict[str, list[NamedPlace]] = defaultdict(list)
    for place in places:
        is_partnership = place.kind == PlaceKind.PARTNERSHIP
        for key in {place.key, partnership_key(place.name) if is_partnership else place_names.short_key(place.key)}:
            index[key].append(place)
    return dict(index)


@cache
def fixed_index() -> dict[str, list[NamedPlace]]:
    return indexed(fixed_places())


def read_files() -> None:
    """Read the places of the files, which all workers of a server share if it does so before they part."""
    fixed_index()
    towns_beginning()
    fixed_of_several()
    place_names.former_codes()
    place_names.address_counties()


@cache
def fixed_of_several() -> list[NamedPlace]:
    return [place for place in fixed_places() if place.kind != PlaceKind.TOWN and len(place.areas) > 1]


@cache
def towns_beginning() -> dict[str, list[NamedPlace]]:
    """Return the notable towns by the words that their names begin with, but for the last."""
    towns: dict[str, list[NamedPlace]] = defaultdict(list)
    for place in fixed_places():
        if place.kind == PlaceKind.TOWN and place.population >= NOTABLE_POPULATION:
            words = place.key.split()
            for end in range(1, len(words)):
                towns[" ".join(words[:end])].append(place)
    return dict(towns)
