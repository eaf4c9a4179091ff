"""Versions of what was written without being saved row by row: in bulk, or before versions were kept at all."""

from django.db.models import Model
from django.utils import timezone

from partnerships.models.versions import OpenRevision, revising
from partnerships.versions.kinds import columns, many_to_many_fields, version_rows, versioned_models
from partnerships.versions.states import RowState, latest, live
from partnerships.vocabulary import RevisionKind

_BATCH = 500


def backfill() -> int:
    """Store a version of every row that is not as its last version says; return how many rows that were.

    They are one revision: that which is open, or a new one.
    """
    with revising(kind=RevisionKind.LOAD) as revision:
        return sum(_backfill(model, revision) for model in versioned_models())


def _backfill(model: type[Model], revision: OpenRevision) -> int:
    present, last = live(model._base_manager.all()), latest(model)
    # By simple-history's types of change: added, changed, deleted.
    changes = [("~" if last.get(key) else "+", state) for key, state in present.items() if last.get(key) != state]
    changes += [("-", state) for key, state in last.items() if state is not None and key not in present]
    if changes:
        _write(model, changes, revision)
    return len(changes)


def _write(model: type[Model], changes: list[tuple[str, RowState]], revision: OpenRevision) -> None:
    version_model, written, at = version_rows(model).model, revision.write(), timezone.now()
    names = [field.attname for field in columns(model)]
    rows = [
        version_model(history_date=at, history_type=change, revision=written, **{name: state[name] for name in names})
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
