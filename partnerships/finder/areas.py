"""From the areas that a list of postcodes names to the local authorities of today."""

from collections.abc import Mapping
from dataclasses import replace

from partnerships.finder.results import Point
from partnerships.geography.postcodes import AuthorityShare
from partnerships.models import CouncilSuccession, LocalAuthority


def authorities_of(codes: list[str]) -> list[LocalAuthority]:
    """Return the authorities of these GSS codes, in that order, each with its region and Bridge Organisation."""
    return list(dict.fromkeys(by_code(codes).values()))


def by_code(codes: list[str]) -> dict[str, LocalAuthority]:
    """Return the authorities of these GSS codes by them, in their order; that of one that is no more is its successor.

    A list of postcodes goes on naming a council that is no more until its next edition. Where several have followed
    one, nobody can say which of them a postcode lies in.
    """
    rows = LocalAuthority.objects.filter(gss_code__in=codes).select_related("region", "bridge")
    found = {authority.gss_code: authority for authority in rows}
    if missing := [code for code in codes if code not in found]:
        former = CouncilSuccession.objects.whole().filter(gss_code__in=missing)
        for succession in former.select_related("successor__region", "successor__bridge"):
            if succession.successor:
                found[succession.gss_code] = succession.successor
    return {code: found[code] for code in codes if code in found}


def of_today(shares: list[AuthorityShare], authorities: Mapping[str, LocalAuthority]) -> list[AuthorityShare]:
    """Return `shares` by the `authorities` of today, those in the same one together, the largest first."""
    there: dict[str, list[AuthorityShare]] = {}
    for share in shares:
        authority = authorities.get(share.area)
        area = authority.gss_code if authority else share.area
        there.setdefault(area, []).append(share)
    if len(there) == len(shares):
        return [replace(share, area=area) for area, [share] in there.items()]
    summed = [
        AuthorityShare(
            area, sum(one.number for one in some), sum(one.part for one in some), *(mean_of(some) or (None, None))
        )
        for area, some in there.items()
    ]
    return sorted(summed, key=lambda share: -share.number)


def mean_of(shares: list[AuthorityShare]) -> Point | None:
    """Return the mean place of all postcodes of `shares`, in whole metres; None if none is known."""
    placed = [share for share in shares if share.easting is not None and share.northing is not None]
    total = sum(share.number for share in placed)
    if not total:
        return None
    easting = sum((share.easting or 0) * share.number for share in placed)
    northing = sum((share.northing or 0) * share.number for share in placed)
    return round(easting / total), round(northing / total)
