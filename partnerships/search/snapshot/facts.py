"""What the database says of partnerships for the sets of a snapshot: of all of them, or in one query of some."""

import datetime
from collections.abc import Collection, Hashable, Iterator
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from partnerships.models import Partnership, PartnershipPart
from partnerships.search.facets import FACETS
from partnerships.search.snapshot.area_parts import AreaPart
from partnerships.search.snapshot.names import before_each
from partnerships.search.snapshot.sets import CHECKED, COMPILED, MEMBERS, PART, SUMMED_UP

# The name of a set, the key of a partnership, and the value it has.
Fact = tuple[str, int, Hashable]
_BEFORE = "before"
_TAB = "\t"
_DATES = {CHECKED: "checked_on", COMPILED: "compiled_on"}
# The columns of an AreaPart; the last two are its middle.
_PART_COLUMNS = (
    *("authority__slug", "authority__gss_code", "kind", "name", "postcode_districts", "easting", "northing"),
)


def of_all() -> Iterator[Fact]:
    """Yield what all partnerships have, drafts too. A query for each name."""
    for name, pairs in _pairs(None).items():
        yield from ((name, key, _value(name, text)) for key, text in pairs.iterator() if text is not None)


def of_some(keys: Collection[int]) -> tuple[list[Fact], dict[int, int | None]]:
    """Return what the partnerships with `keys` have, drafts too, and which of them are published. One query.

    With these comes the key of the published one whose name comes before theirs, None with the first of all.
    """
    statement, parameters = _statement(connection.vendor, len(keys), timezone.localdate())
    numbered = dict(enumerate(keys, start=-len(keys)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [numbered.get(parameter, parameter) for parameter in parameters])
        rows = cursor.fetchall()
    facts = [(name, key, _value(name, text)) for name, key, text in rows if name != _BEFORE and text is not None]
    return facts, {key: text and int(text) for name, key, text in rows if name == _BEFORE}


def _pairs(keys: Collection[int] | None) -> dict[str, QuerySet[Any, Any]]:
    """Return, by the names of sets, the keys of partnerships with what they have as a text: of all, or of `keys`."""
    rows = Partnership.objects.order_by() if keys is None else Partnership.objects.order_by().filter(pk__in=keys)
    members = rows.member_counts().values_list("pk", Cast("number", TextField()))
    dates = {name: rows.values_list("pk", Cast(column, TextField())) for name, column in _DATES.items()}
    summed_up = rows.exclude(summary="").values_list("pk", Value(""))
    others = dates | {MEMBERS: members, PART: _parts(keys), SUMMED_UP: summed_up}
    return {facet.name: facet.pairs(keys) for facet in FACETS} | others


def _parts(keys: Collection[int] | None) -> QuerySet[Any, Any]:
    """Return the keys of partnerships with the parts they work in, the columns of each as one text."""
    rows = PartnershipPart.objects.all() if keys is None else PartnershipPart.objects.filter(partnership__in=keys)
    blank, tab = Value("", TextField()), Value(_TAB, TextField())
    texts = [text for name in _PART_COLUMNS for text in (tab, Coalesce(Cast(name, TextField()), blank))]
    return rows.order_by().values_list("partnership_id", Concat(*texts[1:], output_field=TextField()))


def _part(text: str) -> AreaPart:
    slug, gss_code, kind, name, districts, easting, northing = text.split(_TAB)
    middle = (int(easting), int(northing)) if easting and northing else None
    return AreaPart(slug, gss_code, kind, name, tuple(districts.split()), middle)


def _value(name: str, text: str) -> Hashable:
    if name == PART:
        return _part(text)
    return int(text) if name == MEMBERS else text


@lru_cache(maxsize=8)
def _statement(vendor: str, number: int, today: datetime.date) -> tuple[str, tuple[Any, ...]]:
    """Return the query for so many partnerships `today`, and its parameters: instead of their keys, -1, -2 and so on.

    To have it made of models anew would take longer than the `vendor` takes to answer it.
    """
    keys = range(-number, 0)
    published = Partnership.objects.published()
    before = before_each(published.filter(pk__in=keys), published).values_list("pk", Cast("before", TextField()))
    parts: list[str] = []
    parameters: list[Any] = []
    for name, pairs in {**_pairs(keys), _BEFORE: before}.items():
        part, used = pairs.query.sql_with_params()
        parts.append(f"SELECT '{name}', part.* FROM ({part}) part")
        parameters += used
    return " UNION ALL ".join(parts), tuple(parameters)
