"""Records as rows of a sheet."""

import csv
import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from partnerships.open_data.shapes import Field, ListField, RecordKind
from partnerships.text.csv_cells import plain

SEPARATOR = "; "


class _Echo:
    """A file that hands back what is written to it, so that a sheet can be sent row by row."""

    def write(self, text: str) -> str:
        return text


def lines(rows: Iterable[list[str]]) -> Iterator[str]:
    """Yield the lines of a CSV with `rows`."""
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow(row)


def whole_sheet(kind: RecordKind, rows: QuerySet[Any]) -> Iterator[list[str]]:
    """Yield the headings and `rows` of `kind` with every field; several parts share a cell, with semicolons between."""
    yield [field.name for field in kind.fields]
    for row in kind.read(rows):
        record = kind.record(row)
        yield [_cell_of(field, record[field.name]) for field in kind.fields]


def main_sheet(kind: RecordKind) -> Iterator[list[str]]:
    """Yield the headings and all records of `kind`, with the fields that hold one value."""
    yield [field.name for field in kind.plain_fields]
    for row in kind.read(kind.rows()):
        yield [cell(field.value(row)) for field in kind.plain_fields]


def sheet_of_parts(kind: RecordKind, parts: ListField) -> Iterator[list[str]]:
    """Yield the headings and all `parts` of records of `kind`, each with the number of its record."""
    yield [key_of(kind), *(field.name for field in parts.fields)]
    for row in kind.read(kind.rows()):
        for part in parts.value(row):
            yield [cell(row.pk), *(cell(part[field.name]) for field in parts.fields)]


def key_of(kind: RecordKind) -> str:
    """Return the heading under which sheets of parts name the record of `kind` they belong to."""
    return f"{kind.singular.lower().replace(' ', '_')}_id"


def cell(value: Any) -> str:
    """Return `value` as it stands in a sheet: text that could run as a formula begins with an apostrophe."""
    if isinstance(value, str):
        return plain(value)
    return _FORMATTERS[type(value)](value)


def _cell_of(field: Field | ListField, value: Any) -> str:
    if isinstance(field, Field):
        return cell(value)
    return cell(SEPARATOR.join(str(part[field.shown_field]) for part in value))


_FORMATTERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "",
    bool: lambda value: "true" if value else "false",
    int: str,
    float: str,
    datetime.date: datetime.date.isoformat,
    datetime.datetime: lambda value: f"{value.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
}
