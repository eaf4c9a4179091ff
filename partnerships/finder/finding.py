"""From what was typed to the answer: a postcode or the beginning of one first, then a name."""

from partnerships.dates.partial_dates import in_words
from partnerships.finder.answers import Answer, AnswerKind, Choice, in_authority
from partnerships.finder.elsewhere import elsewhere, nation_in_words
from partnerships.finder.gazetteer import Gazetteer
from partnerships.finder.names import answer_by_name, names_like
from partnerships.finder.places import TypedPlace, areas_answer, authorities_of, place_answer
from partnerships.geography import postcodes
from partnerships.geography.place_names import NATION_NAMES
from partnerships.geography.postcodes import (
    AuthorityShare,
    InvalidPostcode,
    PostcodeKind,
    TypedPostcode,
    UnknownPostcode,
    is_english,
)
from partnerships.models import Postcode, PostcodeEdition
from partnerships.text.sentences import listed

EXAMPLE = "LS1 3AB"
MAX_SHOWN_LENGTH = 60
NOT_A_POSTCODE = f"Enter a full UK postcode, for example {EXAMPLE}, or the name of a town, council or partnership"
NON_GEOGRAPHIC = {
    "BX": "BX postcodes have no place: banks and other large organisations use them.",
    "BF": "BF postcodes are those of the British Forces and have no place in England.",
}
NO_POSTCODES_LOADED = (
    "Postcodes are not loaded on this site yet. Enter the name of a town, council or partnership instead"
)


def answer(text: str) -> Answer:
    """Return what to tell somebody who typed `text`. Any text has an answer; none of it is kept."""
    text = " ".join(text.replace("\0", " ").split())
    typed = _read(text)
    sure = typed if typed and (typed.is_all or typed.kind == PostcodeKind.FULL) else None
    if sure and (by_postcode := _by_postcode(sure, text)):
        return by_postcode
    gazetteer = Gazetteer.load()
    if by_name := answer_by_name(text, gazetteer):
        return by_name
    if typed and not sure and (by_postcode := _by_postcode(typed, text)):
        return by_postcode
    if sure and sure.kind not in {PostcodeKind.SLIP, PostcodeKind.AREA}:
        return _no_such_postcode(sure)
    is_area = typed is not None and typed.kind == PostcodeKind.AREA
    return _not_found(text, names_like(text, gazetteer), is_area=is_area)


def _read(text: str) -> TypedPostcode | None:
    try:
        return postcodes.read(text)
    except InvalidPostcode:
        return None


def _by_postcode(typed: TypedPostcode, text: str) -> Answer | None:
    """Return the answer for a postcode or its beginning, or None if our list has none that begins so."""
    if typed.kind in {PostcodeKind.FULL, PostcodeKind.SLIP}:
        try:
            match = postcodes.look_up(typed)
        except InvalidPostcode:
            return None
        except UnknownPostcode:
            return _by_beginning_of_unknown(typed)
        return _of_postcode(match.postcode, _correction(match, text))
    if typed.kind == PostcodeKind.AREA:
        return None
    for reading in [typed, *postcodes.widened(typed)]:
        try:
            return _of_beginning(reading, postcodes.spread_of(reading), _widening(typed, reading, text))
        except UnknownPostcode:
            continue
    return None


def _of_postcode(postcode: Postcode, notes: list[str]) -> Answer:
    place = str(postcode)
    if postcode.terminated:
        notes = [*notes, f"{place} went out of use in {in_words(postcode.terminated)}. This is where it was."]
    if postcode.area in NATION_NAMES:
        answer = elsewhere(place, [postcode.area], postcode=postcode.code)
        answer.notes = notes
        return answer
    if not postcode.area:
        return _without_place(postcode, notes)
    authority = authorities_of([postcode.area]).get(postcode.area)
    if not authority:
        return _unknown_authority(place)
    location = TypedPlace(place, postcode.easting, postcode.northing, is_postcode=True)
    return place_answer(authority, location, lede=in_authority(place, authority), notes=notes)


def _of_beginning(typed: TypedPostcode, shares: list[AuthorityShare], notes: list[str]) -> Answer:
    """Return the answer for all postcodes that begin with `typed`, which lie in `shares`."""
    english = [share for share in shares if is_english(share.area)]
    if not english:
        return _of_nowhere_in_england(typed, shares, notes)
    if len(shares) > 1:
        abroad = [nation_in_words(share.area) for share in shares if not is_english(share.area)]
        where = f"England and {listed(abroad)}" if abroad else f"{len(english)} local authorities"
        lede = "Enter your full postcode to find out which part of it yours is."
        return areas_answer(f"{typed.formatted} lies in {where}", shares, lede=lede, notes=notes)
    share = english[0]
    authority = authorities_of([share.area]).get(share.area)
    if not authority:
        return _unknown_authority(typed.formatted)
    lede = in_authority(f"Every postcode that begins {typed.formatted}", authority)
    return place_answer(authority, TypedPlace(typed.formatted, share.easting, share.northing), lede=lede, notes=notes)


def _of_nowhere_in_england(typed: TypedPostcode, shares: list[AuthorityShare], notes: list[str]) -> Answer:
    if not shares:
        heading = f"We do not know where {typed.formatted} is"
        return Answer(AnswerKind.AREAS, heading=heading, lede="Enter the name of your town or council.", notes=notes)
    answer = elsewhere(typed.formatted, [share.area for share in shares], postcode=typed.code)
    answer.notes = notes
    return answer


def _by_beginning_of_unknown(typed: TypedPostcode) -> Answer | None:
    """Return the answer for the postcodes that begin like one that is not in our list; None if there are none."""
    edition = PostcodeEdition.objects.current()
    for reading in postcodes.widened(typed):
        try:
            shares = postcodes.spread_of(reading)
        except UnknownPostcode:
            continue
        age = f" It may be newer than our list, the {edition.name}." if edition else ""
        note = (
            f"We do not know {typed.formatted}.{age} This is the answer for postcodes that begin {reading.formatted}."
        )
        return _of_beginning(reading, shares, [note])
    return None


def _without_place(postcode: Postcode, notes: list[str]) -> Answer:
    """Return the answer for a postcode that has no place in our list: that of its neighbours, with a note."""
    place = str(postcode)
    outward = TypedPostcode(PostcodeKind.OUTWARD, place.partition(" ")[0])
    shares = postcodes.spread_of(outward)
    note = (
        f"{place} is in our list, but without a place. Most such postcodes have gone out of use, or belong to a PO box "
        f"or a large organisation."
    )
    if not shares:
        lede = "Enter the name of your town or council."
        return Answer(AnswerKind.AREAS, heading=f"We do not know where {place} is", lede=lede, notes=[*notes, note])
    return _of_beginning(
        outward, shares, [*notes, f"{note} This is the answer for postcodes that begin {outward.formatted}."]
    )


def _correction(match: postcodes.FoundPostcode, text: str) -> list[str]:
    if not match.is_corrected:
        return []
    return [f"Showing {match.postcode}. There is no postcode “{_shortened(text)}”."]


def _widening(typed: TypedPostcode, reading: TypedPostcode, text: str) -> list[str]:
    if reading.code == typed.code:
        if typed.is_all:
            return []
        return [f"This is the answer for {reading.formatted}, which we read in “{_shortened(text)}”."]
    return [f"We know no postcode that begins {typed.formatted}. This is the answer for {reading.formatted}."]


def _unknown_authority(place: str) -> Answer:
    error = f"{place} is in England, but we do not know its local authority. Enter the name of the council instead"
    return Answer(AnswerKind.NOT_FOUND, error=error)


def _no_such_postcode(typed: TypedPostcode) -> Answer:
    letters = typed.outward.rstrip("0123456789")
    if letters in NON_GEOGRAPHIC:
        error = f"{NON_GEOGRAPHIC[letters]} Enter the name of a town or council instead"
    elif PostcodeEdition.objects.exists():
        error = f"We know no postcode that begins {typed.outward}. Check it, or enter the name of a town or council"
    else:
        error = NO_POSTCODES_LOADED
    return Answer(AnswerKind.NOT_FOUND, error=error)


def _not_found(text: str, choices: list[Choice], *, is_area: bool) -> Answer:
    shown = _shortened(text)
    called = f"We know no place, council or partnership called “{shown}”."
    if is_area:
        error = f"Enter more of the postcode than “{shown}”, for example {EXAMPLE}"
    elif choices:
        error = f"{called} Did you mean one of those below?"
    elif any(map(str.isalpha, text)) and not any(map(str.isdigit, text)):
        error = f"{called} Check the spelling, or enter a postcode, for example {EXAMPLE}"
    else:
        error = NOT_A_POSTCODE
    return Answer(AnswerKind.NOT_FOUND, error=error, choices=choices)


def _shortened(text: str) -> str:
    return f"{text[:MAX_SHOWN_LENGTH]}…" if len(text) > MAX_SHOWN_LENGTH else text
