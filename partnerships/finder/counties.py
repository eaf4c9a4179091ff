"""Local authorities that people place in a county, though its council was never or is no longer theirs."""

from partnerships.finder.results import Place, Resolved
from partnerships.geography.place_names import PlaceKind, ceremonial_counties, key_of, long_key
from partnerships.models import LocalAuthority

_KINDS = {PlaceKind.AUTHORITY, PlaceKind.COUNTY, PlaceKind.FORMER, PlaceKind.AREA}
# What was the council of a city, though a county has its name.
_NO_COUNTIES = {"district", "unitary", "renamed"}


def beside_county(place: Resolved) -> tuple[LocalAuthority, ...]:
    """Return the local authorities beside those of `place`, if it is a county, that lie in the county today, by name.

    "Nottinghamshire" is its seven districts; Nottingham has a council of its own. One query for a county, else none.
    """
    if not isinstance(place, Place) or place.named.kind not in _KINDS or place.named.was in _NO_COUNTIES:
        return ()
    counties = ceremonial_counties()
    codes = counties.get(key_of(place.name)) or counties.get(long_key(place.name)) or frozenset()
    codes -= {authority.gss_code for authority in place.authorities}
    if not codes:
        return ()
    return tuple(LocalAuthority.objects.filter(gss_code__in=codes).order_by("name"))
