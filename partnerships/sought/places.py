"""What place an answer is about: one that we know, by the name our own files have for it."""

from partnerships.finder import results
from partnerships.finder.elsewhere import nation_in_words

# The GSS code of a local authority and the name of a place, either blank.
Place = tuple[str, str]
NOWHERE: Place = ("", "")


def of(meaning: results.Resolved) -> Place:
    """Return the place to count an answer to what has this `meaning` for.

    Of a postcode or a school only the local authority is told, since these may tell of a home or a child.
    """
    match meaning:
        case results.Place(sole_authority=None, name=name):
            return "", name
        case results.Place(sole_authority=authority, name=name) if authority:
            return authority.gss_code, "" if name == authority.name else name
        case results.InEngland(sole_authority=authority) if authority:
            return authority.gss_code, ""
        case results.Elsewhere(codes=[code]):
            return "", nation_in_words(code).removeprefix("the ")
    return NOWHERE
