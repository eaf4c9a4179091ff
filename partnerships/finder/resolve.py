"""From what was typed to what it means: a postcode or the beginning of one first, then a name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from partnerships.dates.partial_dates import in_words
from partnerships.finder import areas, elsewhere, results, school_names
from partnerships.finder.gazetteer import Gazetteer, is_ambiguous, likeness
from partnerships.finder.names import SOURCES, NameSource, region_entry
from partnerships.finder.results import Choice, Point, Resolved
from partnerships.finder.wording import described, not_known_there, shortened
from partnerships.geography import postcodes
from partnerships.geography.parts import district_at, mostly_in
from partnerships.geography.place_names import NATION_NAMES, NamedPlace, PlaceKind
from partnerships.geography.postcode_districts import of_former
from partnerships.geography.postcodes import AuthorityShare, PostcodeKind, TypedPostcode
from partnerships.models import LocalAuthority, Postcode, PostcodeEdition
from partnerships.search.snapshot import keeping
from partnerships.text.pasted import one_line

EXAMPLE = "LS1 3AB"
CHOICES_SHOWN = 12
# What is so like the name of a place is a slip in it, whatever schools are called nearly so.
MOST_LIKELY = 0.85
REGION_CODE = "E12"
NOT_A_POSTCODE = (
    f"Enter a full UK postcode, for example {EXAMPLE}, or the name of a school, town, council or partnership"
)
NON_GEOGRAPHIC = {
    "BX": "BX postcodes have no place: banks and other large organisations use them.",
    "BF": "BF postcodes are those of the British Forces and have no place in England.",
}


def resolve(text: str, *, sources: Sequence[NameSource] | None = None) -> Resolved:
    """Return what `text` means; any text means something, if only Nowhere. None of it is kept.

    Names are asked of `sources`: of all that are registered, or of none where only a postcode makes sense.
    """
    sources = SOURCES if sources is None else sources
    text = one_line(text)
    typed = postcodes.read(text)
    is_sure = typed is not None and (typed.is_all or typed.kind == PostcodeKind.FULL)
    if typed and is_sure and (by_postcode := (sources and school_names.at(typed, text)) or _by_postcode(typed, text)):
        return by_postcode
    gazetteer = Gazetteer(chain.from_iterable(source.names_for(text) for source in sources)) if sources else None
    if gazetteer and (named := by_name(text, gazetteer)):
        return _with_namesakes(named, chain.from_iterable(source.beside(text) for source in sources))
    if called := [meaning for source in sources if (meaning := source.called(text))]:
        return _with_others_like_it(min(called, key=_doubt), text, sources)
    if typed and not is_sure and (by_postcode := _by_postcode(typed, text)):
        return by_postcode
    if typed and is_sure and typed.kind not in {PostcodeKind.SLIP, PostcodeKind.AREA}:
        return _no_such_postcode(typed)
    is_area = typed is not None and typed.kind == PostcodeKind.AREA
    return _not_found(text, sources, gazetteer.similar(text) if gazetteer else [], is_area=is_area)


def _with_namesakes(meaning: Resolved, schools: Iterable[Choice]) -> Resolved:
    """Return `meaning` with the `schools` of the same name, if it is a place or asks which."""
    if isinstance(meaning, results.Place | results.Elsewhere | results.Ambiguous):
        return replace(meaning, schools=tuple(schools))
    return meaning


def _with_others_like_it(meaning: Resolved, text: str, sources: Sequence[NameSource]) -> Resolved:
    """Return `meaning`; where it asks about schools that may not be meant, about all else whose name is like `text`."""
    if not isinstance(meaning, results.Ambiguous) or not meaning.asked:
        return meaning
    near = chain.from_iterable(source.near(text) for source in sources)
    choices = list(dict.fromkeys([*meaning.choices, *near]))[:CHOICES_SHOWN]
    if choices == meaning.choices:
        return meaning
    hint = meaning.hint if len(meaning.choices) > 1 else ""
    return replace(meaning, choices=choices, asked=f"Is “{shortened(text)}” one of these?", hint=hint)


def _doubt(meaning: results.Entry | results.NamedSchool | results.Ambiguous) -> int:
    """Return what of all that is called so is meant before the rest: an entry, unless others have just its name."""
    match meaning:
        case results.Ambiguous(are_namesakes=are_namesakes):
            return 0 if are_namesakes else 3
        case results.Entry():
            return 1
    return 2


def _by_postcode(typed: TypedPostcode, text: str) -> Resolved | None:
    """Return what a postcode or its beginning means, or None if our list has none that begins so."""
    if typed.kind == PostcodeKind.AREA:
        return None
    if typed.kind in {PostcodeKind.FULL, PostcodeKind.SLIP}:
        if postcode := postcodes.look_up(typed):
            is_corrected = typed.kind == PostcodeKind.SLIP or postcode.code != typed.code
            note = f"Showing {postcode}. There is no postcode “{shortened(text)}”."
            return _of_postcode(postcode, (note,) if is_corrected else ())
        return _by_beginning(typed, "", postcodes.widened(typed)) if typed.kind == PostcodeKind.FULL else None
    return _by_beginning(typed, text, [typed, *postcodes.widened(typed)])


def _of_postcode(postcode: Postcode, notes: tuple[str, ...]) -> Resolved:
    name = str(postcode)
    if postcode.terminated:
        notes = (*notes, f"{name} went out of use in {in_words(postcode.terminated)}. This is where it was.")
    if postcode.area in NATION_NAMES:
        return _elsewhere(name, [postcode.area], notes)
    if not postcode.area:
        return _without_place(name, notes)
    point = _point(postcode.easting, postcode.northing)
    # Kept by the code of an authority, never by a postcode.
    of_area = (LocalAuthority, postcode.area)
    authorities = keeping.current().pieces.of(of_area, 0, lambda: areas.authorities_of([postcode.area]))
    districts = frozenset([_outward(name)])
    return results.FullPostcode(name=name, notes=notes, authorities=authorities, point=point, districts=districts)


def _outward(name: str) -> str:
    """Return the postcode district of a postcode, or of the beginning of one."""
    return name.partition(" ")[0]


def _point(easting: int | None, northing: int | None) -> Point | None:
    return None if easting is None or northing is None else (easting, northing)


def _without_place(name: str, notes: tuple[str, ...]) -> Resolved:
    """Return what a postcode means that has no place in our list: what its neighbours do, with a note."""
    outward = _outward(name)
    shares = postcodes.spread_of(TypedPostcode(PostcodeKind.OUTWARD, outward)) or []
    note = (
        f"{name} is in our list, but without a place. Most such postcodes have gone out of use, or belong to a PO box "
        f"or a large organisation."
    )
    if shares:
        note = f"{note} This is the answer for postcodes that begin {outward}."
    return _of_beginning(outward if shares else name, shares, (*notes, note), is_widened=True)


def _by_beginning(typed: TypedPostcode, text: str, readings: list[TypedPostcode]) -> Resolved | None:
    """Return what the first of `readings` means that any postcode begins with, or None if none does."""
    for reading in readings:
        shares = postcodes.spread_of(reading)
        if shares is not None:
            notes = _reading_notes(typed, reading, text)
            return _of_beginning(reading.formatted, shares, notes, is_widened=reading.code != typed.code)
    return None


def _reading_notes(typed: TypedPostcode, reading: TypedPostcode, text: str) -> tuple[str, ...]:
    """Return how `reading` came of what was `typed` in `text`; nothing if it is all that was typed."""
    if typed.kind == PostcodeKind.FULL:
        edition = PostcodeEdition.objects.first()
        age = f" It may be newer than our list, the {edition.name}." if edition else ""
        answered = f"This is the answer for postcodes that begin {reading.formatted}."
        return (f"We do not know {typed.formatted}.{age} {answered}",)
    if reading.code != typed.code:
        return (f"We know no postcode that begins {typed.formatted}. This is the answer for {reading.formatted}.",)
    if typed.is_all:
        return ()
    return (f"This is the answer for {reading.formatted}, which we read in “{shortened(text)}”.",)


def _of_beginning(name: str, shares: list[AuthorityShare], notes: tuple[str, ...], *, is_widened: bool) -> Resolved:
    """Return what all postcodes mean that begin with `name`, which lie in `shares`."""
    english = [share for share in shares if postcodes.is_english(share.area)]
    if shares and not english:
        return _elsewhere(name, [share.area for share in shares], notes)
    by_code = areas.by_code([share.area for share in english])
    return results.Beginning(
        name=name,
        notes=notes,
        shares=areas.of_today(shares, by_code),
        authorities=list(dict.fromkeys(by_code.values())),
        point=areas.mean_of(english),
        districts=frozenset([_outward(name)]),
        is_widened=is_widened,
    )


def _elsewhere(name: str, codes: list[str], notes: tuple[str, ...]) -> results.Elsewhere:
    """Return a postcode or its beginning outside England; its letters tell Jersey from Guernsey."""
    return results.Elsewhere(name=name, notes=notes, codes=[name[:2]] if name[:2] in elsewhere.NATIONS else codes)


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
    point = _point(named.easting, named.northing)
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


def _no_such_postcode(typed: TypedPostcode) -> results.Nowhere:
    letters = typed.outward.rstrip("0123456789")
    if letters in NON_GEOGRAPHIC:
        error = f"{NON_GEOGRAPHIC[letters]} Enter the name of a town or council instead"
    elif PostcodeEdition.objects.exists():
        error = f"We know no postcode that begins {typed.outward}. Check it, or enter the name of a town or council"
    else:
        error = "Postcodes are still to be loaded on this site. Try again in a minute, or enter a town or council"
    return results.Nowhere(error, [])


def _not_found(text: str, sources: Sequence[NameSource], similar: list[str], *, is_area: bool) -> results.Nowhere:
    """Return what to type instead of `text`, and what may be meant: `similar` places, and what else has such names."""
    is_slip = bool(similar) and likeness(similar[0], text) >= MOST_LIKELY and not school_names.speaks_of_school(text)
    near = [] if is_slip else list(chain.from_iterable(source.near(text) for source in sources))
    choices = [*near, *(Choice(name, name) for name in similar)][:CHOICES_SHOWN]
    called = f"We know no place, council, school or partnership called “{shortened(text)}”."
    if is_area:
        error = f"Enter more of the postcode than “{shortened(text)}”, for example {EXAMPLE}"
    elif choices:
        below = "one of those below" if len(choices) > 1 else "the one below"
        error = f"{called} Did you mean {below}?{' If not, enter a postcode' if near else ''}"
    elif any(map(str.isalpha, text)) and not any(map(str.isdigit, text)):
        error = f"{called} Check the spelling, or enter a postcode, for example {EXAMPLE}"
    else:
        error = NOT_A_POSTCODE
    return results.Nowhere(error, choices)
