"""What a postcode means, or the beginning of one."""

import re
from dataclasses import replace

from partnerships.dates.partial_dates import in_words
from partnerships.finder import areas, elsewhere, results
from partnerships.finder.results import Point, Resolved
from partnerships.finder.wording import shortened
from partnerships.geography import mail_places, postcodes
from partnerships.geography.place_names import NATION_NAMES
from partnerships.geography.postcode_districts import districts_of
from partnerships.geography.postcodes import AuthorityShare, PostcodeKind, TypedPostcode
from partnerships.models import LocalAuthority, Postcode, PostcodeEdition
from partnerships.search.snapshot import keeping
from partnerships.text.sentences import with_article

INSTEAD = "Enter the name of a town or council instead"
NON_GEOGRAPHIC = {
    "BX": "BX postcodes have no place: banks and other large organisations use them.",
    "BF": "BF postcodes are those of the British Forces and have no place in England.",
}
# Before there were BF postcodes.
FORCES_NUMBER = re.compile(r"\W*B\.?F\.?P\.?O\.?\W*\d{1,4}\W*", re.IGNORECASE)
OVERSEAS = {
    **{"AI2640": "Anguilla", "ASCN1ZZ": "Ascension Island", "BBND1ZZ": "the British Indian Ocean Territory"},
    **{"BIQQ1ZZ": "the British Antarctic Territory", "FIQQ1ZZ": "the Falkland Islands", "GX111AA": "Gibraltar"},
    **{"PCRN1ZZ": "the Pitcairn Islands", "SIQQ1ZZ": "South Georgia and the South Sandwich Islands"},
    **{"STHL1ZZ": "Saint Helena", "TDCU1ZZ": "Tristan da Cunha", "TKCA1ZZ": "the Turks and Caicos Islands"},
}
OVERSEAS_LENGTH = 4


def beyond(text: str) -> results.Nowhere | None:
    """Return what to tell of the number of a forces' post office, or of a postcode overseas; None if it is neither."""
    if FORCES_NUMBER.fullmatch(text):
        return results.Nowhere(
            f"BFPO numbers are those of the British Forces and have no place in England. {INSTEAD}", []
        )
    code = re.sub(r"[^A-Z0-9]", "", text.upper())
    for whole, where in OVERSEAS.items():
        if len(code) >= OVERSEAS_LENGTH and whole.startswith(code):
            return results.Nowhere(
                f"“{shortened(text)}” is of {where}. Partnerships are in England only: enter a place in England", []
            )
    return None


def by_postcode(typed: TypedPostcode, text: str) -> Resolved | None:
    """Return what a postcode or its beginning means, or None if our list has none that begins so."""
    if typed.kind == PostcodeKind.AREA:
        return None
    if typed.kind in {PostcodeKind.FULL, PostcodeKind.SLIP}:
        if postcode := postcodes.look_up(typed):
            is_corrected = typed.kind == PostcodeKind.SLIP or postcode.code != typed.code
            note = f"Showing {postcode}. There is no postcode “{shortened(text)}”."
            meaning = _of_postcode(postcode, (note,) if is_corrected else ())
            return replace(meaning, is_guessed=is_corrected) if isinstance(meaning, results.Meaning) else meaning
        return _by_beginning(typed, text, postcodes.widened(typed)) if typed.kind == PostcodeKind.FULL else None
    return _by_beginning(typed, text, [typed, *postcodes.widened(typed)])


def by_slip(typed: TypedPostcode, text: str) -> Resolved | None:
    """Return what the postcodes around one mean that was mistyped and that our list does not know; None if it is none.

    One mistake is one: of "BOOK 1" nobody can tell.
    """
    is_near = typed.kind == PostcodeKind.SLIP and postcodes.changes(typed.code, postcodes.compact(text)) == 1
    return _by_beginning(typed, text, postcodes.widened(typed)) if is_near else None


def _of_postcode(postcode: Postcode, notes: tuple[str, ...]) -> Resolved:
    name = str(postcode)
    if postcode.terminated:
        notes = (*notes, f"{name} went out of use in {in_words(postcode.terminated)}. This is where it was.")
    if postcode.area in NATION_NAMES:
        return _elsewhere(name, [postcode.area], notes)
    if not postcode.area:
        return _without_place(name, notes)
    if postcodes.is_of_mail(postcode):
        shares = postcodes.spread_of(TypedPostcode(PostcodeKind.OUTWARD, _outward(name))) or []
        notes = (*notes, f"{name} is the postcode of a post box or a large organisation: {_sorted_at(postcode)}.")
        # Most of the others lie elsewhere, and so may who uses it.
        if shares and not shares[0].of_mail and shares[0].area != postcode.area:
            answered = f"This is the answer for other postcodes that begin {_outward(name)}."
            return _of_beginning(_outward(name), shares, (*notes, answered), is_widened=True)
    point = point_of(postcode.easting, postcode.northing)
    # Kept by the code of an authority, never by a postcode.
    of_area = (LocalAuthority, postcode.area)
    authorities = keeping.current().pieces.of(of_area, 0, lambda: areas.authorities_of([postcode.area]))
    districts = frozenset([_outward(name)])
    return results.FullPostcode(name=name, notes=notes, authorities=authorities, point=point, districts=districts)


def _sorted_at(postcode: Postcode) -> str:
    """Return that the place of `postcode` is where its mail is sorted, and in which local authority that is."""
    there = "".join(f", in {with_article(authority.name)}" for authority in areas.authorities_of([postcode.area]))
    return f"its place in our list is where its mail is sorted{there}"


def _outward(name: str) -> str:
    """Return the postcode district of a postcode, or of the beginning of one."""
    return name.partition(" ")[0]


def point_of(easting: int | None, northing: int | None) -> Point | None:
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
    answered = f"This is the answer for postcodes that begin {reading.formatted}."
    if typed.kind == PostcodeKind.FULL:
        edition = PostcodeEdition.objects.first()
        age = f" It may be newer than our list, the {edition.name}." if edition else ""
        return (f"We do not know {typed.formatted}.{age} {answered}",)
    if typed.kind == PostcodeKind.SLIP:
        return (f"We do not know {typed.formatted}, which we read in “{shortened(text)}”. {answered}",)
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
    if any(share.of_mail for share in shares):
        sorted_there = "Their place in our list is where their mail is sorted."
        notes = (*notes, f"All postcodes that begin {name} are of post boxes or large organisations. {sorted_there}")
    return results.Beginning(
        name=name,
        notes=notes,
        shares=areas.of_today(shares, by_code),
        authorities=list(dict.fromkeys(by_code.values())),
        point=areas.mean_of(english),
        districts=_districts_of(_outward(name), list(by_code)),
        is_widened=is_widened,
    )


def _districts_of(outward: str, codes: list[str]) -> frozenset[str]:
    """Return `outward`, or the postcode districts it is divided into within the local authorities of `codes`."""
    there = (district.code for code in codes for district in districts_of(code))
    parts = frozenset(code for code in there if mail_places.is_part_of(code, outward))
    return parts or frozenset([outward])


def _elsewhere(name: str, codes: list[str], notes: tuple[str, ...]) -> results.Elsewhere:
    """Return a postcode or its beginning outside England; its letters tell Jersey from Guernsey."""
    return results.Elsewhere(name=name, notes=notes, codes=[name[:2]] if name[:2] in elsewhere.NATIONS else codes)


def no_such_postcode(typed: TypedPostcode) -> results.Nowhere:
    letters = typed.outward.rstrip("0123456789")
    if letters in NON_GEOGRAPHIC:
        error = f"{NON_GEOGRAPHIC[letters]} {INSTEAD}"
    elif PostcodeEdition.objects.exists():
        error = f"We know no postcode that begins {typed.outward}. Check it, or enter the name of a town or council"
    else:
        error = "Postcodes are still to be loaded on this site. Try again in a minute, or enter a town or council"
    return results.Nowhere(error, [])
