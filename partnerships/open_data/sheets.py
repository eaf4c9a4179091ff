"""Records as rows of a sheet: a list with all that is known of each, and the plain sheets of the dump."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from partnerships.open_data.shapes import RecordKind
from partnerships.published_kinds.fields import Field, ListField, known


def whole_sheet(kind: RecordKind, rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Yield the headings and `rows` of `kind` with every field; several parts share a cell, with semicolons between."""
    yield [field.name for field in kind.fields]
    for row in kind.read(rows):
        record = kind.record(row)
        yield [_in_one_cell(field, record[field.name]) for field in kind.fields]


def _in_one_cell(field: Field | ListField, value: Any) -> Any:
    if isinstance(field, Field):
        return value
    return "; ".join(str(part[field.shown_field]).removesuffix(".") for part in value)


@dataclass(frozen=True)
class DumpSheet:
    """A sheet of the dump: of all records of `kind` with the fields that hold one value, or of their `parts`.

    In one of parts, the first column is the number of the record they belong to.
    """

    kind: RecordKind
    parts: ListField | None = None

    @property
    def name(self) -> str:
        return f"{self.kind.name}-{self.parts.name.replace('_', '-')}" if self.parts else self.kind.name

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def description(self) -> str:
        return (self.parts or self.kind).description

    @property
    def fields(self) -> list[Field]:
        if self.parts is None:
            return self.kind.plain_fields
        name = f"{self.kind.singular.lower().replace(' ', '_')}_id"
        return [known(name, int, f"The {self.kind.singular} it belongs to: its id."), *self.parts.fields]

    @property
    def headings(self) -> list[str]:
        return [field.name for field in self.fields]

    def lines_of(self, row: Any) -> list[list[Any]]:
        """Return the cells of each line about `row`, which must be complete."""
        if self.parts is None:
            return [[field.value(row) for field in self.kind.plain_fields]]
        return [[row.pk, *part.values()] for part in self.parts.value(row)]
