"""Who covers a local authority and how they differ, who is nearest, and which usual sectors a partnership lacks."""

from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.utils.safestring import SafeString

from partnerships.models import LocalAuthority, Partnership, Sector
from partnerships.public_content.kept import Kept
from partnerships.vocabulary import WORKING_STAGES, Scope, Stage

NEIGHBOURS_SHOWN = 6
NEAREST_FIRST = F("metres").asc(nulls_last=True)


@dataclass(frozen=True)
class Reach:
    """A partnership that works in an authority, and how far beyond that authority it reaches, in a sentence."""

    partnership: Partnership
    sentence: str


@dataclass(frozen=True)
class Coverage:
    """Who covers `authority`, the smallest area first; apart from them, those that ended and those proposed.

    `parts` are the parts of pages that were drawn of it, by name.
    """

    authority: LocalAuthority
    reaches: list[Reach] = field(default_factory=list)
    ended: list[Partnership] = field(default_factory=list)
    proposed: list[Partnership] = field(default_factory=list)
    parts: dict[str, SafeString] = field(default_factory=dict, compare=False)


# There are some 300 authorities.
_coverages: Kept[str, Coverage] = Kept(500)


def kept_coverage_of(authority: LocalAuthority) -> Coverage:
    """Return coverage_of `authority`, read with its region and Bridge Organisation, as it is kept if it is."""
    return _coverages.of(authority.gss_code, lambda: coverage_of(authority))


def coverage_of(authority: LocalAuthority) -> Coverage:
    """Return which published partnerships work in `authority`, and apart from them those ended or proposed."""
    partnerships = list(Partnership.objects.published().covering_any([authority]).for_cards())
    county_size = LocalAuthority.objects.filter(county=authority.county).count() if authority.county else 0
    working = sorted(
        (partnership for partnership in partnerships if partnership.stage in WORKING_STAGES),
        key=lambda partnership: (len(partnership.authorities.all()), partnership.name),
    )
    return Coverage(
        authority=authority,
        reaches=[Reach(partnership, reach_in_words(partnership, authority, county_size)) for partnership in working],
        ended=[partnership for partnership in partnerships if partnership.stage == Stage.ENDED],
        proposed=[partnership for partnership in partnerships if partnership.is_proposed],
    )


def reach_in_words(partnership: Partnership, authority: LocalAuthority, county_size: int) -> str:
    """Return how far `partnership`, which works in `authority`, reaches: "Works across the whole of Kent …".

    `county_size` is the number of authorities in the county of `authority`. For lists, prefetch `authorities`.
    """
    others = [other for other in partnership.authorities.all() if other != authority]
    if not others and partnership.scope == Scope.TOWN:
        return f"Works in part of {authority.name}."
    if not others:
        return f"Works in {authority.name} alone."
    same_county = bool(authority.county) and all(other.county == authority.county for other in others)
    if same_county and len(others) + 1 == county_size:
        return f"Works across the whole of {authority.county}, in all {county_size} of its districts."
    noun = ("district", "districts") if same_county else ("local authority", "local authorities")
    number = f"one other {noun[0]}" if len(others) == 1 else f"{len(others)} other {noun[1]}"
    return f"Works in {authority.name} and {number}{f' of {authority.county}' if same_county else ''}."


def covering_lists() -> tuple[Prefetch, Prefetch]:
    """Return what to prefetch for authorities to have `covering` (partnerships at work there) and `proposals`."""
    published = Partnership.objects.published()
    covering = Prefetch("partnerships", published.working(), to_attr="covering")
    return covering, Prefetch("partnerships", published.proposed(), to_attr="proposals")


def with_who_covers(authorities: QuerySet[LocalAuthority]) -> QuerySet[LocalAuthority]:
    """Return `authorities` each with the lists of covering_lists."""
    return authorities.prefetch_related(*covering_lists())


def missing_sectors(partnership: Partnership) -> list[Sector]:
    """Return the usual sectors no current member of `partnership` is named for in our sources.

    A sector may take part without being named: pages must say so.
    """
    return list(Sector.objects.usual().exclude(pk__in=Sector.objects.with_members_in(partnership).values("pk")))


def neighbours_of(partnership: Partnership) -> list[Partnership]:
    """Return partnerships near `partnership`: those that share an authority with it, then others of its regions.

    Each is ready for a card, with `metres` from the middle of `partnership` where that is known. At most six.
    """
    authorities = list(partnership.authorities.all())
    regions = {authority.region_id for authority in authorities}
    others = Partnership.objects.published().working().exclude(pk=partnership.pk)
    in_regions = others.covering_any(LocalAuthority.objects.filter(region__in=regions))
    shared = Partnership.authorities.through.objects.filter(partnership=OuterRef("pk"), localauthority__in=authorities)
    near = in_regions.for_cards().alias(overlaps=Exists(shared)).order_by("-overlaps", "name")
    if middles := [authority.middle for authority in authorities if authority.middle]:
        eastings, northings = zip(*middles, strict=True)
        near = near.with_metres_from(sum(eastings) // len(middles), sum(northings) // len(middles))
        near = near.order_by("-overlaps", NEAREST_FIRST, "name")
    return list(near[:NEIGHBOURS_SHOWN])


def nearest_to(authority: LocalAuthority, point: tuple[int, int] | None = None) -> list[Partnership]:
    """Return the partnerships nearest to `point`, or else to `authority`, that do not cover it. At most six, for cards.

    A point is in metres on the British National Grid. Each partnership has `metres` if one is known; else they are
    those of the authority's region, by name.
    """
    others = Partnership.objects.published().working().exclude(pk__in=authority.partnerships.values("pk")).for_cards()
    if middle := point or authority.middle:
        others = others.with_metres_from(*middle).order_by(NEAREST_FIRST, "name")
    else:
        others = others.in_region(authority.region)
    return list(others[:NEIGHBOURS_SHOWN])
