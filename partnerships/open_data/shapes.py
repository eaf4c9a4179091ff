"""A RecordKind is a sort of published record, with its fields.

From it come the interface for programs and its description, the sheets, GeoJSON, feeds and the nightly dump.
"""

import datetime
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Count, F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from partnerships.published_kinds.fields import Field, ListField
from partnerships.search.results import Matches

Rows = TypeVar("Rows", bound=QuerySet[Any])
BATCH = 500
# So many rows may be sorted for a feed.
FEW = 5000


@dataclass(frozen=True, eq=False)
class RecordKind:
    """A sort of record. `name` stands in addresses and names of files, `singular` is what one record is called.

    `rows` returns all that is public, in a fixed order; `prepare` makes any query of such rows ready to be read.
    `area` returns the GSS codes of the local authorities a row lies in or works in; None if it has no place.
    `dated` returns rows each with `changed_at`, the day or moment it last changed as far as is known; None where that
    is kept of none. `prepare` does so too.
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
    dated: Callable[[Any], QuerySet[Any]] | None = None
    summary: Callable[[Any], str] = field(default=lambda row: "")
    # For kinds of very many rows: the keys by each of the dates that `changed_at` may be, the latest first.
    by_date: Callable[[], Sequence[QuerySet[Any, int]]] = tuple
    # Gives rows what no query of them tells.
    fill: Callable[[list[Any]], None] = field(default=lambda rows: None)
    has_pages: bool = True
    # How many rows are read at a time, with all that belongs to them.
    batch: int = BATCH

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

    def complete(self, rows: Iterable[Any]) -> list[Any]:
        """Return `rows`, prepared, filled, each with the parts it has, in a query for each field that holds parts."""
        complete = list(rows)
        model, keys = self.model, [row.pk for row in complete]
        parts = {field.name: field.of_rows(model, keys) for field in self.parts if field.read is None}
        for row in complete:
            row.read_parts = {name: of_rows.get(row.pk, []) for name, of_rows in parts.items()}
        self.fill(complete)
        return complete

    def record(self, row: Any) -> dict[str, Any]:
        """Return what is published of `row`, which must be complete."""
        return {field.name: field.value(row) for field in self.fields}

    def read(self, rows: QuerySet[Any]) -> Iterator[Any]:
        """Yield `rows` in their order, complete, reading a batch at a time.

        Only their keys are all kept in memory, and no query is left open meanwhile: whoever fetches a long list slowly
        holds up nobody. What is no longer public when its turn comes is left out.
        """
        keys = array("q", rows.prefetch_related(None).values_list("pk", flat=True))
        for start in range(0, len(keys), self.batch):
            batch = keys[start : start + self.batch]
            read = {row.pk: row for row in self.complete(self.prepare(rows.filter(pk__in=batch.tolist()).order_by()))}
            yield from (read[key] for key in batch if key in read)

    def latest(self, rows: QuerySet[Any], number: int, matches: Matches | None = None) -> list[Any]:
        """Return those `number` of `rows`, prepared, that changed last, the latest first. `dated` must be set.

        `matches` are the same rows in memory, if they are held there.
        """
        assert self.dated, "only kinds whose changes are known have latest rows"
        if matches is not None:
            rows = self.rows().filter(pk__in=self._lately_changed(matches, number))
        changed = self.dated(rows).filter(changed_at__isnull=False).order_by("-changed_at", "-pk")
        keys = list(changed.values_list("pk", flat=True)[:number])
        return sorted(self.prepare(rows.filter(pk__in=keys).order_by()), key=lambda row: keys.index(row.pk))

    def _lately_changed(self, matches: Matches, number: int) -> set[int]:
        """Return the keys of some of `matches` among which are those `number` that changed last."""
        if len(matches) <= FEW:
            return {key for key, _ in matches.listed(0, FEW)}
        found: set[int] = set()
        for keys in self.by_date():
            # Whoever is none of the latest by any date is none of the latest. Twice as far as they are likely to reach:
            reach = 2 * number * matches.out_of // len(matches)
            first = _first_held(keys[:reach], matches, number)
            found.update(first if len(first) == number else _first_held(keys, matches, number))
        return found


def _first_held(keys: Iterable[int], matches: Matches, number: int) -> list[int]:
    return list(islice(dict.fromkeys(filter(matches.holds, keys)), number))


def with_saved_at(rows: Rows) -> Rows:
    """Return `rows` of a versioned model, each with `saved_at`: when its last version was kept, null if none was."""
    versions = rows.model.versions.model.objects.filter(id=OuterRef("pk")).order_by("-revision_id")
    return rows.annotate(saved_at=Subquery(versions.values("revision__at")[:1]))


def dated_by_versions(rows: Rows) -> Rows:
    """Return `rows` of a versioned model, each with `changed_at`: when its last version was kept."""
    return with_saved_at(rows).annotate(changed_at=F("saved_at"))


def later_of(first: str, second: str) -> Greatest:
    """Return the later of two columns, or the one that is known: databases differ in what is the greatest then."""
    return Greatest(Coalesce(first, second), Coalesce(second, first))


def with_version_count(rows: Rows) -> Rows:
    """Return `rows` of a versioned model, each with `version_count`: null if no version was kept."""
    versions = rows.model.versions.model.objects.filter(id=OuterRef("pk")).order_by().values("id")
    return rows.annotate(version_count=Subquery(versions.annotate(count=Count("pk")).values("count")))


def changed_on(row: Any) -> datetime.date | None:
    """Return the day on which `row`, prepared, last changed, if it is known."""
    return day_of(row.changed_at) if row.changed_at else None


def day_of(changed_at: datetime.date) -> datetime.date:
    """Return the day of a moment, in London; a day as it is."""
    return timezone.localdate(changed_at) if isinstance(changed_at, datetime.datetime) else changed_at


def area_of_authorities(row: Any) -> list[str]:
    """Return the codes of the area of `row`, complete, for kinds with a list_of_authorities.

    They are the GSS codes of its local authorities; of one where it works in parts of which we know the postcode
    districts, those of these: "E06000065 YO11" (see geography.outline_geometry).
    """
    codes: dict[str, list[str]] = {authority["gss_code"]: [] for authority in row.read_parts["authorities"]}
    for part in row.read_parts.get("parts", ()):
        if part["gss_code"] in codes:
            districts = (part["postcode_districts"] or "").split()
            codes[part["gss_code"]] += [f"{part['gss_code']} {district}" for district in districts]
    return [code for whole, parts in codes.items() for code in parts or [whole]]
