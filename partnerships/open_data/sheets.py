"""Records as rows of a sheet."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from partnerships.open_data.shapes import Field, ListField, RecordKind

SEPARATOR = "; "


def whole_sheet(kind: RecordKind, rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Yield the headings and `rows` of `kind` with every field; several parts share a cell, with semicolons between."""
    yield [field.name for field in kind.fields]
    for row in kind.read(rows):
        record = kind.record(row)
        yield [_in_one_cell(field, record[field.name]) for field in kind.fields]


def main_sheet(kind: RecordKind) -> Iterator[list[Any]]:
    """Yield the headings and all records of `kind`, with the fields that hold one value."""
    yield [field.name for field in kind.plain_fields]
    for row in kind.read(kind.rows()):
        yield [field.value(row) for field in kind.plain_fields]


def sheet_of_parts(kind: RecordKind, parts: ListField) -> Iterator[list[Any]]:
    """Yield the headings and all `parts` of records of `kind`, each with the number of its record."""
    yield [key_of(kind), *(field.name for field in parts.fields)]
    for row in kind.read(kind.rows()):
        for part in parts.value(row):
            yield [row.pk, *(part[field.name] for field in parts.fields)]


def key_of(kind: RecordKind) -> str:
    """Return the heading under which sheets of parts name the record of `kind` they belong to."""
    return f"{kind.singular.lower().replace(' ', '_')}_id"


def _in_one_cell(field: Field | ListField, value: Any) -> Any:
    if isinstance(field, Field):
        return value
    return SEPARATOR.join(str(part[field.shown_field]) for part in value)
