"""Who covers a local authority and how they differ, and who is nearest."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString

from partnerships.models import LocalAuthority, Partnership
from partnerships.public_content.kept import Kept
from partnerships.publishing.entry_details import LinkedPlace
from partnerships.search import cards, figures
from partnerships.search.results import Match
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.kept_cards import Card
from partnerships.search.snapshot.sets import Bits, Groups, Snapshot
from partnerships.vocabulary import WORKING_STAGES, Scope, Stage

NEIGHBOURS_SHOWN = 6
SHOWN = 30


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

    @property
    def first_reaches(self) -> list[Reach]:
        """The reaches that pages show, before they lead to the list of all."""
        return self.reaches[:SHOWN]

    @property
    def first_ended(self) -> list[Partnership]:
        """Those that ended which pages show."""
        return self.ended[:SHOWN]

    @property
    def first_proposed(self) -> list[Partnership]:
        """Those proposed which pages show."""
        return self.proposed[:SHOWN]


# In a very large directory each is of hundreds of partnerships.
_coverages: Kept[str, Coverage] = Kept(50)
# What is made of so many is not kept when something else changes: all of it would be as large as the directory.
MANY = 100


def kept_coverage_of(authority: LocalAuthority) -> Coverage:
    """Return coverage_of `authority`, read with its region and Bridge Organisation, as it is kept if it is."""
    return _coverages.of(authority.gss_code, lambda: _renewed_coverage_of(authority))


def _renewed_coverage_of(authority: LocalAuthority) -> Coverage:
    """Return coverage_of `authority`, read anew only if a partnership there has changed; nothing is drawn of it yet."""
    snapshot = keeping.current()
    there = snapshot.having("authority", [authority.slug])
    if there.bit_count() > MANY:
        return coverage_of(authority)
    return replace(snapshot.pieces.of((Coverage, authority.slug), there, lambda: coverage_of(authority)), parts={})


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


def neighbours_of(snapshot: Snapshot, partnership: Partnership, authorities: Iterable[LinkedPlace]) -> list[Card]:
    """Return cards of those near `partnership`: who shares one of its `authorities`, then others of its regions.

    The nearest to the middle of `partnership` come first, where that is known. At most six.
    """
    slugs = {authority.slug for authority in authorities}
    places = [place for place in snapshot.authorities if place.slug in slugs]
    shared = snapshot.having("authority", slugs)
    in_regions = snapshot.having("region", {place.region for place in places})
    groups: Groups = ()
    if middles := [place.middle for place in places if place.middle]:
        eastings, northings = zip(*middles, strict=True)
        groups = snapshot.by_distance(sum(eastings) // len(middles), sum(northings) // len(middles))
    sharing = [(metres, bits & shared) for metres, bits in groups]
    others = in_regions & ~snapshot.with_keys([partnership.pk])
    return _first_cards(snapshot, others, [*sharing, (None, shared), *groups])


def nearest_to(authority: LocalAuthority, point: tuple[int, int] | None = None) -> list[Card]:
    """Return cards of those nearest to `point`, or else to `authority`, that do not cover it. At most six.

    A point is in metres on the British National Grid. Without one they are those of the authority's region, by name.
    """
    snapshot = keeping.current()
    elsewhere = ~snapshot.having("authority", [authority.slug])
    if middle := point or authority.middle:
        return _first_cards(snapshot, elsewhere, snapshot.by_distance(*middle))
    return _first_cards(snapshot, elsewhere & snapshot.having("region", [authority.region.slug]), ())


def _first_cards(snapshot: Snapshot, among: Bits, groups: Groups) -> list[Card]:
    """Return the cards of the first six at work of those `among`, each with how far away its group is."""
    listed = snapshot.listed(among & figures.working(snapshot), groups, 0, NEIGHBOURS_SHOWN)
    return cards.of_matches(snapshot, [Match(key, metres) for key, metres in listed])
