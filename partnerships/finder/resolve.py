"""From what was typed to what it means: a postcode or the beginning of one first, then a name."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from partnerships.finder import results, school_names
from partnerships.finder.gazetteer import Gazetteer, likeness
from partnerships.finder.name_meanings import by_name, by_slip_in_name
from partnerships.finder.names import SOURCES, NameSource
from partnerships.finder.postcode_meanings import beyond, by_postcode, by_slip, no_such_postcode
from partnerships.finder.results import Choice, Resolved
from partnerships.finder.wording import shortened
from partnerships.geography import postcodes
from partnerships.geography.place_names import NATION_NAMES
from partnerships.geography.postcodes import PostcodeKind
from partnerships.public_content.kept import Kept
from partnerships.text.pasted import one_line

EXAMPLE = "LS1 3AB"
CHOICES_SHOWN = 12
# What is so like the name of a place is a slip in it, whatever schools are called nearly so.
MOST_LIKELY = 0.85
NOT_A_POSTCODE = (
    f"Enter a full UK postcode, for example {EXAMPLE}, or the name of a school, town, council or partnership"
)


def resolve(text: str, *, sources: Sequence[NameSource] | None = None) -> Resolved:
    """Return what `text` means; any text means something, if only Nowhere. None of it is kept.

    Names are asked of `sources`: of all that are registered, or of none where only a postcode makes sense.
    """
    sources = SOURCES if sources is None else sources
    text = one_line(text)
    typed = postcodes.read(text)
    is_sure = typed is not None and (typed.is_all or typed.kind == PostcodeKind.FULL)
    if typed and is_sure and (at_postcode := (sources and school_names.at(typed, text)) or by_postcode(typed, text)):
        return at_postcode
    gazetteer = _gazetteer_for(text, sources) if sources else None
    if gazetteer and (named := by_name(text, gazetteer)):
        return _with_namesakes(named, tuple(chain.from_iterable(source.beside(text) for source in sources)))
    if called := [meaning for source in sources if (meaning := source.called(text))]:
        return _with_others_like_it(min(called, key=_doubt), text, sources)
    if typed and not is_sure and (at_postcode := by_postcode(typed, text)):
        return at_postcode
    if outside := beyond(text) or (typed and by_slip(typed, text)):
        return outside
    if typed and is_sure and typed.kind not in {PostcodeKind.SLIP, PostcodeKind.AREA}:
        return no_such_postcode(typed)
    is_area = typed is not None and typed.kind == PostcodeKind.AREA
    similar = gazetteer.similar(text) if gazetteer else []
    is_slip = bool(similar) and likeness(similar[0], text) >= MOST_LIKELY and not school_names.speaks_of_school(text)
    if gazetteer and is_slip and not is_area and (meant := by_slip_in_name(text, similar, gazetteer)):
        return meant
    return _not_found(text, [] if is_slip else sources, similar, is_area=is_area)


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


def _not_found(text: str, sources: Sequence[NameSource], similar: list[str], *, is_area: bool) -> results.Nowhere:
    """Return what to type instead of `text`, and what may be meant: `similar` places, and what else has such names."""
    near = list(chain.from_iterable(source.near(text) for source in sources))
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
