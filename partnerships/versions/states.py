"""What rows are, and what they were: each row as a dictionary from column to value, or from list to a set of keys."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Max, Model, Q, QuerySet

from partnerships.versions.kinds import columns, many_to_many_fields, version_rows

# A row at one moment: its columns, and for each many-to-many field the keys in it.
RowState = dict[str, Any]


@dataclass(frozen=True)
class StoredVersion:
    """What the row `key` was after the revision with the key `revision`; its `state` is None when that deleted it."""

    revision: int
    key: int
    state: RowState | None


def live(rows: QuerySet[Any]) -> dict[int, RowState]:
    """Return the rows of a queryset as they are now, by their keys."""
    model: type[Model] = rows.model
    names = [field.attname for field in columns(model)]
    states = {row["id"]: row for row in rows.order_by().values(*names)}
    for name, (field, _) in many_to_many_fields(model).items():
        source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
        pairs = getattr(model, name).through._base_manager.filter(**{f"{source}__in": rows.order_by().values("pk")})
        _attach(states, name, pairs.values_list(f"{source}_id", f"{target}_id"))
    return states


def stored(model: type[Model], condition: Q) -> list[StoredVersion]:
    """Return the versions of rows of `model` that meet `condition`, the earliest first."""
    names = [field.attname for field in columns(model)]
    rows = version_rows(model).filter(condition)
    own = ("history_id", "revision_id", "history_type")
    states = {row["history_id"]: row for row in rows.order_by("history_id").values(*own, *names)}
    for name, (field, pair_model) in many_to_many_fields(model).items():
        target = field.m2m_reverse_field_name()
        pairs = pair_model._base_manager.filter(history__in=rows.order_by().values("history_id"))
        _attach(states, name, pairs.values_list("history_id", f"{target}_id"))
    versions = []
    for state in states.values():
        _, revision, change = (state.pop(name) for name in own)
        versions.append(StoredVersion(revision, state["id"], None if change == "-" else state))
    return versions


def latest(model: type[Model]) -> dict[int, RowState | None]:
    """Return what the last version of each row of `model` there is or was says, by the row's key."""
    last = version_rows(model).order_by().values("id").annotate(last=Max("history_id")).values("last")
    return {version.key: version.state for version in stored(model, Q(history_id__in=last))}


def references(model: type[Model], state: RowState) -> Iterator[tuple[Field, type[Model], int]]:
    """Yield what a row of `model` refers to: by which of its fields, and the models and keys of the other rows."""
    for field in columns(model):
        if field.related_model is not None and state[field.attname] is not None:
            yield field, field.related_model, state[field.attname]
    for name, (many_to_many, _) in many_to_many_fields(model).items():
        yield from ((many_to_many, many_to_many.related_model, key) for key in state[name])


def _attach(states: dict[int, RowState], name: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Give each of `states`, as its many-to-many field `name`, the set of keys that `pairs` have for it."""
    keys: dict[int, set[int]] = defaultdict(set)
    for owner, other in pairs:
        keys[owner].add(other)
    for owner, state in states.items():
        state[name] = frozenset(keys[owner])
