"""What a published record is made of: fields, declared once and read by everything that publishes it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Model, URLField

from partnerships.dates.partial_dates import PartialDateField
from partnerships.vocabulary import Confidence


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


_PART = r"^\d{4}(-\d{2}(-\d{2})?)?$"
# By what holds such a value: in Python, or, where Python has nothing of its own for it, in a model.
FIELD_TYPES: dict[type, FieldType] = {
    str: FieldType("text", {"type": "string"}, {"type": "string"}),
    int: FieldType("whole number", {"type": "integer"}, {"type": "integer"}),
    float: FieldType("number", {"type": "number"}, {"type": "number"}),
    bool: FieldType("true or false", {"type": "boolean"}, {"type": "boolean"}),
    date: FieldType("day", {"type": "string", "format": "date"}, {"type": "date"}),
    datetime: FieldType("moment", {"type": "string", "format": "date-time"}, {"type": "datetime"}),
    PartialDateField: FieldType(
        "year, month or day",
        {"type": "string"},
        {"type": "string", "constraints": {"pattern": _PART}},
        {"pattern": _PART, "examples": ["2016", "2017-09"]},
    ),
    URLField: FieldType("web address", {"type": "string"}, {"type": "string", "format": "uri"}, {"format": "uri"}),
}


@dataclass(frozen=True, eq=False)
class Field:
    """One value of a record. What is not known is null, or an empty cell.

    `holds` is a key of FIELD_TYPES. `read` takes the row; without it, the value is the row's own of that name. Where
    parts are read without rows (see ListField), it is that in `column`, the path of a lookup, or else of that name.
    `choices` are the values it can have, each with what it means. `is_always_known` says that there is always a value;
    `is_per_query` that it belongs to one query and is not part of the record for good.
    """

    name: str
    holds: type
    description: str
    read: Callable[[Any], Any] | None = None
    column: str = field(default="", kw_only=True)
    unit: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True)
    choices: Sequence[tuple[str, str]] = field(default=(), kw_only=True)
    is_always_known: bool = field(default=False, kw_only=True)
    is_per_query: bool = field(default=False, kw_only=True)

    @property
    def format(self) -> FieldType:
        return FIELD_TYPES[self.holds]

    @property
    def full_description(self) -> str:
        """What it holds, its choices, its unit and its source, in sentences."""
        values = "; ".join(f"{value}: {meaning.removesuffix('.')}" for value, meaning in self.choices)
        unit = f"Unit: {self.unit}." if self.unit else ""
        source = f"Source: {self.source}." if self.source else ""
        return " ".join(part for part in (self.description, values and f"Values: {values}.", unit, source) if part)

    def value(self, row: Any) -> Any:
        """Return its value for `row`, None when it is not known."""
        return known_value(self.read(row) if self.read else getattr(row, self.name))


def known_value(value: Any) -> Any:
    """Return `value`, None when nothing is known."""
    return None if value == "" else value


# A value there always is.
known = partial(Field, is_always_known=True)


@dataclass(frozen=True, eq=False)
class ListField:
    """Several parts of a record, each with fields of its own. In the dump they have a sheet of their own.

    The parts are what `relation` leads to, the path of a lookup, or else the field's name: those that are as in `only`,
    in `order`, both told by paths from there, and as their model orders them without. They are read for many rows at
    once, and without a row for each: see RecordKind.complete. With `is_each_once` that is so however many ways lead to
    it. Parts that are no such values are what `read` returns of the row: a row for each.

    In a single sheet, all parts share a cell, which shows only the field of each that is called `shown_field`.
    `is_in_another_sheet` keeps out of the dump what the sheet of another kind holds already.
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    read: Callable[[Any], Iterable] | None = None
    shown_field: str = "name"
    is_in_another_sheet: bool = field(default=False, kw_only=True)
    relation: str = field(default="", kw_only=True)
    only: dict[str, Any] = field(default_factory=dict, kw_only=True)
    order: tuple[str, ...] = field(default=(), kw_only=True)
    is_each_once: bool = field(default=False, kw_only=True)

    @property
    def full_description(self) -> str:
        """What its parts are, in sentences."""
        return self.description

    def value(self, row: Any) -> list[dict[str, Any]]:
        """Return its parts for `row`, which must be complete, each by names of fields."""
        if self.read is None:
            return row.read_parts[self.name]
        return [{field.name: field.value(part) for field in self.fields} for part in self.read(row)]

    def of_rows(self, model: type[Model], keys: Collection[int]) -> dict[int, list[dict[str, Any]]]:
        """Return the parts of the rows of `model` with `keys`, by their keys; none of one that has none. One query."""
        relation, names = self.relation or self.name, [field.name for field in self.fields]
        conditions = {f"{relation}__{path}": value for path, value in {"isnull": False, **self.only}.items()}
        rows = model._base_manager.filter(pk__in=keys, **conditions)
        rows = rows.order_by(*[f"{relation}__{path}" for path in self.order] or [relation])
        columns = [f"{relation}__{field.column or field.name}" for field in self.fields]
        parts: dict[int, list[dict[str, Any]]] = {}
        for key, *values in (rows.distinct() if self.is_each_once else rows).values_list("pk", *columns):
            parts.setdefault(key, []).append(dict(zip(names, map(known_value, values), strict=True)))
        return parts


def whole_address(address: str) -> str:
    """Return `address` with what stands before all of ours, if it is one of ours."""
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address


def page_url(row: HasPage) -> str:
    """Return the whole address of the page of `row`."""
    return f"{settings.SITE_URL}{row.get_absolute_url()}"


def identity(singular: str, *, name: str = "name", has_page: bool = True) -> tuple[Field, ...]:
    """Return the fields by which a record of what is called `singular` is known; its name is in the field `name`."""
    address = f"The last part of the {singular}’s address. It may change; the old one then leads to the new one."
    fields = (number(singular), known("slug", str, address), known(name, str, f"What the {singular} is called.", str))
    page = known("url", URLField, f"The {singular}’s page here.", page_url)
    return (*fields, page) if has_page else fields


def number(singular: str) -> Field:
    """Return the field that holds the number of what is called `singular`."""
    return known("id", int, f"The {singular}’s number here. It never changes.")


def reference(to: str, description: str, read: Callable[[Any], Any] | None = None) -> tuple[Field, Field]:
    """Return two fields, slug and name, for another record.

    `read` takes the row and returns that record, or None; without it, it is the row's own called `to`.
    """
    other = read or attrgetter(to)
    return (
        Field(to, str, f"{description} Its slug.", lambda row: getattr(other(row), "slug", None)),
        Field(f"{to}_name", str, f"{description} Its name.", lambda row: getattr(other(row), "name", None)),
    )


def list_of_authorities(description: str, **more: Any) -> ListField:
    """Return the field of the local authorities that each row has; in a single sheet stand their codes."""
    return ListField("authorities", description, (GSS_CODE, NAME, SLUG), shown_field="gss_code", **more)


def other_row(to: str, slug: str = "") -> tuple[Field, Field]:
    """Return the slug, called `slug` or as the other row is, and the name of the row that each part has as `to`."""
    return (
        known(slug or to, str, f"The {to}’s slug.", column=f"{to}__slug"),
        known("name", str, f"The {to}’s name.", column=f"{to}__name"),
    )


SLUG = known("slug", str, "Its slug.")
NAME = known("name", str, "Its name.")
ONS = "Office for National Statistics"
GSS_CODE = known(
    "gss_code", str, "Its code in the register of the Office for National Statistics, nine characters.", source=ONS
)
SOURCE = Field("source", str, "Where the fact was read.")
CONFIDENCE = Field("confidence", str, "How well it is supported.", choices=Confidence.choices)
PRIORITIES = ListField("priorities", "The strategic priorities it is about.", (SLUG, NAME))
