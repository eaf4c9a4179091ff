"""A RecordKind is a sort of published record, with its fields.

From it come the interface for programs and its description, the sheets, GeoJSON, feeds and the nightly dump.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.utils import timezone

from partnerships.published_kinds.fields import Field, ListField

Rows = TypeVar("Rows", bound=QuerySet[Any])
# How many rows are read at a time: so many that a list takes the same few queries however long it is.
BATCH = 1000


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


def area_of_authorities(row: Any) -> list[str]:
    """Return the GSS codes of the local authorities of `row`, for kinds whose rows have several."""
    return [authority.gss_code for authority in row.authorities.all()]
