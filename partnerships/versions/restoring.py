"""Making an entry what it was: its fields, its lists and its parts.

Its publication state, its address on the web and what versions never keep stay as they are now.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import FileField, Model

from partnerships import audit
from partnerships.models import Revision
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.versions.applying import CannotApply, RowChange, apply, refuse_gone
from partnerships.versions.differences import Difference, differences_between
from partnerships.versions.histories import Content, History, now
from partnerships.versions.kinds import VersionedPart, columns, editable_rows, kind_of
from partnerships.versions.states import RowState
from partnerships.vocabulary import AuditAction, RevisionKind

STAYS = {
    *("publication", "publish_at", "publication_changed_at", "publication_changed_by_id"),
    *("slug", "takes_enquiries"),
}


def would_change(entry: Model, revision: Revision, *, by: User) -> list[Difference]:
    """Return what restoring `entry` as it was after `revision` would change. Raises CannotApply when it cannot be."""
    present, then = now(entry), _as_it_would_be(entry, revision, by)
    refuse_gone(_changes(entry, present, then))
    return differences_between(kind_of(type(entry)), present, then, by)


def restore(entry: Model, revision: Revision, *, by: User) -> None:
    """Make `entry` and its parts what they were after `revision`, as one revision by `by`.

    Raises CannotApply, with nothing changed: what it referred to is gone, a part is another Bridge Organisation's, or
    the entry would not be valid.
    """
    with transaction.atomic(), revising(by=by, kind=RevisionKind.RESTORE, reason=f"As it was on {_when(revision)}"):
        type(entry)._base_manager.select_for_update().get(pk=entry.pk)
        changes = _changes(entry, now(entry), _as_it_would_be(entry, revision, by))
        rows = [entry, *(change.model(pk=change.key) for change in changes)]
        with text_index.following(*rows):
            apply(changes, by)
        audit.record(AuditAction.RESTORED, by=by, about=f"{entry._meta.verbose_name} {entry.pk}")
    entry.refresh_from_db()


def _as_it_would_be(entry: Model, revision: Revision, by: User) -> Content:
    """Return the entry as it was after `revision`, with what stays as it is now. Raises CannotApply."""
    present, then = now(entry), History(type(entry), entry.pk).at(revision.pk)
    if then.row is None:
        raise CannotApply(["There was no such entry then."])
    assert present.row is not None, "The entry is there."
    row = then.row | {name: value for name, value in present.row.items() if name in STAYS}
    row |= {name: present.row[name] for name in _files_gone(entry, row)}
    parts = {}
    for part, states in then.parts.items():
        # Another Bridge Organisation's parts of a shared entry are not this person's to bring back or take away.
        editable = editable_rows(part.model, by).filter(pk__in=present.parts[part]).order_by()
        others = set(present.parts[part]) - set(editable.values_list("pk", flat=True))
        mine = {key: state for key, state in states.items() if key not in others}
        parts[part] = mine | {key: present.parts[part][key] for key in others}
    return Content(row, parts)


def _files_gone(entry: Model, state: RowState) -> list[str]:
    """Return the columns of `state` that name a file there is no more."""
    files = [field for field in columns(type(entry)) if isinstance(field, FileField)]
    return [field.attname for field in files if state[field.attname] and not field.storage.exists(state[field.attname])]


def _changes(entry: Model, present: Content, then: Content) -> list[RowChange]:
    changes = [RowChange(type(entry), entry.pk, present.row, then.row)]
    for part, states in then.parts.items():
        rows = present.parts[part]
        _refuse_moved(part, set(states) - set(rows))
        changes += [RowChange(part.model, key, rows.get(key), states.get(key)) for key in sorted({*rows, *states})]
    return [change for change in changes if change.is_needed]


def _refuse_moved(part: VersionedPart, keys: set[int]) -> None:
    """Raise CannotApply when one of `keys`, which are not the entry's now, belongs to another entry."""
    moved = part.model._base_manager.filter(pk__in=keys).count()
    if moved:
        raise CannotApply([f"{part.label}: {moved} of then belong to another entry now."])


def _when(revision: Revision) -> str:
    return str(revision).partition(", ")[2]
