"""What rows are, and what they were: each row as a dictionary from column to value, or from list to a set of keys.

`backfill` keeps versions of what was written without being saved row by row: in bulk, or before there were versions;
`keep_new` does for rows that are known to be new, without looking at all there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Max, Model, Q, QuerySet
from django.utils import timezone

from partnerships.models.versions import OpenRevision, Revision, revising
from partnerships.versions.kinds import columns, many_to_many_fields, version_rows, versioned_models
from partnerships.vocabulary import RevisionKind

_BATCH = 500
# A row at one moment: its columns, and for each many-to-many field the keys in it.
RowState = dict[str, Any]


@dataclass(frozen=True)
class StoredVersion:
    """What the row `key` was after the revision with the key `revision`; its `state` is None when that deleted it.

    `act` is the key of the first revision of the same act.
    """

    revision: int
    key: int
    state: RowState | None
    act: int


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
    own = ("history_id", "revision_id", "history_type", "revision__first")
    states = {row["history_id"]: row for row in rows.order_by("history_id").values(*own, *names)}
    for name, (field, pair_model) in many_to_many_fields(model).items():
        target = field.m2m_reverse_field_name()
        pairs = pair_model._base_manager.filter(history__in=rows.order_by().values("history_id"))
        _attach(states, name, pairs.values_list("history_id", f"{target}_id"))
    versions = []
    for state in states.values():
        _, revision, change, first = (state.pop(name) for name in own)
        versions.append(StoredVersion(revision, state["id"], None if change == "-" else state, first or revision))
    return versions


def latest(model: type[Model], keys: tuple[int, int]) -> dict[int, RowState | None]:
    """Return what the last version of each row of `model` there is or was, from one of `keys` to the other, says."""
    versions = version_rows(model).order_by().filter(id__range=keys)
    last = versions.values("id").annotate(last=Max("history_id")).values("last")
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


def backfill() -> int:
    """Store a version of every row that is not as its last version says; return how many rows that were.

    They are one revision: that which is open, or a new one.
    """
    with revising(kind=RevisionKind.LOAD) as revision:
        return sum(_backfill(model, revision) for model in versioned_models())


def _backfill(model: type[Model], revision: OpenRevision) -> int:
    return sum(_backfill_some(model, keys, revision) for keys in _ranges(model))


def _ranges(model: type[Model]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last key of some rows of `model` at a time, until all were there that are or were."""
    last = 0
    while found := [keys for rows in (model._base_manager, version_rows(model)) if (keys := _some_keys(rows, last))]:
        # Beyond the last of a full batch there may be more.
        end = min((keys[-1] for keys in found if len(keys) == _BATCH), default=max(keys[-1] for keys in found))
        yield last + 1, end
        last = end


def _some_keys(rows: Any, after: int) -> list[int]:
    return list(rows.order_by("id").filter(id__gt=after).values_list("id", flat=True).distinct()[:_BATCH])


def _backfill_some(model: type[Model], keys: tuple[int, int], revision: OpenRevision) -> int:
    present, last = live(model._base_manager.filter(pk__range=keys)), latest(model, keys)
    # By simple-history's types of change: added, changed, deleted.
    changes = [("~" if last.get(key) else "+", state) for key, state in present.items() if last.get(key) != state]
    changes += [("-", state) for key, state in last.items() if state is not None and key not in present]
    if changes:
        _write(model, revision.write(), changes)
    return len(changes)


def keep_new(model: type[Model], keys: Collection[int]) -> None:
    """Store the first version of the rows of `model` with `keys`, which were just written in bulk.

    They are one revision: that which is open, or a new one.
    """
    with revising(kind=RevisionKind.LOAD) as revision:
        states = live(model._base_manager.filter(pk__in=keys)).values()
        _write(model, revision.write(), [("+", state) for state in states])


def _write(model: type[Model], revision: Revision, changes: list[tuple[str, RowState]]) -> None:
    """Store a version of each row with its type of change."""
    version_model, at = version_rows(model).model, timezone.now()
    names = [field.attname for field in columns(model)]
    rows = [
        version_model(history_date=at, history_type=change, revision=revision, **{name: state[name] for name in names})
        for change, state in changes
    ]
    rows = version_model._base_manager.bulk_create(rows, batch_size=_BATCH)
    for name, (field, pair_model) in many_to_many_fields(model).items():
        source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        # A row that is gone keeps no pairs, as when it is deleted by itself. Which row a pair was is of no use: id.
        pairs = [
            pair_model(history=row, id=0, **{source: state["id"], target: key})
            for row, (change, state) in zip(rows, changes, strict=True)
            if change != "-"
            for key in state[name]
        ]
        pair_model._base_manager.bulk_create(pairs, batch_size=_BATCH)
