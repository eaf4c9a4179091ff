"""What a published record is made of: declared once, and read by everything that publishes it.

A Kind is a sort of record, with its fields. From it come the interface for programs and its description, the sheets,
GeoJSON, feeds and the nightly dump. Another app registers kinds of its own in its AppConfig.ready().
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import timezone

# How many rows are read at a time: so many that a list takes the same few queries however long it is.
ROWS_AT_ONCE = 1000


@dataclass(frozen=True, eq=False)
class Type:
    """What a value is: in words, in Python, and as JSON Schema and Table Schema call it."""

    words: str
    python: type
    json: dict[str, Any]
    table: dict[str, Any]


TEXT = Type("text", str, {}, {"type": "string"})
WHOLE = Type("whole number", int, {}, {"type": "integer"})
NUMBER = Type("number", float, {}, {"type": "number"})
YES_NO = Type("true or false", bool, {}, {"type": "boolean"})
DAY = Type("day", datetime.date, {}, {"type": "date"})
_PART = r"^\d{4}(-\d{2}(-\d{2})?)?$"
MOMENT = Type("moment", datetime.datetime, {}, {"type": "datetime"})
PART_OF_DATE = Type(
    "year, month or day",
    str,
    {"pattern": _PART, "examples": ["2016", "2017-09"]},
    {"type": "string", "constraints": {"pattern": _PART}},
)
ADDRESS = Type("web address", str, {"format": "uri"}, {"type": "string", "format": "uri"})


@dataclass(frozen=True, eq=False)
class Field:
    """One value of a record. What is not known is null, or an empty cell.

    `read` takes the row. `choices` are the values it can have, each with what it means. `is_always_known` says that
    there is always a value; `is_passing` that it belongs to one question and is not part of the record for good.
    """

    name: str
    type: Type
    description: str
    read: Callable[[Any], Any]
    unit: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True)
    choices: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)
    is_always_known: bool = field(default=False, kw_only=True)
    is_passing: bool = field(default=False, kw_only=True)

    @property
    def words(self) -> str:
        """What it holds, its unit and its source, in sentences."""
        values = "; ".join(f"{value}: {meaning}" for value, meaning in self.choices)
        unit = f"Unit: {self.unit}." if self.unit else ""
        source = f"Source: {self.source}." if self.source else ""
        return " ".join(part for part in (self.description, values and f"Values: {values}.", unit, source) if part)

    def value(self, row) -> Any:
        """Return its value for `row`, None when it is not known."""
        value = self.read(row)
        return None if value == "" else value


@dataclass(frozen=True, eq=False)
class ListField:
    """Several parts of a record, each with fields of its own. In the dump they have a sheet of their own.

    `read` takes the row and returns a row for each part. In a single sheet, the field called `stands_for` of each
    stands in one cell. `is_said_elsewhere` keeps out of the dump what another kind's sheet says already.
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    read: Callable[[Any], Iterable]
    stands_for: str
    is_said_elsewhere: bool = field(default=False, kw_only=True)

    @property
    def words(self) -> str:
        """What its parts are, in sentences."""
        return self.description

    def value(self, row) -> list[dict]:
        """Return its parts for `row`."""
        return [{part.name: part.value(one) for part in self.fields} for one in self.read(row)]


@dataclass(frozen=True, eq=False)
class RecordKind:
    """A sort of record. `name` stands in addresses and names of files, `one` is what a record is called.

    `rows` returns all that is public, in a fixed order; `prepare` makes any query of such rows ready to be read.
    `area` returns the GSS codes of the local authorities a row lies in or works in; None if it has no place.
    `changed` returns the day a row last changed, as far as is known. `position` puts the kinds in order.
    """

    name: str
    one: str
    title: str
    description: str
    fields: tuple[Field | ListField, ...]
    rows: Callable[[], QuerySet]
    prepare: Callable[[QuerySet], QuerySet]
    area: Callable[[Any], Iterable[str]] | None = None
    changed: Callable[[Any], datetime.date | None] | None = None
    summary: Callable[[Any], str] = field(default=lambda row: "")
    has_pages: bool = True
    position: int = 0

    @property
    def model(self) -> type[Model]:
        """The model of its rows."""
        return self.rows().model

    @property
    def plain_fields(self) -> list[Field]:
        """The fields that hold one value for good."""
        return [one for one in self.fields if isinstance(one, Field) and not one.is_passing]

    @property
    def parts(self) -> list[ListField]:
        """The fields that hold several parts."""
        return [one for one in self.fields if isinstance(one, ListField)]

    def record(self, row) -> dict[str, Any]:
        """Return what is published of `row`, which must have been prepared."""
        return {one.name: one.value(row) for one in self.fields}

    def read(self, rows: QuerySet) -> Iterator:
        """Yield `rows`, prepared, a portion at a time."""
        return self.prepare(rows).iterator(chunk_size=ROWS_AT_ONCE)


_kinds: dict[str, RecordKind] = {}


def register(*kinds: RecordKind) -> None:
    """Publish `kinds` from now on; one registered before by the same name is replaced."""
    for kind in kinds:
        _kinds[kind.name] = kind


def every_kind() -> list[RecordKind]:
    """Return all kinds that are published."""
    return sorted(_kinds.values(), key=lambda kind: kind.position)


def kind_called(name: str) -> RecordKind:
    """Return the kind called `name`. Raises KeyError if there is none."""
    return _kinds[name]


def with_saved_at(rows: QuerySet) -> QuerySet:
    """Return `rows` of a versioned model, each with `saved_at`: when its last version was kept, null if none was."""
    versions = rows.model.versions.model.objects.filter(id=OuterRef("pk")).order_by("-revision")
    return rows.annotate(saved_at=Subquery(versions.values("revision__at")[:1]))


def saved_on(row) -> datetime.date | None:
    """Return the day the last version of `row` was kept: it changed no later."""
    return timezone.localdate(row.saved_at) if row.saved_at else None


def page_of(row) -> str:
    """Return the whole address of the page of `row`."""
    return f"{settings.SITE_URL}{row.get_absolute_url()}"


def identity(one: str, *, has_page: bool = True) -> tuple[Field, ...]:
    """Return the fields by which a record of what is called `one` is known."""
    fields = (
        Field("id", WHOLE, f"The {one}’s number here. It never changes.", lambda row: row.pk, is_always_known=True),
        Field(
            "slug",
            TEXT,
            f"The last part of the {one}’s address. It may change; the old one then leads to the new one.",
            lambda row: row.slug,
            is_always_known=True,
        ),
        Field("name", TEXT, f"What the {one} is called.", lambda row: row.name, is_always_known=True),
    )
    page = Field("url", ADDRESS, f"The {one}’s page here.", page_of, is_always_known=True)
    return (*fields, page) if has_page else fields


def reference(to: str, read: Callable[[Any], Any], description: str) -> tuple[Field, Field]:
    """Return two fields, slug and name, for another record; `read` takes the row and returns it, or None."""
    return (
        Field(to, TEXT, f"{description} Its slug.", lambda row: getattr(read(row), "slug", None)),
        Field(f"{to}_name", TEXT, f"{description} Its name.", lambda row: getattr(read(row), "name", None)),
    )


SLUG = Field("slug", TEXT, "Its slug.", lambda row: row.slug, is_always_known=True)
NAME = Field("name", TEXT, "Its name.", lambda row: row.name, is_always_known=True)
GSS_CODE = Field(
    "gss_code",
    TEXT,
    "Its code in the register of the Office for National Statistics, nine characters.",
    lambda row: row.gss_code,
    source="Office for National Statistics",
    is_always_known=True,
)
SOURCE = Field("source", TEXT, "Where the fact was read.", lambda row: row.source)
