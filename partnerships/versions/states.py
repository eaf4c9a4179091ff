"""What rows are, and what they were: each row as a dictionary from column to value, or from list to a set of keys."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Model, Q, QuerySet

from partnerships.versions.kinds import columns, lists

# A row at one moment: its columns, and for each many-to-many field the keys in it.
RowState = dict[str, Any]


@dataclass(frozen=True)
class StoredVersion:
    """A version of the row `key`: what it was after the revision, None when that deleted it."""

    version: int
    revision: int
    key: int
    state: RowState | None


def live(rows: QuerySet) -> dict[int, RowState]:
    """Return the rows of a queryset as they are now, by their keys."""
    model = rows.model
    names = [field.attname for field in columns(model)]
    found = {row[model._meta.pk.attname]: row for row in rows.order_by().values(*names)}
    for name, (field, _) in lists(model).items():
        source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
        pairs = field.remote_field.through._base_manager.filter(**{f"{source}__in": rows.order_by().values("pk")})
        _attach(found, name, pairs.values_list(f"{source}_id", f"{target}_id"))
    return found


def stored(model: type[Model], which: Q) -> list[StoredVersion]:
    """Return the versions of rows of `model` that fit `which`, the earliest first."""
    names = [field.attname for field in columns(model)]
    rows = model.versions.filter(which)
    extra = ("history_id", "revision_id", "history_type")
    found = {row["history_id"]: row for row in rows.order_by("history_id").values(*extra, *names)}
    for name, (field, links) in lists(model).items():
        target = field.m2m_reverse_field_name()
        pairs = links._base_manager.filter(history__in=rows.order_by().values("history_id"))
        _attach(found, name, pairs.values_list("history_id", f"{target}_id"))
    return list(_as_stored(model, found.values()))


def latest(model: type[Model], which: Q | None = None) -> dict[int, StoredVersion]:
    """Return the last version of each row of `model` that fits `which`, or of every row, by the row's key."""
    key = model._meta.pk.attname
    last = model.versions.filter(which or Q()).order_by().values(key).annotate(last=Max("history_id")).values("last")
    return {one.key: one for one in stored(model, Q(history_id__in=last))}


def _as_stored(model, rows) -> Iterator[StoredVersion]:
    key = model._meta.pk.attname
    for row in rows:
        version, revision, act = (row.pop(name) for name in ("history_id", "revision_id", "history_type"))
        yield StoredVersion(version, revision, row[key], None if act == "-" else row)


def _attach(rows: dict[int, dict], name: str, pairs) -> None:
    """Put into each of `rows` the set of keys it is paired with."""
    keys = defaultdict(set)
    for owner, other in pairs:
        keys[owner].add(other)
    for owner, row in rows.items():
        row[name] = frozenset(keys[owner])
