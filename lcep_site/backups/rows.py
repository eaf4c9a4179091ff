"""The rows of all tables as lines of text, the same of either database: written from one, put into another.

A part begins with a line that names the columns; each other line is a row. Moments, numbers with a point that are exact
and keys that are no numbers are text, as Django reads them. What is compared is a digest that takes every row in, in
whatever order.
"""

import datetime
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, DateField, Field, Max, Model, TimeField
from django.db.models.fields.related import ForeignKey

# By the names of models: what is not in a backup, and why not.
LEFT_OUT = {
    "partnerships.Postcode": "loaded anew from the list that comes with the release",
    "partnerships.PostcodeEdition": "says which list is loaded",
    "partnerships.SearchDocument": "made anew of the entries",
    "partnerships.ContentStamp": "says what has changed since pages were kept",
    "partnerships.ContentChange": "says what has changed since pages were kept",
    "partnerships.FormSubmission": "counts the forms of an hour",
    "partnerships.RequestCount": "counts the requests of an hour",
    "partnerships.MailServerTrouble": "how the mail server is at a moment",
    "partnerships.Heartbeat": "which processes were alive at a moment",
    "sessions.Session": "who was signed in signs in again",
    "usersessions.UserSession": "who was signed in signs in again",
}
BATCH = 500
READ_AT_ONCE = 2000
# Keys of rows that are made after a backup was brought back lie so far from the highest in it that none is one that was
# given out in between: a link to a row that is lost leads to no other.
GAP = 100_000
# What says which key was given out last.
LAST_KEY = {
    "postgresql": ["SELECT setval(pg_get_serial_sequence(quote_ident(%(table)s), %(key)s), %(last)s)"],
    "sqlite": [
        "DELETE FROM sqlite_sequence WHERE name = %(table)s",
        "INSERT INTO sqlite_sequence (name, seq) VALUES (%(table)s, %(last)s)",
    ],
}


def models() -> list[type[Model]]:
    """Return the models whose rows are in a backup, the tables of lists included, in the order of their names."""
    found = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return sorted((model for model in found if model._meta.label not in LEFT_OUT), key=lambda model: model._meta.label)


def write(model: type[Model], file: IO[bytes]) -> dict[str, Any]:
    """Write the rows of `model` to `file`, compressed; return how many, and their digest."""
    digest = RowsDigest()
    columns = [field.attname for field in model._meta.concrete_fields]
    with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed:
        packed.write(_line(columns))
        for line in lines(model, columns):
            digest.add(line)
            packed.write(line)
    return digest.facts


def facts(model: type[Model], columns: list[str]) -> dict[str, Any]:
    """Return how many rows of `model` there are in the database, and their digest, with the `columns` in this order."""
    digest = RowsDigest()
    for line in lines(model, columns):
        digest.add(line)
    return digest.facts


def lines(model: type[Model], columns: list[str]) -> Iterator[bytes]:
    """Yield the `columns` of the rows of `model`, one line each."""
    rows = model._base_manager.order_by("pk").values_list(*columns)
    return map(_line, rows.iterator(chunk_size=READ_AT_ONCE))


class RowsDigest:
    """Counts rows and adds up what stands for each, so that it is the same in whatever order they come."""

    def __init__(self) -> None:
        self._rows, self._sum = 0, 0

    def add(self, line: bytes) -> None:
        self._rows += 1
        self._sum += int.from_bytes(hashlib.sha256(line).digest())

    @property
    def facts(self) -> dict[str, Any]:
        """How many rows, and the digest."""
        return {"rows": self._rows, "digest": f"{self._sum % 2**256:064x}"}


def load(model: type[Model], file: IO[bytes]) -> list[str]:
    """Put the rows in `file` into the table of `model`, which is as it was then; return the columns they have."""
    with gzip.open(file) as unpacked:
        names = json.loads(unpacked.readline())
        fields = {field.attname: field for field in model._meta.concrete_fields}
        readers = [_reader(fields[name]) for name in names]
        with _noting_no_moment(fields.values()):
            while some := list(islice(unpacked, BATCH)):
                values = [[read(value) for read, value in zip(readers, json.loads(line), strict=True)] for line in some]
                model._base_manager.bulk_create(model(**dict(zip(names, row, strict=True))) for row in values)
    return names


@contextmanager
def _noting_no_moment(fields: Iterable[Field]) -> Iterator[None]:
    """Have those of `fields` that note the moment of saving take what they are given, while the context lasts."""
    noting = [field for field in fields if isinstance(field, DateField | TimeField)]
    before = [(field, field.auto_now, field.auto_now_add) for field in noting]
    for field in noting:
        field.auto_now = field.auto_now_add = False
    try:
        yield
    finally:
        for field, auto_now, auto_now_add in before:
            field.auto_now, field.auto_now_add = auto_now, auto_now_add


def leave_a_gap(found: list[type[Model]]) -> None:
    """Let the next row of each of these models that are `found` have a key that lies GAP above the highest."""
    with connection.cursor() as cursor:
        for model in found:
            if isinstance(model._meta.pk, AutoField):
                highest = model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0
                for statement in LAST_KEY[connection.vendor]:
                    about = {"table": model._meta.db_table, "key": model._meta.pk.column, "last": highest + GAP}
                    cursor.execute(statement, about)


def _line(values: Any) -> bytes:
    return json.dumps(values, default=_plain, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"Backups know no values such as {value!r}.")


def _reader(field: Field) -> Any:
    while isinstance(field, ForeignKey):
        field = field.target_field
    return partial(_read, field)


def _read(field: Field, value: Any) -> Any:
    return None if value is None else field.to_python(value)
