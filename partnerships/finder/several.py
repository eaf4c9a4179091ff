"""Several places or entries named in one text: "Lambeth, Southwark and Camden"."""

import re
from dataclasses import replace

from partnerships.finder.gazetteer import is_council_alone
from partnerships.finder.present import present
from partnerships.finder.resolve import AND, known, resolve
from partnerships.finder.results import (
    Ambiguous,
    Beginning,
    Choice,
    Elsewhere,
    Entry,
    FullPostcode,
    InEngland,
    Meaning,
    Place,
    Resolved,
)
from partnerships.geography import postcodes
from partnerships.geography.place_names import PlaceKind
from partnerships.models import LocalAuthority, Region
from partnerships.text.pasted import one_line

# Of names and what stands between them, in one part of a text.
MOST_PIECES = 23
# Left over where a list was cut short or has "and" after its last comma.
_AND_AT_AN_END = re.compile(
    r"^(?:(?:(?:and|AND|And|or|OR|Or)\s|(?:and|or)$|[&+/|])\s*)+|(?:\s*(?:\s(?:and|or)|[&+/|]))+$"
)
_ET_CETERA = re.compile(r"(?:and |& ?)?etc\W*", re.IGNORECASE)
_BOTH = re.compile(r"^(?:both|either|between)\s+(?=.*\s(?:and|or)\s)", re.IGNORECASE)
# Whether or not there is one.
_LIKE_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|\W*B\.?F\.?P\.?O\b.*", re.IGNORECASE)
SHOWN = 12
Meanings = dict[str, Resolved | None]


def meaning_of(text: str) -> Resolved:
    """Return what `text` means, as resolve does; of several names in it, which to look at, each with its answer."""
    names, whole = _read(one_line(text))
    if len(names) < 2:
        return _told(whole or resolve(names[0]))
    found = {name: resolve(name) for name in names[:SHOWN]}
    choices = [Choice(f"{name}: {present(meaning).heading}", name) for name, meaning in found.items()]
    are_entries = any(isinstance(meaning, Entry) for meaning in found.values())
    asked = f"You named {len(names)} {'places or partnerships' if are_entries else 'places'}"
    first = f"These are the first {SHOWN}. " if len(names) > SHOWN else ""
    return Ambiguous("place", choices, f"{first}Choose one to read more.", asked=asked, are_named=True)


def _told(meaning: Resolved) -> Resolved:
    """Return `meaning`; where it asks whether a place around another is meant, with the answer for that."""
    if not isinstance(meaning, Ambiguous) or not meaning.is_around:
        return meaning
    first, *others = meaning.choices
    heading = present(resolve(first.query)).heading
    if heading == first.query:
        return meaning
    return replace(meaning, choices=[Choice(f"{first.label}: {heading}", first.query), *others])


def names_in(text: str) -> list[str]:
    """Return the names of places and entries that `text` holds, each as it stands there; only `text` if it means one.

    Semicolons always stand between several. Commas and "and" do if at least two of the names are known, and unless
    these lie in one another, as the lines of an address do: "Leeds, West Yorkshire" is one place.
    """
    return _read(one_line(text))[0]


def _read(text: str) -> tuple[list[str], Resolved | None]:
    """Return the names in `text`, and what all of it means where that had to be found out."""
    text = text.replace("&amp;", "&")
    mark = ";" if ";" in text else ","
    rows = [part.strip() for part in text.split(mark) if any(map(str.isalnum, part))]
    rows = [row for row in rows if not _ET_CETERA.fullmatch(row)] or rows
    found = (name for part in rows for name in _split(part, is_alone=len(rows) == 1))
    parts = list(dict.fromkeys(filter(None, found)))
    if len(parts) < 2 or len(rows) == 1 or mark == ";":
        return parts or [text], None
    whole, typed = known(text), postcodes.read(text)
    if (typed and typed.is_all and not isinstance(whole, Ambiguous)) or _is_name(whole):
        return [text], whole
    if _is_name(known(text.replace(",", " "))):
        return [text], None
    names = _of_list(meanings := {part: known(part) for part in parts}, whole)
    if names and names[0][0].isdigit() and not meanings[names[0]] and not _LIKE_POSTCODE.fullmatch(names[0]):
        # The first line of an address.
        return _read(", ".join(names[1:]))
    return names or [text], None if names else whole


def _of_list(meanings: Meanings, whole: Resolved | None) -> list[str]:
    """Return the names of a list with commas, by what its parts mean; none if its `whole` is an address, or no list."""
    if isinstance(whole, FullPostcode | Beginning):
        names = [part for part, meaning in meanings.items() if _is_beside_address(part, meaning, _areas_of(whole))]
        return [whole.name, *names] if names else []
    if isinstance(whole, Ambiguous) and whole.are_named:
        # What else stands around several postcodes is of their addresses.
        return [part for part, meaning in meanings.items() if meaning or _LIKE_POSTCODE.fullmatch(part)]
    if isinstance(whole, Ambiguous) and (whole.is_around or _is_of_county(meanings)):
        return []
    if _number_of_known(meanings) < 2:
        meanings |= {part: _slip_in(part) for part, meaning in meanings.items() if not meaning}
    if len(meanings) == 2 and _is_of_schools([*meanings.values()][0]):
        # "Southmead, Bristol": schools are called after a part of a city.
        return []
    areas = {part: _areas_of(meaning) for part, meaning in meanings.items()}
    names = [part for part in meanings if not _is_only_around_others(part, areas)]
    return names if _number_of_known({name: meanings[name] for name in names}) > 1 else []


def _split(part: str, *, is_alone: bool) -> list[str]:
    """Return the names in `part`, which has no comma: it is one itself, or several with "and" between them.

    One of them must be known, two where it `is_alone`.
    """
    part = _AND_AT_AN_END.sub("", part)
    if len(codes := postcodes.all_within(part)) > 1:
        return codes
    pieces = AND.split(_BOTH.sub("", part))[:MOST_PIECES]
    if len(pieces) < 3 or _is_called(part):
        return [part]
    names = []
    while pieces:
        # The longest first: "and" may stand within a name.
        ends = range(len(pieces), 1, -2)
        end = next((end for end in ends if _is_called("".join(pieces[:end]))), 1)
        names.append("".join(pieces[:end]))
        pieces = pieces[end + 1 :]
    meanings = {name: known(name) for name in names}
    if is_alone and _number_of_known(meanings) == 1:
        meanings |= {name: _slip_in(name) for name, meaning in meanings.items() if not meaning}
    return names if _number_of_known(meanings) > is_alone else [part]


def _is_sure(meaning: Resolved | None) -> bool:
    """Whether something is called so; what we only guess at is not."""
    return meaning is not None and not (isinstance(meaning, Ambiguous) and meaning.asked)


def _is_name(meaning: Resolved | None) -> bool:
    """Whether all of a text is the name of something, and does not only hold a postcode or a name."""
    if isinstance(meaning, FullPostcode | Beginning):
        return False
    return _is_sure(meaning) and not (isinstance(meaning, Ambiguous) and (meaning.left_out or meaning.are_named))


def _is_called(text: str) -> bool:
    """Whether something is called `text`, or it is a postcode, and does not only hold one."""
    typed = postcodes.read(text)
    return _is_name(meaning := known(text)) or bool(typed and typed.is_all and meaning)


def _is_of_county(meanings: Meanings) -> bool:
    """Whether they are a name and a county, which is no other's peer: there may be a village Leeds in Kent."""
    first, *others = meanings.values()
    if len(others) != 1 or not _is_county(others[0]) or _is_county(first):
        return False
    # "Cornwall, Devon": a county may be one local authority.
    is_whole = isinstance(first, Place) and is_council_alone(first.named)
    council = first.named.authority if isinstance(first, Place) else None
    return not (is_whole and council and not council.county)


def _is_of_schools(meaning: Resolved | None) -> bool:
    """Whether only schools are called so, and none of them has just that name."""
    return isinstance(meaning, Ambiguous) and meaning.are_schools


def _is_county(meaning: Resolved | None) -> bool:
    """Whether it is a county of several local authorities, of today or of old, or a name for several."""
    kinds = {PlaceKind.COUNTY, PlaceKind.FORMER, PlaceKind.AREA}
    return isinstance(meaning, Place) and meaning.named.kind in kinds and len(meaning.authorities) > 1


def _number_of_known(meanings: Meanings) -> int:
    return sum(map(_is_sure, meanings.values()))


def _slip_in(part: str) -> Resolved | None:
    """Return what `part` means, if it is a name but for a slip."""
    meaning = resolve(part)
    return meaning if isinstance(meaning, Meaning) and meaning.is_guessed else None


def _is_beside_address(part: str, meaning: Resolved | None, areas: frozenset[str]) -> bool:
    """Whether `part` is no line of the address in `areas`: another postcode, or something known that lies elsewhere.

    Streets and quarters have the names of towns elsewhere.
    """
    if meaning is None:
        return bool(_LIKE_POSTCODE.fullmatch(part))
    if isinstance(meaning, Place) and meaning.named.kind == PlaceKind.TOWN:
        return False
    there = _areas_of(meaning)
    return bool(there) and not (there <= areas or areas <= there)


def _areas_of(meaning: Resolved | None) -> frozenset[str]:
    """Return what tells whether one lies in another: codes of authorities or nations; none if it may be several."""
    match meaning:
        case InEngland(authorities=authorities):
            return frozenset(authority.gss_code for authority in authorities)
        case Elsewhere(codes=codes):
            return frozenset(codes)
        case Entry(row=Region() as region):
            return frozenset(LocalAuthority.objects.filter(region=region).values_list("gss_code", flat=True))
        case Entry(partnerships=partnerships):
            within = LocalAuthority.objects.filter(partnerships__in=partnerships)
            return frozenset(within.values_list("gss_code", flat=True))
    return frozenset()


def _is_only_around_others(part: str, areas: dict[str, frozenset[str]]) -> bool:
    """Whether `part` says where another of them is: West Yorkshire in "Leeds, West Yorkshire and Camden"."""
    return any(other and other < areas[part] for name, other in areas.items() if name != part)
