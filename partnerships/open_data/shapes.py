"""What a published record is made of: declared once, and read by everything that publishes it.

A RecordKind is a sort of record, with its fields. From it come the interface for programs and its description, the
sheets, GeoJSON, feeds and the nightly dump.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.db.models import Count, Manager, Model, OuterRef, QuerySet, Subquery
from django.utils import timezone

Rows = TypeVar("Rows", bound=QuerySet[Any])

# How many rows are read at a time: so many that a list takes the same few queries however long it is.
BATCH = 1000


class HasPage(Protocol):
    """A row with a public page."""

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True, eq=False)
class FieldType:
    """What a value is: `label` says it to people, `json` in JSON Schema, `table` in Table Schema.

    `json_rules` hold also where the value may be null.
    """

    label: str
    json: dict[str, Any]
    table: dict[str, Any]
    json_rules: dict[str, Any] = field(default_factory=dict)


TEXT = FieldType("text", {"type": "string"}, {"type": "string"})
WHOLE = FieldType("whole number", {"type": "integer"}, {"type": "integer"})
NUMBER = FieldType("number", {"type": "number"}, {"type": "number"})
YES_NO = FieldType("true or false", {"type": "boolean"}, {"type": "boolean"})
DAY = FieldType("day", {"type": "string", "format": "date"}, {"type": "date"})
MOMENT = FieldType("moment", {"type": "string", "format": "date-time"}, {"type": "datetime"})
_PART = r"^\d{4}(-\d{2}(-\d{2})?)?$"
PART_OF_DATE = FieldType(
    "year, month or day",
    {"type": "string"},
    {"type": "string", "constraints": {"pattern": _PART}},
    {"pattern": _PART, "examples": ["2016", "2017-09"]},
)
ADDRESS = FieldType("web address", {"type": "string"}, {"type": "string", "format": "uri"}, {"format": "uri"})


@dataclass(frozen=True, eq=False)
class Field:
    """One value of a record. What is not known is null, or an empty cell.

    `read` takes the row; without it, the value is the row's own of that name. `choices` are the values it can have,
    each with what it means. `is_always_known` says that there is always a value; `is_per_query` that it belongs to one
    query and is not part of the record for good.
    """

    name: str
    type: FieldType
    description: str
    read: Callable[[Any], Any] | None = None
    unit: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True)
    choices: Sequence[tuple[str, str]] = field(default=(), kw_only=True)
    is_always_known: bool = field(default=False, kw_only=True)
    is_per_query: bool = field(default=False, kw_only=True)

    @property
    def full_description(self) -> str:
        """What it holds, its choices, its unit and its source, in sentences."""
        values = "; ".join(f"{value}: {meaning}" for value, meaning in self.choices)
        unit = f"Unit: {self.unit}." if self.unit else ""
        source = f"Source: {self.source}." if self.source else ""
        return " ".join(part for part in (self.description, values and f"Values: {values}.", unit, source) if part)

    def value(self, row: Any) -> Any:
        """Return its value for `row`, None when it is not known."""
        value = self.read(row) if self.read else getattr(row, self.name)
        return None if value == "" else value


@dataclass(frozen=True, eq=False)
class ListField:
    """Several parts of a record, each with fields of its own. In the dump they have a sheet of their own.

    `read` takes the row and returns a row for each part; without it, they are the row's own of that name. In a single
    sheet, all parts share a cell, which shows only the field of each that is called `shown_field`.
    `is_in_another_sheet` keeps out of the dump what the sheet of another kind holds already.
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    read: Callable[[Any], Iterable] | None = None
    shown_field: str = "name"
    is_in_another_sheet: bool = field(default=False, kw_only=True)

    @property
    def full_description(self) -> str:
        """What its parts are, in sentences."""
        return self.description

    def value(self, row: Any) -> list[dict[str, Any]]:
        """Return its parts for `row`, each by names of fields."""
        parts = self.read(row) if self.read else getattr(row, self.name)
        rows = parts.all() if isinstance(parts, Manager) else parts
        return [{field.name: field.value(part) for field in self.fields} for part in rows]


@dataclass(frozen=True, eq=False)
class RecordKind:
    """A sort of record. `name` stands in addresses and names of files, `singular` is what one record is called.

    `rows` returns all that is public, in a fixed order; `prepare` makes any query of such rows ready to be read.
    `area` returns the GSS codes of the local authorities a row lies in or works in; None if it has no place.
    `changed` returns the day a row last changed, as far as is known.
    """

    name: str
    singular: str
    title: str
    description: str
    fields: tuple[Field | ListField, ...]
    rows: Callable[[], QuerySet[Any]]
    # Any: each kind prepares rows of its own model.
    prepare: Callable[[Any], QuerySet[Any]]
    area: Callable[[Any], Iterable[str]] | None = None
    changed: Callable[[Any], datetime.date | None] | None = None
    summary: Callable[[Any], str] = field(default=lambda row: "")
    has_pages: bool = True

    @property
    def model(self) -> type[Model]:
        return self.rows().model

    @property
    def has_slug(self) -> bool:
        """Whether each record has an address of its own in the interface for programs."""
        return any(field.name == "slug" for field in self.fields)

    @property
    def plain_fields(self) -> list[Field]:
        """The fields that hold one value for good."""
        return [field for field in self.fields if isinstance(field, Field) and not field.is_per_query]

    @property
    def parts(self) -> list[ListField]:
        """The fields that hold several parts."""
        return [field for field in self.fields if isinstance(field, ListField)]

    def record(self, row: Any) -> dict[str, Any]:
        """Return what is published of `row`, which must have been prepared."""
        return {field.name: field.value(row) for field in self.fields}

    def read(self, rows: QuerySet[Any]) -> Iterator[Any]:
        """Yield `rows`, prepared, reading a batch at a time."""
        return self.prepare(rows).iterator(chunk_size=BATCH)


def with_saved_at(rows: Rows) -> Rows:
    """Return `rows` of a versioned model, each with `saved_at`: when its last version was kept, null if none was."""
    versions = rows.model.versions.model.objects.filter(id=OuterRef("pk")).order_by("-revision")
    return rows.annotate(saved_at=Subquery(versions.values("revision__at")[:1]))


def with_version_count(rows: Rows) -> Rows:
    """Return `rows` of a versioned model, each with `version_count`: null if no version was kept."""
    versions = rows.model.versions.model.objects.filter(id=OuterRef("pk")).order_by().values("id")
    return rows.annotate(version_count=Subquery(versions.annotate(count=Count("pk")).values("count")))


def saved_on(row: Any) -> datetime.date | None:
    """Return the day the last version of `row` (from with_saved_at) was kept: it changed no later."""
    return timezone.localdate(row.saved_at) if row.saved_at else None


def page_url(row: HasPage) -> str:
    """Return the whole address of the page of `row`."""
    return f"{settings.SITE_URL}{row.get_absolute_url()}"


def area_of_authorities(row: Any) -> list[str]:
    """Return the GSS codes of the local authorities of `row`, for kinds whose rows have several."""
    return [authority.gss_code for authority in row.authorities.all()]


def identity(singular: str, *, name: str = "name", has_page: bool = True) -> tuple[Field, ...]:
    """Return the fields by which a record of what is called `singular` is known; its name is in the field `name`."""
    address = f"The last part of the {singular}’s address. It may change; the old one then leads to the new one."
    fields = (
        number(singular),
        Field("slug", TEXT, address, is_always_known=True),
        Field(name, TEXT, f"What the {singular} is called.", str, is_always_known=True),
    )
    page = Field("url", ADDRESS, f"The {singular}’s page here.", page_url, is_always_known=True)
    return (*fields, page) if has_page else fields


def number(singular: str) -> Field:
    """Return the field that holds the number of what is called `singular`."""
    return Field("id", WHOLE, f"The {singular}’s number here. It never changes.", is_always_known=True)


def count_field(name: str, description: str) -> Field:
    """Return the field that holds the number the row carries as `name`."""
    return Field(name, WHOLE, description, is_always_known=True)


def reference(to: str, description: str, read: Callable[[Any], Any] | None = None) -> tuple[Field, Field]:
    """Return two fields, slug and name, for another record.

    `read` takes the row and returns that record, or None; without it, it is the row's own called `to`.
    """
    other = read or attrgetter(to)
    return (
        Field(to, TEXT, f"{description} Its slug.", lambda row: getattr(other(row), "slug", None)),
        Field(f"{to}_name", TEXT, f"{description} Its name.", lambda row: getattr(other(row), "name", None)),
    )


def other_row(to: str, slug: str = "") -> tuple[Field, Field]:
    """Return the slug, called `slug` or as the other row is, and the name of the row that each part has as `to`."""
    return (
        Field(slug or to, TEXT, f"The {to}’s slug.", attrgetter(f"{to}.slug"), is_always_known=True),
        Field("name", TEXT, f"The {to}’s name.", attrgetter(f"{to}.name"), is_always_known=True),
    )


SLUG = Field("slug", TEXT, "Its slug.", is_always_known=True)
NAME = Field("name", TEXT, "Its name.", is_always_known=True)
GSS_CODE = Field(
    "gss_code",
    TEXT,
    "Its code in the register of the Office for National Statistics, nine characters.",
    source="Office for National Statistics",
    is_always_known=True,
)
SOURCE = Field("source", TEXT, "Where the fact was read.")
