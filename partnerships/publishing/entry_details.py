"""What stands around a partnership on its page, in one query: rows that are only shown, few of each kind.

PartnershipQuerySet.for_entry reads the same for many partnerships, with a query for each relation. For one page that
would be a quarter of all its time. Tests hold that the two agree.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from partnerships import models
from partnerships.models import Partnership, Programme, Sector, StrategicPriority
from partnerships.published_kinds import table
from partnerships.vocabulary import PublicationState

# What all parts of the query have: the first two columns and the key say in which order their rows come.
_COLUMNS = ("one", "two", "three", "four", "five", "six")


class Named(NamedTuple):
    """A row that is shown by its name, with a link to its page."""

    name: str
    url: str


class TakingPart(NamedTuple):
    """That it took part in a programme, and how."""

    programme: Programme
    note: str


@dataclass(frozen=True)
class Details:
    """What stands around a partnership; what is not published stays out. `priorities` are those it states, with how."""

    links: list[models.PartnershipLink]
    sources: list[models.PartnershipSource]
    sectors_sought: list[str]
    priorities: dict[Named, list[str]]
    programmes: list[TakingPart]
    predecessors: list[Named]
    successors: list[Named]
    # Those of which it has published anything: see by_owner.
    kinds: frozenset[str]


def details_of(partnership: Partnership) -> Details:
    """Return the details of `partnership`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_query(), {"key": partnership.pk, "published": PublicationState.PUBLISHED})
        found = cursor.fetchall()
    rows: dict[str, list[Any]] = defaultdict(list)
    for part, _, _, *columns in found:
        rows[part].append(columns)
    priorities: dict[Named, list[str]] = defaultdict(list)
    for name, slug, wording, *_ in rows["priorities"]:
        priorities[Named(name, StrategicPriority.address_of(slug))].append(wording)
    return Details(
        links=[models.PartnershipLink(kind=kind, label=label, url=url) for kind, label, url, *_ in rows["links"]],
        sources=[_source(*columns[:4]) for columns in rows["sources"]],
        sectors_sought=[plural for plural, *_ in rows["sectors"]],
        priorities=dict(priorities),
        programmes=[_taking_part(*columns) for columns in rows["programmes"]],
        predecessors=_partnerships(rows["predecessors"]),
        successors=_partnerships(rows["successors"]),
        kinds=frozenset(name for name, *_ in rows["kinds"]),
    )


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
_PARTS = [
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


@cache
def _query() -> str:
    """Return the query, when all kinds are registered."""
    kinds = [
        _part(
            "kinds", f"{_table(kind.model)} {_OWN} AND publication = %(published)s LIMIT 1", f"'{kind.name}'", key="0"
        )
        for kind in table.kinds()
        if kind.is_news
    ]
    parts = [*_PARTS, *(f"SELECT * FROM ({kind}) of_kind" for kind in kinds)]
    return f"{' UNION ALL '.join(parts)} ORDER BY part, place, one, two, row_key"
