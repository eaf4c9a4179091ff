"""From what was typed to what it means: a postcode or the beginning of one first, then a name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from partnerships.finder import elsewhere, partnership_names, results, school_names
from partnerships.finder.file_index import NOTABLE_POPULATION
from partnerships.finder.gazetteer import Gazetteer, likeness
from partnerships.finder.name_meanings import by_name, by_slip_in_name
from partnerships.finder.names import SOURCES, NameSource
from partnerships.finder.postcode_meanings import beyond, by_postcode, by_slip, no_such_postcode
from partnerships.finder.results import Choice, Resolved
from partnerships.finder.wording import shortened
from partnerships.geography import postcodes
from partnerships.geography.place_names import NATION_NAMES, NamedPlace, PlaceKind, key_of
from partnerships.geography.postcodes import PostcodeKind, TypedPostcode
from partnerships.public_content.kept import Kept
from partnerships.text.pasted import one_line

EXAMPLE = "LS1 3AB"
CHOICES_SHOWN = 12
_BRACKETED = re.compile(r"([^(\[]+?)\s*[(\[]([^()\[\]]+)[)\]]\s*")
# What stands between several names in one text that has no comma.
AND = re.compile(r"((?:\s+(?:and/or|and|or)\s+|\s*[&+/|]\s*|\s+[-–—•·]\s+)+)", re.IGNORECASE)
# Two letters for a state of America, and its capital.
_STATE = re.compile(r"([^,]+) ([A-Z]{2})")
_CAPITAL = re.compile(r"\b(washington)[\s(]+d\W{0,2}c\b\W*", re.IGNORECASE)
# What is so like the name of a place is a slip in it, whatever schools are called nearly so.
MOST_LIKELY = 0.85
ENGLAND_ONLY = "Partnerships are in England only: enter a place in England"
NOT_A_POSTCODE = (
    f"Enter a full UK postcode, for example {EXAMPLE}, or the name of a school, town, council or partnership"
)


def resolve(text: str, *, sources: Sequence[NameSource] | None = None) -> Resolved:
    """Return what `text` means; any text means something, if only Nowhere. None of it is kept.

    Names are asked of `sources`: of all that are registered, or of none where only a postcode makes sense.
    """
    asked = _Asked(one_line(text), SOURCES if sources is None else sources)
    return _known(asked) or _guessed(asked)


def known(text: str) -> Resolved | None:
    """Return what `text` means, if anything is called so; None where there is only what may be meant."""
    meaning = _known(_Asked(one_line(text), SOURCES))
    return None if isinstance(meaning, results.Nowhere) else meaning


@dataclass
class _Asked:
    """A text, and who is asked what is called so."""

    text: str
    sources: Sequence[NameSource]

    def __post_init__(self) -> None:
        self.text = _CAPITAL.sub(r"\1, DC", self.text)

    @cached_property
    def typed(self) -> TypedPostcode | None:
        """The postcode in the text, or the beginning of one."""
        return postcodes.read(self.text)

    @property
    def unbracketed(self) -> str:
        """The text with a comma in place of brackets at its end; "" if there are none."""
        found = _BRACKETED.fullmatch(self.text)
        return f"{found[1]}, {found[2]}" if found else ""

    @property
    def is_sure(self) -> bool:
        """Whether it has a postcode, and no name of something can be meant."""
        return self.typed is not None and (self.typed.is_all or self.typed.kind == PostcodeKind.FULL)

    @property
    def is_area(self) -> bool:
        return self.typed is not None and self.typed.kind == PostcodeKind.AREA

    @cached_property
    def gazetteer(self) -> Gazetteer | None:
        """The names to look for it among; None if no source is asked."""
        return _gazetteer_for(self.text, self.sources) if self.sources else None


def _known(asked: _Asked) -> Resolved | None:
    text, typed, sources = asked.text, asked.typed, asked.sources
    if typed and len(codes := postcodes.all_within(text)) > 1:
        return results.Ambiguous("postcode", [Choice(code, code) for code in codes], are_named=True)
    if typed and asked.is_sure:
        if at_postcode := (sources and school_names.at(typed, text)) or by_postcode(typed, text):
            return at_postcode
        if asked.is_area and len(typed.outward) == 1:
            return None
    named = by_name(text, asked.gazetteer) if asked.gazetteer else None
    if asked.gazetteer and not named and asked.unbracketed:
        named = by_name(asked.unbracketed, asked.gazetteer)
    if asked.gazetteer and named:
        if typed and isinstance(named, results.Ambiguous) and named.left_out:
            # "Leeds, LS6": the postcode tells where in it.
            there, within = by_postcode(typed, text), by_name(named.choices[0].query, asked.gazetteer)
            if _have_a_place_in_common(there, within):
                return there
        return _with_namesakes(named, tuple(chain.from_iterable(source.beside(text) for source in sources)))
    return _called_so(asked) or (by_postcode(typed, text) if typed and not asked.is_sure else _before_state(asked))


def _called_so(asked: _Asked) -> Resolved | None:
    """Return what else than a listed name it is: a country, a school, a member, or what people call a partnership."""
    if asked.sources and key_of(asked.text).removeprefix("the ") in elsewhere.COUNTRIES:
        return results.Nowhere(f"“{shortened(asked.text)}” is outside the United Kingdom. {ENGLAND_ONLY}", [])
    called = [meaning for source in asked.sources if (meaning := source.called(asked.text))]
    is_guessed = all(isinstance(meaning, results.Ambiguous) and meaning.asked for meaning in called)
    if not asked.typed and is_guessed and (meant := _called_by_others(asked)):
        return _before(meant, called)
    called = [meaning for meaning in called if not asked.is_area or isinstance(meaning, results.Entry)]
    return _with_others_like_it(min(called, key=_doubt), asked) if called else None


def _before_state(asked: _Asked) -> Resolved | None:
    """Return the question about a place before two letters that are none of ours: "Cambridge MA"."""
    state = None if asked.typed else _STATE.fullmatch(asked.text)
    return by_name(f"{state[1]}, {state[2]}", asked.gazetteer) if state and asked.gazetteer else None


def _called_by_others(asked: _Asked) -> Resolved | None:
    """Return the partnership that people call so, though it is not its name: by its beginning or by its place."""
    text, gazetteer = asked.text, asked.gazetteer
    if not gazetteer:
        return None
    place = partnership_names.place_in(text)
    of_place = partnership_names.of_place(by_name(place, gazetteer), gazetteer) if place else None
    return of_place or partnership_names.begun_by(text, gazetteer)


def _before(meaning: Resolved, others: Sequence[Resolved]) -> Resolved:
    """Return `meaning` with the choices of `others` after it."""
    choices = tuple(choice for other in others if isinstance(other, results.Ambiguous) for choice in other.choices)
    if isinstance(meaning, results.Ambiguous):
        return replace(meaning, choices=[*meaning.choices, *choices][:CHOICES_SHOWN])
    return replace(meaning, others=choices) if isinstance(meaning, results.Meaning) else meaning


def _have_a_place_in_common(first: Resolved | None, other: Resolved | None) -> bool:
    if not isinstance(first, results.InEngland) or not isinstance(other, results.InEngland):
        return False
    return not set(first.authorities).isdisjoint(other.authorities)


def _guessed(asked: _Asked) -> Resolved:
    """Return what may be meant by a text that is the name of nothing."""
    text, typed, gazetteer = asked.text, asked.typed, asked.gazetteer
    if outside := beyond(text) or (typed and by_slip(typed, text)):
        return outside
    if beside := _beside_unknown(asked) or _unknown_in(asked):
        return beside
    if typed and asked.is_area:
        return results.Nowhere(f"Enter more of the postcode than “{shortened(text)}”, for example {EXAMPLE}", [])
    if typed and asked.is_sure and typed.kind != PostcodeKind.SLIP:
        return no_such_postcode(typed)
    similar = gazetteer.similar(text) if gazetteer else []
    is_slip = bool(similar) and likeness(similar[0], text) >= MOST_LIKELY and not school_names.speaks_of_school(text)
    if gazetteer and is_slip and (meant := by_slip_in_name(text, similar, gazetteer)):
        return meant
    return _not_found(text, [] if is_slip else asked.sources, similar)


def _beside_unknown(asked: _Asked) -> results.Ambiguous | None:
    """Return the question about a place that is joined to what nobody knows, "Leeds or Paris"; None if none is."""
    pieces = AND.split(asked.text)[: 2 * CHOICES_SHOWN : 2]
    if not asked.gazetteer or len(pieces) < 2 or school_names.speaks_of_school(asked.text):
        return None
    for piece in pieces:
        named = by_name(piece, asked.gazetteer)
        if isinstance(named, results.Place) and _is_notable(named.named):
            others = [other for other in pieces if other != piece]
            meaning = by_name(", ".join([piece, *others]), asked.gazetteer)
            return meaning if isinstance(meaning, results.Ambiguous) else None
    return None


def _unknown_in(asked: _Asked) -> results.Ambiguous | None:
    """Return the question whether something is meant in what stands behind the comma: "Headingley, Leeds"."""
    if not (around := _around(asked)):
        return None
    near = list(chain.from_iterable(source.near(asked.text) for source in asked.sources))
    first = asked.text.partition(",")[0]
    return results.Ambiguous(
        "place",
        [_in_it(asked, around), *near][:CHOICES_SHOWN],
        f"We know {around}, but not “{shortened(first)}”.",
        asked=f"Do you mean a place in {around}?",
        left_out=first,
        is_around=True,
    )


def _around(asked: _Asked) -> results.Place | None:
    """Return the place behind the first comma of a text; None if it is none, or may be several."""
    _, _, where = asked.text.partition(",")
    around = by_name(where.strip(), asked.gazetteer) if asked.gazetteer and any(map(str.isalnum, where)) else None
    if not isinstance(around, results.Place) or school_names.speaks_of_school(asked.text):
        return None
    return around if _is_notable(around.named) else None


def _in_it(asked: _Asked, around: results.Place) -> Choice:
    """Return the choice of what is `around` the first name of a text, by its own name if that means it alone."""
    alone = by_name(around.named.name, asked.gazetteer) if asked.gazetteer else None
    is_alone = isinstance(alone, results.Place) and alone.named == around.named
    return Choice(f"A place in {around}", around.named.name if is_alone else asked.text.partition(",")[2].strip())


def _is_notable(place: NamedPlace) -> bool:
    return place.kind != PlaceKind.TOWN or place.population >= NOTABLE_POPULATION


# All that is listed, and the sources that have too many names to list.
_listed: Kept[str, tuple[Gazetteer, list[NameSource]]] = Kept(room=1)


def _gazetteer_for(text: str, sources: Sequence[NameSource]) -> Gazetteer:
    """Return the names to look for `text` among: those of all registered sources are kept while nothing changes."""
    if sources is not SOURCES:
        return Gazetteer(chain.from_iterable(source.names_for(text) for source in sources))
    gazetteer, unlisted = _listed.of("", _all_listed)
    more = list(chain.from_iterable(source.like(text) for source in unlisted))
    return Gazetteer([*gazetteer.names, *more]) if more else gazetteer


def _all_listed() -> tuple[Gazetteer, list[NameSource]]:
    names = [(source, list(source.lists())) for source in SOURCES]
    unlisted = [source for source, listed in names if not listed]
    return Gazetteer(chain.from_iterable(listed for _, listed in names)), unlisted


def _with_namesakes(meaning: Resolved, schools: tuple[Choice, ...]) -> Resolved:
    """Return `meaning` with the `schools` of the same name, if it is a place or asks which.

    Of a small place abroad that England has schools for, it is asked.
    """
    if not isinstance(meaning, results.Place | results.Elsewhere | results.Ambiguous):
        return meaning
    if schools and isinstance(meaning, results.Elsewhere) and meaning.is_small:
        there = f"{meaning.name}, {NATION_NAMES[meaning.codes[0]]}"
        return results.Ambiguous(meaning.name, [*schools, Choice(there, there)])
    return replace(meaning, schools=schools)


def _with_others_like_it(meaning: Resolved, asked: _Asked) -> Resolved:
    """Return `meaning`; where it asks about schools that may not be meant, about all else that is called nearly so."""
    if not isinstance(meaning, results.Ambiguous) or not meaning.asked:
        return meaning
    near = chain.from_iterable(source.near(asked.text) for source in asked.sources)
    sounding = asked.gazetteer.sounding(key_of(asked.text)) if asked.gazetteer else []
    places = [Choice(place.name, place.name) for place in sounding]
    around = [_in_it(asked, there)] if (there := _around(asked)) else []
    choices = list(dict.fromkeys([*around, *meaning.choices, *places, *near]))[:CHOICES_SHOWN]
    if choices == meaning.choices:
        return meaning
    hint = meaning.hint if len(meaning.choices) > 1 else ""
    return replace(meaning, choices=choices, asked=f"Is “{shortened(asked.text)}” one of these?", hint=hint)


def _doubt(meaning: results.Entry | results.NamedSchool | results.Ambiguous) -> int:
    """Return what of all that is called so is meant before the rest: an entry, unless others have just its name."""
    match meaning:
        case results.Ambiguous(are_namesakes=are_namesakes):
            return 0 if are_namesakes else 3
        case results.Entry():
            return 1
    return 2


def _not_found(text: str, sources: Sequence[NameSource], similar: list[str]) -> results.Nowhere:
    """Return what to type instead of `text`, and what may be meant: `similar` places, and what else has such names."""
    near = list(chain.from_iterable(source.near(text) for source in sources))
    choices = [*near, *(Choice(name, name) for name in similar)][:CHOICES_SHOWN]
    called = f"We know no place, council, school or partnership called “{shortened(text)}”."
    if choices:
        below = "one of those below" if len(choices) > 1 else "the one below"
        error = f"{called} Did you mean {below}?{' If not, enter a postcode' if near else ''}"
    elif any(map(str.isalpha, text)) and not any(map(str.isdigit, text)):
        error = f"{called} Check the spelling, or enter a postcode, for example {EXAMPLE}"
    else:
        error = NOT_A_POSTCODE
    return results.Nowhere(error, choices)
