"""Several places or entries named in one text: "Lambeth, Southwark and Camden"."""

import re

from partnerships.finder.resolve import resolve
from partnerships.finder.results import (
    Ambiguous,
    Beginning,
    Elsewhere,
    Entry,
    FullPostcode,
    InEngland,
    Nowhere,
    Resolved,
)
from partnerships.models import LocalAuthority, Region
from partnerships.text.pasted import one_line

# What is written between them where nothing else can be meant: names have commas and "and" in them.
BETWEEN = "; "
_AND = re.compile(r"(\s+and\s+|\s*[&+/]\s*)", re.IGNORECASE)
# Of names and what stands between them, in one part of a text.
MOST_PIECES = 23
_LEADING_AND = re.compile(r"^and\s+", re.IGNORECASE)


def names_in(text: str) -> list[str]:
    """Return the names of places and entries that `text` holds, each as it stands there; only `text` if it means one.

    Semicolons always stand between several. Commas and "and" do if at least two of the names are known, and unless
    these lie in one another, as the lines of an address do: "Leeds, West Yorkshire" is one place.
    """
    text = one_line(text)
    mark = ";" if ";" in text else ","
    rows = [part.strip() for part in text.split(mark) if part.strip()]
    parts = [name for part in rows for name in _split_at_and(part, is_alone=len(rows) == 1)]
    if len(parts) < 2 or mark == ";":
        return parts or [text]
    meanings = {part: resolve(part) for part in parts}
    if sum(map(_is_known, meanings.values())) < 2 or _is_name(resolve(text.replace(",", " "))):
        return [text]
    areas = {part: _areas_of(meaning) for part, meaning in meanings.items()}
    whole = resolve(text)
    base = _areas_of(whole) if _is_known(whole) else frozenset()
    if base and all(each <= base or base <= each for each in areas.values() if each):
        return [text]
    return [part for part in meanings if not _is_only_around_others(part, areas)]


def _split_at_and(part: str, *, is_alone: bool) -> list[str]:
    """Return the names in `part`, which has no comma: it is one itself, or several with "and" between them.

    Where it `is_alone` all of them must be known, else one.
    """
    part = _LEADING_AND.sub("", part)
    pieces = _AND.split(part)[:MOST_PIECES]
    if len(pieces) < 3 or _is_known(resolve(part)):
        return [part]
    names = []
    while pieces:
        # The longest first: "and" may stand within a name.
        ends = range(len(pieces), 1, -2)
        end = next((end for end in ends if _is_known(resolve("".join(pieces[:end])))), 1)
        names.append("".join(pieces[:end]))
        pieces = pieces[end + 1 :]
    are_known = [_is_known(resolve(name)) for name in names]
    return names if all(are_known) or (any(are_known) and not is_alone) else [part]


def _is_known(meaning: Resolved) -> bool:
    """Whether something is called so; what we only guess at is not."""
    return not isinstance(meaning, Nowhere) and not (isinstance(meaning, Ambiguous) and meaning.asked)


def _is_name(meaning: Resolved) -> bool:
    """Whether all of a text is the name of something, and does not only hold a postcode."""
    return _is_known(meaning) and not isinstance(meaning, FullPostcode | Beginning)


def _areas_of(meaning: Resolved) -> frozenset[str]:
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
