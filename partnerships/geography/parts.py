"""Which postcode districts a part of a local authority takes in, and where it is.

A town takes in the districts of which more than half of the ordinary postcodes are nearest to it, and a former council
those of which more than half lay in its area: see postcode_districts. A district counts within the authority only.
"""

from collections.abc import Collection
from dataclasses import dataclass

from partnerships.geography import outlines
from partnerships.geography.outline_geometry import NORTH, WEST, holds_point
from partnerships.geography.postcode_districts import districts_of, of_former, of_place, paths_of
from partnerships.models.places import LocalAuthority
from partnerships.text.sentences import listed
from partnerships.vocabulary.parts import PartKind


@dataclass(frozen=True)
class Whereabouts:
    """The postcode districts of a part, sorted, and the mean place of their postcodes: metres on the National Grid.

    There are none, and no place, if nothing is known of it.
    """

    districts: tuple[str, ...] = ()
    easting: int | None = None
    northing: int | None = None


def name_of(kind: str, typed: str) -> str:
    """Return the name of a part as it is kept: a postcode district in capitals and without spaces."""
    name = " ".join(typed.split())
    return name.upper().replace(" ", "") if kind == PartKind.DISTRICT else name


def whereabouts_of(kind: str, name: str, *gss_codes: str) -> Whereabouts:
    """Return where the part of the local authority is that is told by this `kind` of `name`; see of_districts."""
    if kind == PartKind.DISTRICT:
        return of_districts([name], *gss_codes)
    find = of_former if kind == PartKind.FORMER else of_place
    return of_districts({code for gss_code in gss_codes for code in find(gss_code, name)}, *gss_codes)


def district_at(gss_code: str, easting: int, northing: int) -> frozenset[str]:
    """Return the postcode district of the local authority that a point lies in, by the outlines; none if in none."""
    metres = 1000 / outlines.nearby().units
    x, y = (easting - WEST) / metres, (NORTH - northing) / metres
    return frozenset(code for code, path in paths_of(gss_code).items() if holds_point(path, x, y))


def of_districts(codes: Collection[str], *gss_codes: str) -> Whereabouts:
    """Return where those of the postcode districts `codes` are that lie in the local authority.

    `gss_codes` are those it goes by, see LocalAuthority.codes: our files may not know a new council yet.
    """
    there = [district for gss_code in gss_codes for district in districts_of(gss_code) if district.code in codes]
    total = sum(district.postcodes for district in there)
    if not total:
        return Whereabouts()
    easting = sum(district.easting * district.postcodes for district in there)
    northing = sum(district.northing * district.postcodes for district in there)
    return Whereabouts(
        tuple(sorted({district.code for district in there})), round(easting / total), round(northing / total)
    )


def problem_of(kind: str, name: str, authority: LocalAuthority) -> str:
    """Return that nothing is known of a part of `authority`, as a sentence without its stop; "" where something is."""
    if whereabouts_of(kind, name, *authority.codes).districts:
        return ""
    if kind == PartKind.DISTRICT:
        return not_there([name], authority)
    what = "was mostly in" if kind == PartKind.FORMER else "is mostly"
    return f"We know no postcode district of {authority} that {what} {name}"


def not_there(codes: Collection[str], authority: LocalAuthority) -> str:
    """Return that `codes` are no postcode districts of `authority`, and examples of those that are."""
    there = [district for code in authority.codes for district in districts_of(code)]
    largest = sorted(there, key=lambda district: -district.postcodes)[:3]
    example = f", which has for example {listed(district.code for district in largest)}" if largest else ""
    verb = "are no postcode districts" if len(codes) > 1 else "is no postcode district"
    return f"{listed(codes)} {verb} of {authority}{example}"


def mostly_in(gss_code: str, gss_codes: Collection[str]) -> frozenset[str]:
    """Return the postcode districts of `gss_code` of which none of `gss_codes` has more postcodes."""
    most: dict[str, int] = {}
    for other in {gss_code, *gss_codes}:
        for district in districts_of(other):
            most[district.code] = max(most.get(district.code, 0), district.postcodes)
    return frozenset(there.code for there in districts_of(gss_code) if there.postcodes == most[there.code])
