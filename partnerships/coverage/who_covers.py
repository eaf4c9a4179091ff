"""Who covers a local authority and how they differ, and who is nearest."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString

from partnerships.coverage.extents import extent_of, first_is_smallest, reach_in_words, smallest_first
from partnerships.coverage.reaching import Reaching, reaching
from partnerships.coverage.support_today import Support, support_of
from partnerships.models import LocalAuthority, Partnership
from partnerships.public_content.kept import Kept
from partnerships.publishing.entry_details import LinkedPlace
from partnerships.search import cards, figures
from partnerships.search.results import Match
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.kept_cards import Card
from partnerships.search.snapshot.sets import Bits, Groups, Snapshot, union
from partnerships.text.sentences import listed

NEIGHBOURS_SHOWN = 6
# Of those that work in a place, closed, or were proposed there: a page leads to the list of all.
SHOWN = 12


@dataclass(frozen=True)
class Reach:
    """A partnership that works in an authority, and how far beyond that authority it reaches, in a sentence.

    Where it works in a part of it only, `part` says in which, and `is_sure` whether all of the place that was asked
    about lies in that. `card` is how pages show it; only what is kept has it.
    """

    partnership: Partnership
    sentence: str
    part: str = ""
    is_sure: bool = True
    card: str = ""


@dataclass(frozen=True)
class Coverage:
    """Who covers `authority`, the smallest area first as far as we know; apart, those that ended and those proposed.

    Of each the first at least, and how many there are. If it is about a place in the postcode `districts`, those that
    work `elsewhere` in the authority, and are not known to reach that place, are apart too. `is_smallest_first` says
    that the area of the first lies within that of each other. Only what is kept says who gives `support` there today,
    and to the first, and has the `parts` of pages that were drawn of it, by name.
    """

    authority: LocalAuthority
    reaches: list[Reach] = field(default_factory=list)
    ended: list[Partnership] = field(default_factory=list)
    proposed: list[Partnership] = field(default_factory=list)
    working_count: int = 0
    ended_count: int = 0
    proposed_count: int = 0
    elsewhere: list[Reach] = field(default_factory=list)
    districts: frozenset[str] = frozenset()
    has_parts: bool = False
    is_smallest_first: bool = False
    support: Support = field(default_factory=Support)
    support_of_first: Support = field(default_factory=Support)
    parts: dict[str, SafeString] = field(default_factory=dict, compare=False)

    @property
    def weight(self) -> int:
        """How much room it takes up in memory, in partnerships; its map takes as much as ten, 25 kB."""
        return 10 + len(self.reaches) + len(self.ended) + len(self.proposed) + len(self.elsewhere)

    @property
    def is_in_part(self) -> bool:
        """Whether those that work there do so in parts of it, which may not hold the place that was asked about."""
        return bool(self.reaches) and not any(reach.is_sure for reach in self.reaches)

    @property
    def whole(self) -> "Coverage":
        """With all of them."""
        shown = len(self.reaches), len(self.ended), len(self.proposed)
        is_whole = shown == (self.working_count, self.ended_count, self.proposed_count)
        return self if is_whole else coverage_of(self.authority, self.districts)


# Those asked for last: a third of those in England today; in a very large directory each is of dozens of partnerships.
_coverages: Kept[tuple[str, Reaching], Coverage] = Kept(1_200, weigh=attrgetter("weight"))
# What is made of so many is not kept when something else changes: all of it would be as large as the directory.
MANY = 100


def kept_coverage_of(authority: LocalAuthority, districts: frozenset[str] = frozenset()) -> Coverage:
    """Return coverage_of `authority`, read with its region and Bridge Organisation, as it is kept if it is.

    Of each sort it has those that pages show before they lead to the list of all. With `districts` it is of a place.
    """
    code, nowhere = authority.gss_code, Reaching()
    of_all = _coverages.of((code, nowhere), lambda: _renewed_coverage_of(authority, nowhere, frozenset()))
    if not districts or not of_all.has_parts:
        return of_all
    who = reaching(keeping.current(), authority.slug, districts)
    return _coverages.of((code, who), lambda: _renewed_coverage_of(authority, who, districts))


def _renewed_coverage_of(authority: LocalAuthority, who: Reaching, districts: frozenset[str]) -> Coverage:
    """Return coverage_of `authority`, read anew only if a partnership there has changed; nothing is drawn of it yet.

    Its support is always that of now.
    """
    snapshot = keeping.current()
    there = snapshot.having("authority", [authority.slug])
    if there.bit_count() > MANY:
        made = _read(snapshot, authority, SHOWN, districts)
    else:
        key = (Coverage, authority.slug, who)
        made = snapshot.pieces.of(key, there, lambda: _read(snapshot, authority, SHOWN, districts))
    of_first = [place.gss_code for reach in made.reaches[:1] for place in reach.partnership.authorities.all()]
    here, first = support_of({"here": [authority.gss_code], "first": of_first}).values()
    return replace(made, support=here, support_of_first=first, parts={})


def coverage_of(authority: LocalAuthority, districts: frozenset[str] = frozenset()) -> Coverage:
    """Return which published partnerships work in `authority`, and apart from them those ended or proposed.

    With `districts`, those that do not reach a place in these postcode districts are apart as well.
    """
    return _read(keeping.current(), authority, None, districts)


def _read(snapshot: Snapshot, authority: LocalAuthority, at_most: int | None, districts: frozenset[str]) -> Coverage:
    """Return coverage_of `authority` with the first `at_most` of each sort, or all."""
    there = snapshot.having("authority", [authority.slug])
    who = reaching(snapshot, authority.slug, districts)
    working, proposed = there & figures.working(snapshot), there & snapshot.proposed
    ended = there & ~working & ~proposed
    working, elsewhere = working & ~who.outside, working & who.outside
    by_size = smallest_first(snapshot, working, authority.slug)
    listed_keys = [
        [key for key, _ in snapshot.listed(bits, groups, 0, at_most or bits.bit_count())]
        for bits, groups in ((working, by_size), (ended, ()), (proposed, ()), (elsewhere, ()))
    ]
    keys = [key for of_sort in listed_keys for key in of_sort]
    rows = _with_cards(snapshot, keys, authority.region.name) if at_most else _without_cards(keys)
    # One may have gone since the snapshot was read.
    first = [[rows[key] for key in of_sort if key in rows] for of_sort in listed_keys]
    county_size = LocalAuthority.objects.filter(county=authority.county).count() if authority.county else 0
    reaches = [
        [
            replace(_reach(snapshot, partnership, authority, county_size, who), card=card)
            for partnership, card in of_sort
        ]
        for of_sort in (first[0], first[3])
    ]
    pairs = [(extent_of(snapshot, reach.partnership), reach) for reach in reaches[0]]
    extents, reaching_it = zip(*sorted(pairs, key=lambda pair: pair[0].size), strict=True) if pairs else ((), ())
    return Coverage(
        authority=authority,
        reaches=list(reaching_it),
        elsewhere=reaches[1],
        districts=districts,
        has_parts=authority.slug in snapshot.parts_of,
        is_smallest_first=len(extents) == working.bit_count() and first_is_smallest(extents),
        ended=[partnership for partnership, _ in first[1]],
        proposed=[partnership for partnership, _ in first[2]],
        working_count=working.bit_count(),
        ended_count=ended.bit_count(),
        proposed_count=proposed.bit_count(),
    )


def _with_cards(snapshot: Snapshot, keys: Iterable[int], region: str) -> dict[int, tuple[Partnership, str]]:
    """Return the partnerships with `keys`, read for cards, and how each is shown in a `region`, by its key."""
    shown = cards.within(region, cards.of_matches(snapshot, [Match(key) for key in keys]))
    return {card.partnership.pk: (card.partnership, card.html) for card in shown}


def _without_cards(keys: Iterable[int]) -> dict[int, tuple[Partnership, str]]:
    """Return the partnerships with `keys`, read for cards, of which none is drawn, by its key."""
    return {row.pk: (row, "") for row in Partnership.objects.published().for_cards().filter(pk__in=keys)}


def _reach(
    snapshot: Snapshot, partnership: Partnership, authority: LocalAuthority, county_size: int, who: Reaching
) -> Reach:
    """Return how far `partnership` reaches; `who` is who reaches the place that was asked about."""
    parts = [part for part in snapshot.parts_worked_in(partnership.pk) if part.slug == authority.slug]
    slot = snapshot.slot_of(partnership.pk)
    is_sure = not parts or (slot is not None and bool(who.inside >> slot & 1))
    return Reach(
        partnership, reach_in_words(partnership, authority, county_size, parts), listed(map(str, parts)), is_sure
    )


def covering_lists() -> tuple[Prefetch, Prefetch]:
    """Return what to prefetch for authorities to have `covering` (partnerships at work there) and `proposals`."""
    published = Partnership.objects.published()
    covering = Prefetch("partnerships", published.working(), to_attr="covering")
    return covering, Prefetch("partnerships", published.proposed(), to_attr="proposals")


def with_who_covers(authorities: QuerySet[LocalAuthority]) -> QuerySet[LocalAuthority]:
    """Return `authorities` each with the lists of covering_lists."""
    return authorities.prefetch_related(*covering_lists())


class Surroundings(NamedTuple):
    """Cards of those that share an authority with a partnership (`here_count` in all), and of others nearby.

    At most six each.
    """

    here: list[Card]
    here_count: int
    nearby: list[Card]


def surroundings_of(snapshot: Snapshot, partnership: Partnership, authorities: Iterable[LinkedPlace]) -> Surroundings:
    """Return who else works in one of the `authorities` of `partnership`, by name, and who works near it.

    Those nearby work in its regions, the nearest to the middle of `partnership` first, where that is known.
    """
    slugs = {authority.slug for authority in authorities}
    places = [place for place in snapshot.authorities if place.slug in slugs]
    at_work = figures.working(snapshot)
    shared = snapshot.having("authority", slugs) & at_work & ~_apart_from(snapshot, partnership, slugs)
    here = shared & ~snapshot.with_keys([partnership.pk])
    nearby = snapshot.having("region", {place.region for place in places}) & at_work & ~shared
    groups: Groups = ()
    if middles := [place.middle for place in places if place.middle]:
        eastings, northings = zip(*middles, strict=True)
        groups = snapshot.by_distance(sum(eastings) // len(middles), sum(northings) // len(middles))
    matches = [Match(key) for key, _ in snapshot.listed(here, (), 0, NEIGHBOURS_SHOWN)]
    count = len(matches)
    matches += [Match(key, metres) for key, metres in snapshot.listed(nearby, groups, 0, NEIGHBOURS_SHOWN)]
    shown = cards.of_matches(snapshot, matches)
    if len(regions := {place.region for place in places}) == 1:
        shown = cards.within(snapshot.options["region"][regions.pop()], shown)
    return Surroundings(shown[:count], here.bit_count(), shown[count:])


def _apart_from(snapshot: Snapshot, partnership: Partnership, slugs: set[str]) -> Bits:
    """Return who works in parts of the authorities `slugs` and nowhere that `partnership` works, as we know."""
    own = [part for part in snapshot.parts_worked_in(partnership.pk) if part.slug in slugs]
    apart = together = 0
    for slug in slugs:
        districts = {district for part in own if part.slug == slug for district in part.districts}
        there, others = snapshot.having("authority", [slug]), 0
        if districts:
            others = snapshot.in_part(slug) & ~union(
                bits
                for part, bits in snapshot.parts_of[slug]
                if not part.districts or districts.intersection(part.districts)
            )
        apart, together = apart | others, together | there & ~others
    return apart & ~together


def nearest_to(
    authority: LocalAuthority, point: tuple[int, int] | None = None, districts: frozenset[str] = frozenset()
) -> list[Card]:
    """Return cards of those nearest to `point`, or else to `authority`, that do not cover it. At most six.

    With `districts`, those are among them that work in the authority and do not reach these. A point is in metres on
    the British National Grid. Without one they are those of the authority's region, by name.
    """
    snapshot = keeping.current()
    outside = reaching(snapshot, authority.slug, districts).outside
    elsewhere = ~snapshot.having("authority", [authority.slug]) | outside
    if middle := point or authority.middle:
        return _first_cards(snapshot, elsewhere, snapshot.by_distance(*middle))
    return _first_cards(snapshot, elsewhere & snapshot.having("region", [authority.region.slug]), ())


def nearest_to_point(point: tuple[int, int]) -> list[Card]:
    """Return cards of those nearest to `point`, in metres on the British National Grid. At most six."""
    snapshot = keeping.current()
    return _first_cards(snapshot, snapshot.formed, snapshot.by_distance(*point))


def _first_cards(snapshot: Snapshot, among: Bits, groups: Groups) -> list[Card]:
    """Return the cards of the first six at work of those `among`, each with how far away its group is."""
    listed = snapshot.listed(among & figures.working(snapshot), groups, 0, NEIGHBOURS_SHOWN)
    return cards.of_matches(snapshot, [Match(key, metres) for key, metres in listed])
