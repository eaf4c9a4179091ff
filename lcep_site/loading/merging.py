"""Merging the committed files into the database without touching what staff have changed.

LoadedRecord keeps the values each row was loaded with. A value that is still as it was loaded may be replaced; any
other is staff's own, with all that belongs together with it (FileKind.together). A row staff deleted stays deleted.
A row staff added that a file now also holds is left alone.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import SET_NULL, BooleanField, ForeignKey, Model
from django.utils import timezone
from django.utils.text import slugify

from lcep_site.loading.kinds import KINDS, BrokenRow, FileKind, FileRow
from members.models import MemberOrganisation
from members.organisations import looking_after
from partnerships import versions
from partnerships.models import LoadedRecord, SearchDocument
from partnerships.models.slugs import Sluggable
from partnerships.search import text_index

YES_OR_NO = {"yes": True, "no": False}
KEPT = "kept as staff left them"
# What may become of a row, in the order in which it is reported.
OUTCOMES = ("added", "updated", KEPT, "removed", "unchanged")
# A key in a file → the primary key of its row, or None when staff deleted that.
Keys = dict[str, int | None]
Values = dict[str, Any]  # the values of a row as JSON holds them, by the names of its fields
ReadRow = tuple[FileRow, Values]


@dataclass(frozen=True)
class Tally:
    """How many rows of a kind had each of the OUTCOMES, and in a line each what of them is `kept` as staff left it."""

    kind: FileKind
    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        listed = ", ".join(f"{self.counts[outcome]} {outcome}" for outcome in OUTCOMES if self.counts[outcome])
        return f"{self.kind.name.replace('_', ' ').capitalize()}: {listed or 'nothing to load'}"


@transaction.atomic
def load(folder: Path, report: Callable[[Tally], None]) -> None:
    """Load every file of `folder`, all or nothing, and update the search index and the versions.

    `report` is called with the tally of each kind. Raises BrokenRow, with nothing loaded, when a row cannot be loaded.
    """
    keys: dict[str, Keys] = {}
    organisations_before = set(MemberOrganisation.objects.values_list("pk", flat=True))
    for kind in KINDS:
        merge = Merge(kind, keys)
        report(merge.run(kind.read(folder)))
        keys[kind.name] = merge.keys
    looking_after.settle(MemberOrganisation.objects.exclude(pk__in=organisations_before))
    text_index.rebuild()
    versions.backfill()
    refresh_statistics([*(kind.model for kind in KINDS), SearchDocument])


def refresh_statistics(models: Iterable[type[Model]]) -> None:
    """Make PostgreSQL analyse the tables of `models` now.

    It would do so by itself within some minutes, but until then it plans queries for empty tables, and a list that
    takes milliseconds may take minutes.
    """
    if connection.vendor == "postgresql":
        tables = sorted({connection.ops.quote_name(model._meta.db_table) for model in models})
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")


@dataclass
class Merge:
    """Merges the rows of one kind. `known` holds the keys of the kinds loaded before it."""

    kind: FileKind
    known: dict[str, Keys]
    keys: Keys = field(default_factory=dict)

    def run(self, file_rows: list[FileRow]) -> Tally:
        """Add, update or leave each row; delete those gone from the file but for entries and what staff changed."""
        tally = Tally(self.kind)
        self.counts, self.kept = tally.counts, tally.kept
        fields = {field.name: field for field in self.kind.model._meta.concrete_fields}
        self.fields = {name: fields[name] for name in self.kind.fields}
        self.records = {record.key: record for record in LoadedRecord.objects.filter(kind=self.kind.name)}
        loaded = [record.object_id for record in self.records.values()]
        self.rows: dict[int, Model] = self.kind.model._default_manager.select_for_update().in_bulk(loaded)
        self._refuse_bad_keys(file_rows)
        read_rows = {
            self._key(file_row): (file_row, {name: self._value(file_row, name) for name in self.fields})
            for file_row in file_rows
        }
        # An entry gone from its file keeps its key: else what refers to it would look changed by staff.
        self.keys = {key: record.object_id for key, record in self.records.items() if record.object_id in self.rows}
        if not self.kind.is_of_entries:
            self._remove_all_but(read_rows)
        self._update({key: read_row for key, read_row in read_rows.items() if key in self.records})
        self._add({key: read_row for key, read_row in read_rows.items() if key not in self.records})
        return tally

    def _refuse_bad_keys(self, file_rows: list[FileRow]) -> None:
        locations: dict[object, str] = {}
        for file_row in file_rows:
            cells = file_row.cells
            if self.kind.is_of_entries and slugify(cells["key"]) != (cells["key"] or None):
                raise BrokenRow(file_row.location, "key: it must be of small letters, digits and hyphens.")
            for unique in (self._key(file_row), tuple(cells[name] for name in self.kind.identity)):
                if unique in locations:
                    raise BrokenRow(file_row.location, f"the same record stands in {locations[unique]}.")
                locations[unique] = file_row.location

    def _key(self, file_row: FileRow) -> str:
        return " | ".join(file_row.cells[name] for name in (["key"] if self.kind.is_of_entries else self.kind.identity))

    def _value(self, file_row: FileRow, name: str) -> Any:
        """Return a cell as LoadedRecord keeps it: a reference as its key, a date as text, all else as it is."""
        column, cell = self.fields[name], file_row.cells[name]
        referred = self.kind.references.get(name)
        try:
            if referred and cell and cell not in self.known[referred]:
                raise ValidationError(f"“{cell}” is not in {referred}.tsv.")
            if not cell and column.null:
                return None
            if not cell and not column.blank:
                raise ValidationError("it must not be empty.")
            if referred:
                return cell
            if isinstance(column, BooleanField):
                if cell not in YES_OR_NO:
                    raise ValidationError("it must be yes or no.")
                return YES_OR_NO[cell]
            return as_json(column.clean(cell, None))
        except ValidationError as error:
            raise BrokenRow(file_row.location, f"{name}: {' '.join(error.messages)}") from error

    def _for_database(self, name: str, value: Any) -> Any:
        """Return a value from _value() as the model's attribute holds it: None for a reference staff deleted."""
        referred = self.kind.references.get(name)
        return self.known[referred].get(value) if referred and value else value

    def _is_staffs(self, row: Model, name: str, loaded: Values) -> bool:
        """Whether a value is no longer as it was loaded. For a column new to the files, the field's default counts."""
        column = self.fields[name]
        before = self._for_database(name, loaded[name]) if name in loaded else as_json(column.get_default())
        return as_json(getattr(row, column.attname)) != before

    def _edited(self, row: Model, loaded: Values) -> set[str]:
        return {name for name in self.fields if self._is_staffs(row, name, loaded)}

    def _assign(self, row: Model, values: Values) -> None:
        for name, value in values.items():
            setattr(row, self.fields[name].attname, self._for_database(name, value))
        for name, value in self.kind.derived(row).items():
            setattr(row, name, value)

    def _remove_all_but(self, read_rows: Collection[str]) -> None:
        """Delete rows no longer in the file. Entries stay, as much may belong to them (staff archive or delete)."""
        gone = [record for key, record in self.records.items() if key not in read_rows]
        rows = [(row, record) for record in gone if (row := self.rows.get(record.object_id))]
        unchanged = [row.pk for row, record in rows if not self._edited(row, record.values)]
        for row, record in rows:
            if row.pk not in unchanged:
                self.counts[KEPT] += 1
                self._name_kept(record.key, row, "gone from the file")
        self.kind.model._default_manager.filter(pk__in=unchanged).delete()
        LoadedRecord.objects.filter(pk__in=[record.pk for record in gone]).delete()
        self.counts["removed"] = len(unchanged)

    def _update(self, read_rows: dict[str, ReadRow]) -> None:
        changed: list[tuple[FileRow, Model]] = []
        names: set[str] = set()
        records = []
        for key, (file_row, values) in read_rows.items():
            record = self.records[key]
            row = self.rows.get(record.object_id)
            self.keys.setdefault(key, None)
            renewed = self._renew(row, values, record.values) if row else set()
            staffs = self._edited(row, values) if row else set()
            if row and renewed:
                changed.append((file_row, row))
                names |= renewed
            else:
                self.counts[KEPT if not row or staffs else "unchanged"] += 1
            self._name_kept(key, row, ", ".join(sorted(staffs, key=self.kind.fields.index)) if row else "deleted")
            if values != record.values:
                record.values, record.loaded_at = values, timezone.now()
                records.append(record)
        self.counts["updated"] = len(changed)
        if changed:
            with naming_the_broken_row(self.kind, changed):
                self.kind.model._default_manager.bulk_update([row for _, row in changed], sorted(names))
        LoadedRecord.objects.bulk_update(records, ["values", "loaded_at"])

    def _name_kept(self, key: str, row: Model | None, what: str) -> None:
        """Note `what` staff did to the row of `key`, "" for nothing."""
        if what:
            called = str(row) if row and self.kind.is_of_entries else key.replace(" | ", ", ")
            self.kept.append(f"{called}: {what}")

    def _renew(self, row: Model, values: Values, loaded: Values) -> set[str]:
        """Assign to `row` what is new in the file and not staff's; return the names of the fields to save."""
        staffs = self.kind.with_companions(self._edited(row, loaded))
        renewed = {
            name
            for name, value in values.items()
            if value != loaded.get(name) and name not in staffs
            if as_json(getattr(row, self.fields[name].attname)) != self._for_database(name, value)
            if not self._is_orphaned(name, value)
        }
        self._assign(row, {name: values[name] for name in renewed})
        return renewed | set(self.kind.derived(row) if renewed else ())

    def _add(self, read_rows: dict[str, ReadRow]) -> None:
        """Add rows for what is new, except where staff already made one, or deleted what it would belong to."""
        if not read_rows:
            return
        existing = {self._identity(row): row for row in self.kind.model._default_manager.all()}
        new_rows = {key: self._new_row(values) for key, (_, values) in read_rows.items()}
        rows = {key: existing.get(self._identity(row)) or row for key, row in new_rows.items() if row}
        added = {key: row for key, row in rows.items() if row is new_rows[key]}
        if self.kind.is_of_entries:
            self._give_slugs(added)
        with naming_the_broken_row(self.kind, [(read_rows[key][0], row) for key, row in added.items()]):
            self.kind.model._default_manager.bulk_create(added.values())
        self.counts["added"] = len(added)
        self.counts[KEPT] += len(read_rows) - len(added)
        for key in [key for key in read_rows if key not in added]:
            self._name_kept(key, rows.get(key), "added" if key in rows else "deleted")
        self.keys |= {key: rows[key].pk if key in rows else None for key in read_rows}
        LoadedRecord.objects.bulk_create(
            LoadedRecord(kind=self.kind.name, key=key, object_id=row.pk, values=read_rows[key][1])
            for key, row in rows.items()
        )

    def _new_row(self, values: Values) -> Model | None:
        """Return a new row, not saved yet; None when staff deleted what it would belong to."""
        if any(self._is_orphaned(name, values[name]) for name in self.kind.references):
            return None
        row = self.kind.model(**self.kind.initial)
        self._assign(row, values)
        return row

    def _is_orphaned(self, name: str, value: Any) -> bool:
        """Whether `value` refers to a row staff deleted, and a row cannot be without it."""
        column = self.fields[name]
        may_be_null = isinstance(column, ForeignKey) and column.remote_field.on_delete is SET_NULL
        return value is not None and self._for_database(name, value) is None and not may_be_null

    def _give_slugs(self, added: dict[str, Model]) -> None:
        """Make each key the slug of its new entry, or a free slug like it where an entry of staff's own has that."""
        taken = set(self.kind.model._default_manager.values_list("slug", flat=True))
        for key, row in added.items():
            assert isinstance(row, Sluggable), "Every entry has a slug."
            row.slug = row.free_slug(key) if key in taken else key

    def _identity(self, row: Model) -> tuple[Any, ...]:
        return tuple(getattr(row, self.fields[name].attname) for name in self.kind.identity)


def as_json(value: Any) -> Any:
    """Return a field's value as JSON can hold it: a date as text, all else as it is."""
    return value.isoformat() if isinstance(value, datetime.date) else value


@contextmanager
def naming_the_broken_row(kind: FileKind, saved: Collection[tuple[FileRow, Model]]) -> Iterator[None]:
    """Turn an IntegrityError of the block, which saves the rows of `saved`, into a BrokenRow."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for file_row, row in saved:
            try:
                row.validate_unique()
                row.validate_constraints()
            except ValidationError as reasons:
                raise BrokenRow(file_row.location, " ".join(reasons.messages)) from error
        raise BrokenRow(kind.file, f"the database refuses it: {error}.") from error
