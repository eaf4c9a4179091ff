"""What a name means that a place or an entry has."""

import re
from dataclasses import replace

from partnerships.finder import elsewhere, results, slips
from partnerships.finder.file_index import NOTABLE_POPULATION
from partnerships.finder.gazetteer import Gazetteer, is_ambiguous
from partnerships.finder.names import region_entry
from partnerships.finder.peers import around_it
from partnerships.finder.postcode_meanings import point_of
from partnerships.finder.results import BETWEEN, Choice, Point, Resolved
from partnerships.finder.wording import described, not_known_there, shortened
from partnerships.geography.parts import district_at, mostly_in
from partnerships.geography.place_names import NATION_NAMES, NamedPlace, PlaceKind, key_of
from partnerships.geography.postcode_districts import of_former
from partnerships.models import BridgeOrganisation
from partnerships.text.sentences import with_article

CHOICES_SHOWN = 12
REGION_CODE = "E12"
# What people call several regions, by its key without England: which they are, all for none.
OF_ENGLAND = re.compile(r"^the\b|\b(of )?(the )?(england|uk|united kingdom|great britain|britain)$")
NORTH, SOUTH = {"north east", "north west", "yorkshire and the humber"}, {"south east", "south west"}
WIDER: dict[str, set[str]] = {
    **{"": set(), "north": NORTH, "northern": NORTH, "south": SOUTH, "southern": SOUTH},
    **{"midlands": {"east midlands", "west midlands"}, "middle": {"east midlands", "west midlands"}},
}


def by_name(text: str, gazetteer: Gazetteer) -> Resolved | None:
    """Return what the name `text` means, or None if nothing is called so.

    Each choice is another, and leads to an answer: none leads to a question. Where nothing can tell two places apart,
    the likeliest is meant.
    """
    names = gazetteer.find(text)
    if not names:
        return _wider(text, gazetteer)
    if around := around_it(text, names, gazetteer):
        return _in_it_or_both(text.partition(",")[0], names, around, gazetteer)
    if is_ambiguous(names, text) and len(choices := _choices(names, gazetteer)) > 1:
        missed = gazetteer.left_out(text, names[0])
        typed = text.partition(",")[0] if missed else text
        name = _common_name(names, typed)
        return results.Ambiguous(name, choices, _not_there(name, missed, gazetteer), left_out=missed)
    meaning = _meaning_of(names[0], gazetteer)
    if meaning and (missed := gazetteer.left_out(text, _with_areas(names[0], meaning))):
        return _asked(meaning, names[0], missed, gazetteer)
    others = [
        choice for choice in _choices(names[1:], gazetteer) if gazetteer.find(choice.query)[0].rank != names[0].rank
    ]
    return replace(meaning, others=tuple(others)) if meaning else None


def _not_there(name: str, missed: str, gazetteer: Gazetteer) -> str:
    """Return in a sentence that nothing of that name is known in what was `missed`, or not even that; "" for none."""
    if missed and gazetteer.find(missed):
        return f"Our sources know no {name} in “{shortened(missed)}”."
    return missed and f"We do not know “{shortened(missed)}”."


def _common_name(names: list[NamedPlace], typed: str) -> str:
    return names[0].name if len({name.key for name in names}) == 1 else typed


def _in_it_or_both(
    typed: str, names: list[NamedPlace], around: NamedPlace, gazetteer: Gazetteer
) -> results.Ambiguous | None:
    """Return the question whether something in `around` is meant, or one of `names`, of which one was `typed`."""
    there = with_article(str(_meaning_of(around, gazetteer) or around.name))
    outer, choices = _choices([around], gazetteer), _choices(names, gazetteer)
    if not outer or not choices:
        return None
    name = names[0].name if names[0].key == key_of(typed) else shortened(typed)
    or_what, first = f"another {name}", Choice(f"A place in {there}", outer[0].query)
    if not is_ambiguous(names, name):
        best = _meaning_of(names[0], gazetteer)
        authority = best.sole_authority if isinstance(best, results.Place) else None
        exactly = choices[0].label if not authority else names[0].name
        if authority and names[0].name != authority.name:
            exactly = f"{names[0].name} in {authority.in_sentence}"
        or_what = f"{exactly} and {there}"
        choices = [Choice(f"Both {or_what}", BETWEEN.join([choices[0].query, outer[0].query]))]
    return results.Ambiguous(
        "place",
        [first, *choices],
        f"Our sources know no {name} in {there}.",
        asked=f"Do you mean a place in {there}, or {or_what}?",
        left_out=around.name,
        is_around=True,
    )


def _with_areas(named: NamedPlace, meaning: Resolved) -> NamedPlace:
    """Return `named` with areas; those of an entry are where it works."""
    match meaning:
        case results.Entry(row=BridgeOrganisation() as bridge):
            return replace(named, areas=tuple(bridge.authorities.values_list("gss_code", flat=True)))
        case results.Entry(partnerships=[_, *_] as partnerships):
            codes = (authority.gss_code for each in partnerships for authority in each.authorities.all())
            return replace(named, areas=tuple(codes))
    return named


def _asked(meaning: results.Meaning, named: NamedPlace, missed: str, gazetteer: Gazetteer) -> results.Ambiguous:
    """Return the question whether `meaning` is meant, though `missed` stands behind its name, or that too."""
    choices = _choices([named, *gazetteer.find(missed)], gazetteer)
    if len(choices) > 1:
        hint = f"Our sources know no {meaning.name} in “{shortened(missed)}”."
        return results.Ambiguous("place", choices, hint, left_out=missed)
    match meaning:
        case results.Place():
            there = f"{meaning} in England"
        case results.Elsewhere(codes=[code, *_]) if named.kind != PlaceKind.NATION:
            there = f"{meaning} in {elsewhere.nation_in_words(code)}"
        case _:
            there = str(meaning)
    choices = choices or [Choice(meaning.name, named.name)]
    return results.Ambiguous(
        meaning.name, choices, not_known_there(there, missed), asked=f"Do you mean {there}?", left_out=missed
    )


def _wider(text: str, gazetteer: Gazetteer) -> results.Ambiguous | None:
    """Return the regions of what is wider than one: England, "the North"; None if `text` is not that."""
    name = OF_ENGLAND.sub("", key_of(text)).strip()
    regions = [place for place in gazetteer.names if place.kind == PlaceKind.REGION]
    there = [place for place in regions if name in WIDER and (not WIDER[name] or place.key in WIDER[name])]
    choices = _choices(there, gazetteer)
    return results.Ambiguous("part of England", choices, "This directory is of all of England.") if choices else None


def by_slip_in_name(text: str, similar: list[str], gazetteer: Gazetteer) -> Resolved | None:
    """Return the place that is meant by `text`, its name but for a slip of the finger; None if it may be another."""
    key = key_of(text)
    if len(similar) != 1 or len(key) < slips.SHORTEST_WITH_SLIP or slips.has_more_words(key, key_of(similar[0])):
        return None
    meaning = by_name(similar[0], gazetteer)
    if not isinstance(meaning, results.Place | results.Elsewhere):
        return None
    note = f"Showing {meaning.name}. We know no place called “{shortened(text)}”."
    return replace(meaning, notes=(note, *meaning.notes), is_guessed=True)


def _meaning_of(named: NamedPlace, gazetteer: Gazetteer) -> results.Place | results.Elsewhere | results.Entry | None:
    if named.read:
        return named.read()
    if named.areas[0].startswith(REGION_CODE):
        return region_entry(named.areas[0])
    if named.areas[0] in NATION_NAMES:
        return _of_nation(named)
    if not (authorities := gazetteer.authorities_of(named)):
        return None
    beyond = gazetteer.beyond(named)
    is_authority = named.kind in {PlaceKind.AUTHORITY, PlaceKind.AREA} and len(authorities) == 1
    name = authorities[0].name if is_authority else named.name
    authorities.sort(key=lambda authority: authority.name)
    point = point_of(named.easting, named.northing)
    is_in_one = len(authorities) == 1 and not is_authority and not beyond
    codes = [code for code, authority in gazetteer.authorities.items() if is_in_one and authority == authorities[0]]
    districts = _districts_of(named, codes, point)
    return results.Place(
        name=name, named=named, authorities=authorities, point=point, districts=districts, beyond=beyond
    )


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
        is_small = named.population < NOTABLE_POPULATION
        return results.Elsewhere(name=named.name, codes=[code], is_small=is_small)
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
