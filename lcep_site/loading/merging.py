"""Bringing the database up to the committed files without touching what staff have changed.

What each row was loaded with is kept (LoadedRecord). A value that still stands as it was loaded may be replaced; any
other is staff's own. A row staff deleted stays deleted. A row of staff's own that a file now also holds is theirs.
"""

import datetime
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import SET_NULL, BooleanField, Model
from django.utils import timezone
from django.utils.text import slugify

from lcep_site.loading.kinds import KINDS, EntryFileKind, FileKind
from lcep_site.loading.sheets import BrokenRow, FileRow, read
from partnerships import versions
from partnerships.models import LoadedRecord, SearchDocument
from partnerships.search import text_index

YES_OR_NO = {"yes": True, "no": False}
# What each key of a kind became: its primary key, or None when staff deleted it.
Keys = dict[str, int | None]


@dataclass
class Tally:
    """How many rows of a kind were added, updated, left as staff made them, unchanged, or removed."""

    kind: FileKind
    added: int = 0
    updated: int = 0
    kept: int = 0
    unchanged: int = 0
    removed: int = 0

    def __str__(self):
        counts = {
            "added": self.added,
            "updated": self.updated,
            "kept as staff left them": self.kept,
            "removed": self.removed,
            "unchanged": self.unchanged,
        }
        words = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing to load"
        return f"{self.kind.name.replace('_', ' ').capitalize()}: {words}"


@transaction.atomic
def load(folder: Path, report: Callable[[Tally], None]) -> None:
    """Load every file of `folder`, all or nothing, and make the text search know it; `report` each kind's tally.

    Raises BrokenRow, with nothing loaded, when a row cannot be.
    """
    keys: dict[str, Keys] = {}
    for kind in KINDS:
        merge = Merge(kind, keys)
        report(merge.run(read(folder / kind.file, kind.columns)))
        keys[kind.name] = merge.keys
    text_index.rebuild()
    versions.backfill()
    refresh_statistics([*(kind.model for kind in KINDS), SearchDocument])


def refresh_statistics(models: Iterable[type[Model]]) -> None:
    """Let PostgreSQL count the rows of `models` now.

    It would do so by itself within some minutes, but until then it takes full tables for empty ones, and a list that
    needs milliseconds may need minutes.
    """
    if connection.vendor == "postgresql":
        tables = sorted({connection.ops.quote_name(model._meta.db_table) for model in models})
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")


@dataclass
class Merge:
    """One kind's rows on their way into the database. `known`: the keys of the kinds loaded before it."""

    kind: FileKind
    known: dict[str, Keys]
    keys: Keys = field(default_factory=dict)

    def run(self, rows: list[FileRow]) -> Tally:
        """Add, update or leave each of `rows`; remove what is gone from the file, unless it is an entry or staff's."""
        self.tally = Tally(self.kind)
        self.fields = {name: self.kind.model._meta.get_field(name) for name in self.kind.fields}
        self.records = {record.key: record for record in LoadedRecord.objects.filter(kind=self.kind.name)}
        loaded = [record.object_id for record in self.records.values()]
        self.objects = self.kind.model.objects.select_for_update().in_bulk(loaded)
        self._refuse_bad_keys(rows)
        read_rows = {self._key(row): (row, self._values(row)) for row in rows}
        # An entry gone from its file keeps its key: what still hangs on it must not look changed by staff.
        self.keys = {key: record.object_id for key, record in self.records.items() if record.object_id in self.objects}
        self._remove_all_but(read_rows)
        self._update({key: found for key, found in read_rows.items() if key in self.records})
        self._add({key: found for key, found in read_rows.items() if key not in self.records})
        return self.tally

    def _refuse_bad_keys(self, rows: list[FileRow]) -> None:
        places = {}
        for row in rows:
            if isinstance(self.kind, EntryFileKind) and slugify(row.cells["key"]) != (row.cells["key"] or None):
                raise BrokenRow(row.place, "key: it must be of small letters, digits and hyphens.")
            for sign in {self._key(row), tuple(row.cells[name] for name in self.kind.identity)}:
                if sign in places:
                    raise BrokenRow(row.place, f"the same record stands in {places[sign]}.")
                places[sign] = row.place

    def _key(self, row: FileRow) -> str:
        if isinstance(self.kind, EntryFileKind):
            return row.cells["key"]
        return " | ".join(row.cells[name] for name in self.kind.identity)

    def _values(self, row: FileRow) -> dict:
        return {name: self._value(row, name) for name in self.kind.fields}

    def _value(self, row: FileRow, name: str):
        """Return a cell as LoadedRecord keeps it: a reference by its key, a date as text, all else as it is."""
        column, cell = self.fields[name], row.cells[name]
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
                return yes_or_no(cell)
            return plain(column.clean(cell, None))
        except ValidationError as error:
            raise BrokenRow(row.place, f"{name}: {' '.join(error.messages)}") from error

    def _for_database(self, name: str, value):
        """Return a value from _value() as the model's attribute holds it: None for a reference staff deleted."""
        referred = self.kind.references.get(name)
        return self.known[referred].get(value) if referred and value else value

    def _is_staffs(self, found: Model, name: str, loaded: dict) -> bool:
        """Whether a value no longer stands as it was loaded. A column new to the files counts from its default."""
        column = self.fields[name]
        before = self._for_database(name, loaded[name]) if name in loaded else plain(column.get_default())
        return plain(getattr(found, column.attname)) != before

    def _edited(self, found: Model, loaded: dict) -> set[str]:
        return {name for name in self.fields if self._is_staffs(found, name, loaded)}

    def _put(self, found: Model, values: dict) -> None:
        for name, value in values.items():
            setattr(found, self.fields[name].attname, self._for_database(name, value))
        for name, value in self.kind.derive(found).items():
            setattr(found, name, value)

    def _remove_all_but(self, read_rows: dict) -> None:
        """Drop what the file no longer holds. An entry stays, since much may hang on it: staff archive or delete it."""
        if isinstance(self.kind, EntryFileKind):
            return
        gone = [record for key, record in self.records.items() if key not in read_rows]
        found = [(self.objects.get(record.object_id), record) for record in gone]
        doomed = [row.pk for row, record in found if row and not self._edited(row, record.values)]
        self.kind.model.objects.filter(pk__in=doomed).delete()
        LoadedRecord.objects.filter(pk__in=[record.pk for record in gone]).delete()
        self.tally.removed = len(doomed)

    def _update(self, read_rows: dict) -> None:
        changed, names, records = [], set(), []
        for key, (row, values) in read_rows.items():
            record = self.records[key]
            found = self.objects.get(record.object_id)
            self.keys.setdefault(key, None)
            renewed = self._renew(found, values, record.values) if found else set()
            if renewed:
                changed.append((row, found))
                names |= renewed
            elif not found or self._edited(found, values):
                self.tally.kept += 1
            else:
                self.tally.unchanged += 1
            if values != record.values:
                record.values, record.loaded_at = values, timezone.now()
                records.append(record)
        self.tally.updated = len(changed)
        if changed:
            with telling_where(self.kind, changed):
                self.kind.model.objects.bulk_update([found for _, found in changed], sorted(names))
        LoadedRecord.objects.bulk_update(records, ["values", "loaded_at"])

    def _renew(self, found: Model, values: dict, loaded: dict) -> set[str]:
        """Put in `found` what is new in the file and not staff's; return the names of the fields to save."""
        renewed = {
            name
            for name, value in values.items()
            if value != loaded.get(name) and not self._is_staffs(found, name, loaded)
            if plain(getattr(found, self.fields[name].attname)) != self._for_database(name, value)
            if not self._is_orphaned(name, value)
        }
        self._put(found, {name: values[name] for name in renewed})
        return renewed | set(self.kind.derive(found) if renewed else ())

    def _add(self, read_rows: dict) -> None:
        """Make rows of what is new, except where staff already made one, or deleted what it would belong to."""
        if not read_rows:
            return
        theirs = {self._identity(found): found for found in self.kind.model.objects.all()}
        added, found_or_made = {}, {}
        for key, (row, values) in read_rows.items():
            made = self._make(values)
            found = theirs.get(self._identity(made)) if made else None
            if made and not found:
                added[key] = (row, made)
            if made:
                found_or_made[key] = found or made
        self._give_addresses({key: made for key, (_, made) in added.items()})
        with telling_where(self.kind, added.values()):
            self.kind.model.objects.bulk_create([made for _, made in added.values()])
        self.tally.added = len(added)
        self.tally.kept += len(read_rows) - len(added)
        self.keys |= {key: found_or_made[key].pk if key in found_or_made else None for key in read_rows}
        LoadedRecord.objects.bulk_create(
            LoadedRecord(kind=self.kind.name, key=key, object_id=found.pk, values=read_rows[key][1])
            for key, found in found_or_made.items()
        )

    def _make(self, values: dict) -> Model | None:
        """Return a new row, not saved yet; None when staff deleted what it would belong to."""
        if any(self._is_orphaned(name, values[name]) for name in self.kind.references):
            return None
        made = self.kind.model(**self.kind.at_first)
        self._put(made, values)
        return made

    def _is_orphaned(self, name: str, value) -> bool:
        """Whether `value` refers to a row staff deleted that this one cannot do without."""
        does_without = self.fields[name].is_relation and self.fields[name].remote_field.on_delete is SET_NULL
        return value is not None and self._for_database(name, value) is None and not does_without

    def _give_addresses(self, added: dict[str, Model]) -> None:
        """Make each key the address of its new entry, or a free address like it where staff's own entry has that."""
        if not isinstance(self.kind, EntryFileKind):
            return
        taken = set(self.kind.model.objects.values_list("slug", flat=True))
        for key, made in added.items():
            made.slug = made.free_slug(key) if key in taken else key

    def _identity(self, found: Model) -> tuple:
        return tuple(getattr(found, self.fields[name].attname) for name in self.kind.identity)


def plain(value):
    """Return a field's value as JSON can hold it: a date as text, all else as it is."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def yes_or_no(cell: str) -> bool:
    """Return what "yes" or "no" means; raises ValidationError for any other word."""
    if cell not in YES_OR_NO:
        raise ValidationError("it must be yes or no.")
    return YES_OR_NO[cell]


@contextmanager
def telling_where(kind: FileKind, saved):
    """Turn the database's refusal of one of `saved`, pairs of a file's row and a model's, into a BrokenRow."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for row, found in saved:
            try:
                found.validate_unique()
                found.validate_constraints()
            except ValidationError as reasons:
                raise BrokenRow(row.place, " ".join(reasons.messages)) from error
        raise BrokenRow(kind.file, f"the database refuses it: {error}.") from error
