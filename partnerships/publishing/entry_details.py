"""What stands around a partnership on its page, in one query: rows that are only shown, few of each kind.

PartnershipQuerySet.for_entry reads the same for many partnerships, as rows, with a query for each relation. For one
page that would be most of its time. Tests hold that the two agree.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from partnerships import models
from partnerships.models import LocalAuthority, Partnership, Programme, Region, Sector, StrategicPriority
from partnerships.published_kinds import table
from partnerships.publishing.entry_rows import Member, WorkedIn
from partnerships.text.sentences import listed, region_in_words, with_article
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole, NameKind, PublicationState

# More places than these are a number in a sentence.
MAX_NAMED = 3
# What all parts of the query have: the first two columns and the key say in which order their rows come.
_COLUMNS = ("one", "two", "three", "four", "five", "six", "seven")
# The reverse name of a model above this package.
_MEMBERSHIP: Any = Partnership._meta.get_field("memberships").related_model
_ORGANISATION: Any = _MEMBERSHIP._meta.get_field("organisation").related_model


class Named(NamedTuple):
    """A row that is shown by its name, with a link to its page."""

    name: str
    url: str


class LinkedPlace(NamedTuple):
    """A local authority or a region, with the address of its page."""

    gss_code: str
    name: str
    slug: str
    url: str


class TakingPart(NamedTuple):
    """That it took part in a programme, and how."""

    programme: Programme
    note: str


@dataclass(frozen=True)
class Details:
    """What stands around a partnership; what is not published stays out.

    `names` are its other names by their kind, in words, `authorities` those it works in, by region. `members` belong to
    it, `projects` are its partners in projects, `supporters` its funders and supporters; all by sector, in each the
    host first, then its steering group. `missing_sectors` are the usual ones no member is named for in our sources,
    though one may well take part: pages must say so. `priorities` are those it states, with how. `story` and
    `elsewhere` come newest first, the undated last.
    """

    names: dict[str, list[str]]
    authorities: list[LinkedPlace]
    regions: list[LinkedPlace]
    parts: list[WorkedIn]
    members: list[Member]
    projects: list[Member]
    supporters: list[Member]
    missing_sectors: list[str]
    story: list[models.StoryFact]
    elsewhere: list[models.PublishedElsewhere]
    links: list[models.PartnershipLink]
    sources: list[models.PartnershipSource]
    sectors_sought: list[str]
    priorities: dict[Named, list[str]]
    programmes: list[TakingPart]
    predecessors: list[Named]
    successors: list[Named]
    # The names of the listings in which it has published anything: see by_owner.
    listings: frozenset[str]

    @property
    def former_names(self) -> list[str]:
        return self.names.get(NameKind.FORMER.label, [])

    @property
    def area_in_words(self) -> str:
        """Where it works, within a sentence: "part of Leeds and York", or how many places of which regions."""
        if len(self.authorities) > MAX_NAMED:
            regions = listed(region_in_words(region.name) for region in self.regions)
            return f"{len(self.authorities)} local authorities of {regions}"
        in_part = {part.authority for part in self.parts}
        return listed(
            f"part of {with_article(place.name)}" if place.name in in_part else with_article(place.name)
            for place in self.authorities
        )


def details_of(partnership: Partnership) -> Details:
    """Return the details of `partnership`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_query(), {"key": partnership.pk, "published": PublicationState.PUBLISHED})
        found = cursor.fetchall()
    rows: dict[str, list[Any]] = defaultdict(list)
    for part, _, _, *columns in found:
        rows[part].append(columns)
    names: dict[str, list[str]] = defaultdict(list)
    for kind, _, name, *_ in rows["names"]:
        names[NameKind(kind).label].append(name)
    priorities: dict[Named, list[str]] = defaultdict(list)
    for name, slug, wording, *_ in rows["priorities"]:
        priorities[Named(name, StrategicPriority.address_of(slug))].append(wording)
    places = [_with_region(columns) for columns in rows["authorities"]]
    members = [_member(*columns) for columns in rows["members"]]
    return Details(
        names=dict(names),
        authorities=[authority for authority, _ in places],
        regions=list(dict.fromkeys(region for _, region in places)),
        parts=[WorkedIn(*columns[:6]) for columns in rows["parts"]],
        members=[member for member in members if member.is_belonging],
        projects=[member for member in members if member.role == MembershipRole.PROJECT],
        supporters=[member for member in members if member.role == MembershipRole.FUNDER],
        missing_sectors=[name for name, *_ in rows["missing sectors"]],
        story=[_fact(*columns[:6]) for columns in _newest_first(rows["story"], 0)],
        elsewhere=[_elsewhere(*columns[:6]) for columns in _newest_first(rows["elsewhere"], 0)],
        links=[models.PartnershipLink(kind=kind, label=label, url=url) for kind, label, url, *_ in rows["links"]],
        sources=[_source(*columns[:4]) for columns in rows["sources"]],
        sectors_sought=[plural for plural, *_ in rows["sectors"]],
        priorities=dict(priorities),
        programmes=[_taking_part(*columns[:6]) for columns in rows["programmes"]],
        predecessors=_partnerships(rows["predecessors"]),
        successors=_partnerships(rows["successors"]),
        listings=frozenset(name for name, *_ in rows["listings"]),
    )


def _with_region(columns: list[str]) -> tuple[LinkedPlace, LinkedPlace]:
    name, slug, code, region, region_slug, region_code, _ = columns
    authority = LinkedPlace(code, name, slug, LocalAuthority.address_of(slug))
    return authority, LinkedPlace(region_code, region, region_slug, Region.address_of(region_slug))


def _member(name: str, slug: str, website: str, sector: str, role: str, *dates: str) -> Member:
    return Member(name, _ORGANISATION.address_of(slug), website, sector, role, *dates)


def _newest_first(rows: list[Any], column: int) -> list[Any]:
    """Return `rows` by the partial dates in `column`, the newest first, else in the order they have."""
    return sorted(rows, key=lambda columns: columns[column], reverse=True)


def _fact(date: str, said: str, kind: str, what: str, source: str, confidence: str) -> models.StoryFact:  # noqa: PLR0913
    return models.StoryFact(date=date, date_said=said, kind=kind, what=what, source=source, confidence=confidence)


def _elsewhere(*values: str) -> models.PublishedElsewhere:
    names = ("date", "title", "url", "kind", "description", "publisher")
    return models.PublishedElsewhere(**dict(zip(names, values, strict=True)))


def _source(title: str, url: str, shows: str, seen_on: str | None) -> models.PartnershipSource:
    day = datetime.date.fromisoformat(seen_on) if seen_on else None
    return models.PartnershipSource(title=title, url=url, shows=shows, seen_on=day)


def _taking_part(name: str, slug: str, note: str, runner: str, starts: str, ends: str) -> TakingPart:  # noqa: PLR0913
    return TakingPart(Programme(name=name, slug=slug, run_by=runner, starts=starts, ends=ends), note)


def _partnerships(rows: list[Any]) -> list[Named]:
    return [Named(name, Partnership.address_of(slug)) for name, slug, *_ in rows]


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def _part(name: str, rows: str, *columns: str, key: str = "id", place: str = "0") -> str:
    padded = [*columns, *["''"] * (len(_COLUMNS) - len(columns))]
    named = ", ".join(f"{column} AS {as_name}" for column, as_name in zip(padded, _COLUMNS, strict=True))
    return f"SELECT '{name}' AS part, {place} AS place, {key} AS row_key, {named} FROM {rows}"


def _related(name: str, own: str, other: str) -> str:
    links, entries = _table(Partnership.predecessors.through), _table(Partnership)
    rows = f"{links} JOIN {entries} ON {entries}.id = {other} WHERE {own} = %(key)s AND publication = %(published)s"
    return _part(name, rows, "name", "slug", key=f"{links}.id")


_OWN = "WHERE partnership_id = %(key)s"
_MEMBERS = f"{_table(_MEMBERSHIP)} member JOIN {_table(_ORGANISATION)} other ON other.id = organisation_id"
_ROLES = ", ".join(f"'{role}'" for role in BELONGING_ROLES)
_PARTS = [
    _part("names", f"{_table(models.PartnershipName)} {_OWN}", "kind", "''", "name"),
    _part(
        "authorities",
        f"{_table(Partnership.authorities.through)} link "
        f"JOIN {_table(LocalAuthority)} authority ON authority.id = localauthority_id "
        f"JOIN {_table(Region)} region ON region.id = region_id {_OWN}",
        *("authority.name", "authority.slug", "authority.gss_code", "region.name", "region.slug", "region.gss_code"),
        key="link.id",
        place="region.position",
    ),
    _part(
        "parts",
        f"{_table(models.PartnershipPart)} part JOIN {_table(LocalAuthority)} authority ON authority.id = authority_id "
        f"JOIN {_table(Partnership.authorities.through)} link ON link.partnership_id = part.partnership_id "
        f"AND localauthority_id = authority_id WHERE part.partnership_id = %(key)s",
        *("authority.name", "kind", "part.name", "postcode_districts", "source", "as_of"),
        key="part.id",
    ),
    _part(
        "members",
        f"{_MEMBERS} JOIN {_table(Sector)} sector ON sector.id = sector_id {_OWN} AND until = ''",
        *("other.name", "other.slug", "other.website", "sector.plural", "role", "since", "as_of"),
        key="member.id",
        place=f"3 * sector.position + CASE role WHEN '{MembershipRole.HOST}' THEN 0 "
        f"WHEN '{MembershipRole.STEERING}' THEN 1 ELSE 2 END",
    ),
    _part(
        "missing sectors",
        f"{_table(Sector)} sector WHERE is_usual AND NOT EXISTS ("
        f"SELECT 1 FROM {_MEMBERS} {_OWN} AND until = '' AND sector_id = sector.id AND role IN ({_ROLES}))",
        "name",
        place="position",
    ),
    _part(
        "story",
        f"{_table(models.StoryFact)} {_OWN}",
        *("date", "date_said", "kind", "what", "source", "confidence"),
        place="id",
    ),
    _part(
        "elsewhere",
        f"{_table(models.PublishedElsewhere)} {_OWN} AND publication = %(published)s",
        *("date", "title", "url", "kind", "description", "publisher"),
        place="id",
    ),
    _part("links", f"{_table(models.PartnershipLink)} {_OWN}", "kind", "label", "url"),
    _part(
        "sources",
        f"{_table(models.PartnershipSource)} {_OWN}",
        *("title", "url", "shows", "CAST(seen_on AS varchar(10))"),
        place="id",
    ),
    _part(
        "sectors",
        f"{_table(Partnership.sectors_sought.through)} link "
        f"JOIN {_table(Sector)} sector ON sector.id = sector_id {_OWN}",
        "plural",
        key="link.id",
        place="position",
    ),
    _part(
        "priorities",
        f"{_table(models.PartnershipPriority)} "
        f"JOIN {_table(StrategicPriority)} priority ON priority.id = priority_id {_OWN}",
        *("priority.name", "priority.slug", "wording"),
        key=f"{_table(models.PartnershipPriority)}.id",
    ),
    _part(
        "programmes",
        f"{_table(models.ProgrammeParticipation)} part "
        f"JOIN {_table(Programme)} programme ON programme.id = programme_id "
        f"LEFT JOIN {_table(models.BridgeOrganisation)} bridge ON bridge.id = bridge_id "
        f"{_OWN} AND publication = %(published)s",
        *("programme.name", "programme.slug", "note", "coalesce(bridge.name, run_by)", "starts", "ends"),
        key="part.id",
    ),
    _related("predecessors", "from_partnership_id", "to_partnership_id"),
    _related("successors", "to_partnership_id", "from_partnership_id"),
]


def _only(listing: table.Listing) -> str:
    return "".join(f" AND {column} = '{value}'" for column, value in listing.only.items())


@cache
def _query() -> str:
    """Return the query, when all kinds are registered."""
    listings = [
        _part(
            "listings",
            f"{_table(kind.model)} {_OWN} AND publication = %(published)s{_only(listing)} LIMIT 1",
            f"'{listing.name}'",
            key="0",
        )
        for kind, listing in table.listings()
        if kind.is_news
    ]
    parts = [*_PARTS, *(f"SELECT * FROM ({listing}) of_listing" for listing in listings)]
    return f"{' UNION ALL '.join(parts)} ORDER BY part, place, one, two, row_key"
