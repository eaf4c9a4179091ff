"""What a name means that a place or an entry has."""

from dataclasses import replace

from partnerships.finder import elsewhere, results
from partnerships.finder.gazetteer import Gazetteer, is_ambiguous
from partnerships.finder.names import region_entry
from partnerships.finder.postcode_meanings import point_of
from partnerships.finder.results import Choice, Point, Resolved
from partnerships.finder.wording import described, not_known_there
from partnerships.geography.parts import district_at, mostly_in
from partnerships.geography.place_names import NATION_NAMES, NamedPlace, PlaceKind
from partnerships.geography.postcode_districts import of_former

CHOICES_SHOWN = 12
REGION_CODE = "E12"


def by_name(text: str, gazetteer: Gazetteer) -> Resolved | None:
    """Return what the name `text` means, or None if nothing is called so.

    Each choice is another, and leads to an answer: none leads to a question. Where nothing can tell two places apart,
    the likeliest is meant.
    """
    names = gazetteer.find(text)
    if not names:
        return None
    if is_ambiguous(names, text) and len(choices := _choices(names, gazetteer)) > 1:
        name = names[0].name if len({name.key for name in names}) == 1 else text
        return results.Ambiguous(name, choices)
    meaning = _meaning_of(names[0], gazetteer)
    if isinstance(meaning, results.Place) and (missed := gazetteer.left_out(text, names[0])):
        meaning = replace(meaning, notes=(*meaning.notes, not_known_there(meaning.name, missed)))
    others = [
        choice for choice in _choices(names[1:], gazetteer) if gazetteer.find(choice.query)[0].rank != names[0].rank
    ]
    return replace(meaning, others=tuple(others)) if meaning else None


def _meaning_of(named: NamedPlace, gazetteer: Gazetteer) -> results.Place | results.Elsewhere | results.Entry | None:
    if named.read:
        return named.read()
    if named.areas[0].startswith(REGION_CODE):
        return region_entry(named.areas[0])
    if named.areas[0] in NATION_NAMES:
        return _of_nation(named)
    if not (authorities := gazetteer.authorities_of(named)):
        return None
    is_authority = named.kind in {PlaceKind.AUTHORITY, PlaceKind.AREA} and len(authorities) == 1
    name = authorities[0].name if is_authority else named.name
    authorities.sort(key=lambda authority: authority.name)
    point = point_of(named.easting, named.northing)
    is_in_one = len(authorities) == 1 and not is_authority
    codes = [code for code, authority in gazetteer.authorities.items() if is_in_one and authority == authorities[0]]
    districts = _districts_of(named, codes, point)
    return results.Place(name=name, named=named, authorities=authorities, point=point, districts=districts)


def _districts_of(named: NamedPlace, codes: list[str], point: Point | None) -> frozenset[str]:
    """Return the postcode districts that were a former council's, or the one a town lies in.

    They are those of a local authority that goes by `codes`.
    """
    if named.kind == PlaceKind.FORMER:
        if named.code in codes:
            return mostly_in(named.code, codes)
        return frozenset(district for code in codes for district in of_former(code, named.name))
    if named.kind == PlaceKind.TOWN and point:
        return frozenset(district for code in codes for district in district_at(code, *point))
    return frozenset()


def _of_nation(named: NamedPlace) -> results.Elsewhere:
    """Return a nation or island, by whatever name, or a place in one."""
    code = named.areas[0]
    if named.kind != PlaceKind.NATION:
        return results.Elsewhere(name=named.name, codes=[code])
    code = elsewhere.ISLANDS.get(named.name, code)
    return results.Elsewhere(name=elsewhere.nation_in_words(code).removeprefix("the "), codes=[code])


def _choices(names: list[NamedPlace], gazetteer: Gazetteer) -> list[Choice]:
    """Return `names` as choices, each once; without those whose text is that of several itself."""
    choices = dict.fromkeys(_choice(name, gazetteer) for name in names[:CHOICES_SHOWN])
    found = ((choice, gazetteer.find(choice.query)) for choice in choices)
    return [choice for choice, places in found if places and not is_ambiguous(places, choice.query)]


def _choice(named: NamedPlace, gazetteer: Gazetteer) -> Choice:
    """Return `named` as a choice, told apart from its namesakes by where it is or by what it is."""
    if named.kind == PlaceKind.PARTNERSHIP:
        return Choice(named.of, named.of)
    if named.authority:
        return Choice(f"{named.name}, {described(named.authority)}", named.name)
    where = [NATION_NAMES[area] for area in named.areas if area in NATION_NAMES]
    where += [authority.name for authority in gazetteer.authorities_of(named)]
    if where and where != [named.name] and (len(where) == 1 or named.kind == PlaceKind.TOWN):
        return Choice(f"{named.name}, {' or '.join(where)}", f"{named.name}, {where[0]}")
    return Choice(named.name, named.name)
