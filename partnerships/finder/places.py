"""Answers about one local authority, and about several.

Distances are straight lines on the British National Grid, whose scale differs from the ground's by under 0.1 % anywhere
in England. The larger error is where a line ends: at the mean of the postcodes of the nearest local authority of a
partnership, so a distance can be wrong by half that authority's width, which is a mile or two in a city and twenty in
a large rural county. Hence "about", and whole miles.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from partnerships.coverage import who_covers
from partnerships.finder.answers import Answer, AnswerKind, AreaRow, heading_of, kind_of, share_in_words
from partnerships.finder.elsewhere import nation_in_words
from partnerships.geography.place_names import NATION_NAMES
from partnerships.geography.postcodes import AuthorityShare, is_english
from partnerships.models import LocalAuthority, Partnership


@dataclass(frozen=True)
class TypedPlace:
    """The place that was typed: its name as shown, and its position in metres on the National Grid where known."""

    name: str
    easting: float | None = None
    northing: float | None = None
    is_postcode: bool = False


def authorities_of(codes: Iterable[str]) -> dict[str, LocalAuthority]:
    """Return the authorities of these GSS codes, by code, each with its region and Bridge Organisation."""
    rows = LocalAuthority.objects.filter(gss_code__in=list(codes)).select_related("region", "bridge")
    return {row.gss_code: row for row in rows}


def place_answer(authority: LocalAuthority, typed: TypedPlace, *, lede: str, notes: list[str] | None = None) -> Answer:
    """Return who covers `authority`, in which `typed` lies; if nobody does, with the partnerships nearest to it."""
    coverage = who_covers.coverage_of(authority)
    answer = Answer(
        kind=kind_of(coverage),
        heading=heading_of(coverage, typed.name),
        lede=lede,
        notes=notes or [],
        coverage=coverage,
        is_postcode=typed.is_postcode,
        near=typed.name if typed.is_postcode and typed.easting is not None else "",
    )
    if not coverage.is_covered:
        answer.nearest = _nearest(authority, typed)
        answer.measured_from = f"the middle of {authority.name}" if typed.easting is None else typed.name
    return answer


def _nearest(authority: LocalAuthority, typed: TypedPlace) -> list[Partnership]:
    if typed.easting is None or typed.northing is None:
        return who_covers.nearest_to(authority)
    here = authority.partnerships.values("pk")
    others = Partnership.objects.published().working().exclude(pk__in=here).for_cards()
    others = others.with_metres_from(round(typed.easting), round(typed.northing))
    return list(others.order_by(who_covers.NEAREST_FIRST, "name")[: who_covers.NEIGHBOURS_SHOWN])


def areas_answer(
    heading: str, shares: list[AuthorityShare], *, lede: str = "", notes: list[str] | None = None
) -> Answer:
    """Return the answer for what lies in several areas, in the order of `shares`, and says how large each is.

    Shares in other nations become notes. Codes the directory does not know are left out.
    """
    parts = {share.area: share_in_words(share.part) for share in shares if share.number}
    abroad = [share for share in shares if share.area in NATION_NAMES]
    answer = Answer(AnswerKind.AREAS, heading=heading, lede=lede, notes=[*(notes or [])])
    answer.notes += [_abroad_in_words(share) for share in abroad]
    authorities = LocalAuthority.objects.filter(gss_code__in=[share.area for share in shares if is_english(share.area)])
    order = [share.area for share in shares]
    answer.rows = sorted(
        (AreaRow(authority, parts.get(authority.gss_code, "")) for authority in _with_who_covers(authorities)),
        key=lambda row: order.index(row.authority.gss_code),
    )
    working = Partnership.objects.published().working()
    answer.partnerships = list(working.covering_any(authorities).for_cards().order_by("name"))
    return answer


def _with_who_covers(authorities: QuerySet[LocalAuthority]) -> QuerySet[LocalAuthority]:
    return who_covers.with_who_covers(authorities.select_related("region"))


def _abroad_in_words(share: AuthorityShare) -> str:
    where = nation_in_words(share.area)
    return f"Part of it is in {where}: {share_in_words(share.part)}." if share.number else f"Part of it is in {where}."
