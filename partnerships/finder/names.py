"""Where names come from. Each room registers a source of the names it has; geography and directory are here."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import partial

from django.db.models import Value

from partnerships.finder import school_names
from partnerships.finder.results import Ambiguous, Choice, Entry, NamedSchool
from partnerships.finder.wording import counted
from partnerships.geography.place_names import NamedPlace, PlaceKind
from partnerships.models import (
    BridgeOrganisation,
    CouncilSuccession,
    LocalAuthority,
    Partnership,
    PartnershipName,
    PartnershipPart,
    Region,
)
from partnerships.search import figures, words
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.sets import union
from partnerships.text.sentences import listed, region_in_words
from partnerships.vocabulary.parts import PartKind

# With more partnerships than that, their names are not all read for each question; and how many are, then.
MANY_NAMES = 2000
MOST_LIKE = 100


@dataclass(frozen=True)
class NameSource:
    """Names of one sort. A source with few `lists` them all, to be ranked with those of other sources.

    One with too many to read for each question lists none. It gives by `like` those with the words of the text, or is
    asked by `called` for what the text is the name of, after all others: it never takes one from a place, but `beside`
    a place of that name it says what else has it. By `near` it gives what may be meant by a text that is the name of
    nothing. Names that it does not list may all the same be `suggested` while somebody types: at most MANY_NAMES and
    one more.
    """

    lists: Callable[[], Iterable[NamedPlace]] = lambda: ()
    like: Callable[[str], Iterable[NamedPlace]] = lambda text: ()
    called: Callable[[str], Entry | NamedSchool | Ambiguous | None] = lambda text: None
    near: Callable[[str], list[Choice]] = lambda text: []
    beside: Callable[[str], tuple[Choice, ...]] = lambda text: ()
    suggested: Callable[[], Iterable[str]] = lambda: ()

    def names_for(self, text: str) -> list[NamedPlace]:
        """Return the names to look for `text` among."""
        return list(self.lists()) or list(self.like(text))


def all_authorities_and_counties() -> Iterator[NamedPlace]:
    """Yield the local authorities by GSS code, their counties, and those that they have followed. Two queries."""
    authorities = LocalAuthority.objects.select_related("region", "bridge").order_by("gss_code")
    return authorities_and_counties(authorities, list(CouncilSuccession.objects.select_related("successor")))


def successions() -> list[CouncilSuccession]:
    """Return those of local authorities that are no more, each with its successor. One query."""
    return list(CouncilSuccession.objects.done().select_related("successor"))


def authorities_and_counties(
    authorities: Iterable[LocalAuthority], successions: Collection[CouncilSuccession] = ()
) -> Iterator[NamedPlace]:
    """Yield `authorities`, each with its region and all the codes it goes by, and the counties of these.

    So do those that they followed by `successions`: what lay in one of these lies in its successor, if that is one.
    Those planned to follow have the codes of whose place they are to take.
    """
    counties: dict[str, list[str]] = defaultdict(list)
    successors: dict[str, list[str]] = defaultdict(list)
    former: dict[str, list[str]] = defaultdict(list)
    for succession in successions:
        if succession.successor:
            successors[succession.gss_code].append(succession.successor.gss_code)
    for code, following in successors.items():
        if len(following) == 1:
            former[following[0]].append(code)
    yield from _planned_places(successions)
    for authority in authorities:
        codes = [authority.gss_code, *former[authority.gss_code]]
        yield NamedPlace(authority.name, PlaceKind.AUTHORITY, tuple(codes), authority=authority)
        if authority.county:
            counties[authority.county].append(authority.gss_code)
    for succession in successions:
        # While some of its districts go on, a county is these and what has followed the others.
        if succession.successor and succession.county in counties:
            counties[succession.county].append(succession.successor.gss_code)
    yield from (NamedPlace(name, PlaceKind.COUNTY, tuple(dict.fromkeys(codes))) for name, codes in counties.items())
    yield from (place for place in _former_places(successions) if place.code or place.name not in counties)


def _former_places(successions: Iterable[CouncilSuccession]) -> Iterator[NamedPlace]:
    """Yield the authorities and counties that are no more, each once, with the codes of their successors as areas."""
    areas: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    ends: dict[tuple[str, str, str], datetime.date] = {}
    planned: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for succession in successions:
        for former in [(succession.name, succession.gss_code, "district"), (succession.county, "", "county")]:
            if succession.successor:
                areas[former].add(succession.successor.gss_code)
                ends[former] = max(succession.on, ends.get(former, succession.on))
            else:
                planned[former].append(succession.successor_name)
    for (name, code, was), codes in areas.items():
        if name:
            until = ends[name, code, was].isoformat()
            beyond = tuple(sorted(set(planned[name, code, was]))) if code else ()
            yield NamedPlace(
                name, PlaceKind.FORMER, tuple(sorted(codes)), until=until, was=was, code=code, beyond=beyond
            )


def _planned_places(successions: Iterable[CouncilSuccession]) -> Iterator[NamedPlace]:
    """Yield the authorities that are planned, with the codes of those that they are to follow as areas."""
    areas: dict[tuple[str, datetime.date], list[str]] = defaultdict(list)
    for succession in successions:
        # One that keeps its name only gets another code.
        if not succession.successor and succession.name != succession.successor_name:
            areas[succession.successor_name, succession.on].append(succession.gss_code)
    for (name, on), codes in areas.items():
        yield NamedPlace(name, PlaceKind.PLANNED, tuple(sorted(codes)), since=on.isoformat())


def partnership_names() -> Iterator[NamedPlace]:
    """Yield all names of published partnerships, of old too; none where there are more than MANY_NAMES. Two queries."""
    names = dict(Partnership.objects.published().values_list("pk", "name")[: MANY_NAMES + 1])
    return _all_names_of(names) if len(names) <= MANY_NAMES else iter(())


def partnership_names_like(text: str) -> Iterator[NamedPlace]:
    """Yield all names of the published partnerships that are found by the words of `text`, the best MOST_LIKE."""
    snapshot = keeping.current()
    published = snapshot.formed | snapshot.proposed
    groups = words.groups_of(snapshot, Partnership, published, text)
    keys = [key for key, _ in snapshot.listed(union(bits for _, bits in groups), groups, 0, MOST_LIKE)]
    rows = Partnership.objects.in_bulk(keys)
    return _all_names_of({key: rows[key].name for key in keys if key in rows})


def _all_names_of(names: dict[int, str]) -> Iterator[NamedPlace]:
    """Yield the names of partnerships, given by their keys, their other names, and the parts only they tell of.

    Of such a place no file of ours knows where it is: it leads to who works there. One query.
    """
    others = PartnershipName.objects.filter(partnership__in=names).order_by()
    parts = PartnershipPart.objects.filter(partnership__in=names, kind=PartKind.TOWN, postcode_districts="").order_by()
    every = others.values_list("partnership_id", "name", Value("")).union(
        parts.values_list("partnership_id", "name", "authority__slug"), all=True
    )
    for key, name, slug in [*((key, name, "") for key, name in names.items()), *every.order_by("partnership_id")]:
        read = partial(_partnership, key, name, slug)
        yield NamedPlace(name, PlaceKind.PARTNERSHIP, of=names[key], read=read)


def _partnership(key: int, name: str, slug: str = "") -> Entry | None:
    """Return a partnership that is found by `name`: its own or another, or a part of the local authority `slug`."""
    partnership = Partnership.objects.published().for_cards().filter(pk=key).first()
    if not partnership:
        return None
    other = "" if partnership.name == name else f"{name} is another name of it. "
    for authority in partnership.authorities.all():
        other = f"{name} is in {authority.name}. " if authority.slug == slug else other
    kind = "a place where a partnership was proposed" if partnership.is_proposed else "a partnership"
    names = [authority.name for authority in partnership.authorities.all()]
    sentence = f"{other}{partnership.name} is {kind}{f' in {listed(names)}' if names else ''}."
    return Entry(name=partnership.name, row=partnership, sentence=sentence, partnerships=[partnership])


def region_names() -> Iterator[NamedPlace]:
    """Yield the regions. One query."""
    for region in Region.objects.all():
        read = partial(region_entry, region.gss_code)
        yield NamedPlace(region.name, PlaceKind.REGION, (region.gss_code,), of=region.name, read=read)


def region_entry(gss_code: str) -> Entry | None:
    """Return the region of `gss_code` with how much is in it, or None if there is none."""
    region = Region.objects.filter(gss_code=gss_code).first()
    if not region:
        return None
    name, there = region_in_words(region.name), figures.of_region(keeping.current(), region)
    authorities = counted(there.authority_count, "local authority", "local authorities")
    works = counted(there.partnership_count, "partnership works", "partnerships work")
    sentence = f"{name[0].upper()}{name[1:]} is a region of {authorities}. {works} in it."
    return Entry(name=region.name, row=region, sentence=sentence, partnerships=[])


def bridge_names() -> Iterator[NamedPlace]:
    """Yield all names of Bridge Organisations. One query."""
    for bridge in BridgeOrganisation.objects.all():
        sentence = f"{bridge.name} was a Bridge Organisation {bridge.role_dates or 'until March 2023'}."
        read = partial(_bridge_entry, bridge, sentence)
        for name in (bridge.name, *bridge.all_other_names):
            yield NamedPlace(name, PlaceKind.BRIDGE, of=bridge.name, read=read)


def _bridge_entry(bridge: BridgeOrganisation, sentence: str) -> Entry:
    # Names may be kept; whoever shows one reads more into it.
    return Entry(name=bridge.name, row=copy(bridge), sentence=sentence, partnerships=[])


# All there are, in the order they are asked. Those of geography and of the directory; other apps register theirs.
SOURCES = [
    NameSource(all_authorities_and_counties),
    NameSource(partnership_names, partnership_names_like),
    NameSource(region_names),
    NameSource(bridge_names),
    NameSource(called=school_names.called, near=school_names.near, beside=school_names.beside),
]


def register(*sources: NameSource) -> None:
    """Ask `sources` too from now on. Called once for each app, when it starts."""
    SOURCES.extend(sources)
