"""Whether two names with a comma between them are two places, or one place and where it lies."""

from partnerships.finder import file_index
from partnerships.finder.gazetteer import Gazetteer, is_ambiguous
from partnerships.geography.place_names import NATION_NAMES, NamedPlace, PlaceKind, key_of

# A town of so many people is named for itself.
PEER_POPULATION = 50_000
_MADE_BY_PEOPLE = {PlaceKind.PARTNERSHIP, PlaceKind.BRIDGE}


def around_it(text: str, names: list[NamedPlace], gazetteer: Gazetteer) -> NamedPlace | None:
    """Return what stands behind the comma in `text`, if a place in it is likelier meant than two places.

    "Leeds, York" are two: each stands for itself, as councils, counties, councils of old, partnerships and towns of
    PEER_POPULATION people do. "Acomb, York" is likelier a part of York that our sources do not have than Acomb in
    Northumberland and York; so is a name of several towns, and a short name that other places in England have too:
    "Stoke, Coventry". What is around it must stand for itself, and `names`, which have the name before the comma, must
    lie elsewhere.
    """
    first, comma, where = text.partition(",")
    if not comma or not gazetteer.left_out(text, names[0]) or _is_peer(names, first):
        return None
    outer = gazetteer.find(where.strip()) if any(map(str.isalnum, where)) else []
    if not outer or outer[0].kind in _MADE_BY_PEOPLE or key_of(first) == outer[0].key:
        return None
    if outer[0].kind == PlaceKind.TOWN and outer[0].population < PEER_POPULATION:
        return None
    return None if gazetteer.left_out(where.strip(), outer[0]) else outer[0]


def _is_peer(names: list[NamedPlace], text: str) -> bool:
    """Whether the likeliest of `names`, all called `text`, stands for itself beside another place."""
    place, key = names[0], key_of(text)
    if place.kind in {PlaceKind.TOWN, PlaceKind.FORMER} and is_ambiguous(names, text):
        return False
    if place.kind == PlaceKind.TOWN:
        return place.population >= PEER_POPULATION
    if len(place.areas) != 1 or (place.kind != PlaceKind.AREA and place.key == key):
        return True
    towns = (other for other in file_index.fixed_index().get(key, ()) if other.kind == PlaceKind.TOWN)
    return not any(
        town.key == key and town.areas[0] not in NATION_NAMES and town.areas != place.areas for town in towns
    )
