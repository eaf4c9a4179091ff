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
from partnerships.versions.kinds import columns, editable_rows
from partnerships.vocabulary import AuditAction, RevisionKind

STAYS = {"publication", "publish_at", "publication_changed_at", "publication_changed_by_id", "slug", "takes_enquiries"}


def would_change(entry: Model, revision: Revision, *, by: User) -> list[Difference]:
    """Return what restoring `entry` as it was after `revision` would change. Raises CannotApply when it cannot be."""
    present, then = now(entry), _as_it_would_be(entry, revision, by)
    refuse_gone(_changes(entry, present, then))
    return differences_between(type(entry), present, then, by)


def restore(entry: Model, revision: Revision, *, by: User) -> None:
    """Make `entry` and its parts what they were after `revision`, as one revision by `by`.

    Raises CannotApply, with nothing changed: what it referred to is gone, a part is another Bridge Organisation's, or
    the entry would not be valid.
    """
    reason = f"As it was on {str(revision).partition(', ')[2]}"
    with transaction.atomic(), revising(by=by, kind=RevisionKind.RESTORE, reason=reason):
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
    for field in columns(type(entry)):
        # Of a file that is gone, the name is of no use.
        if isinstance(field, FileField) and row[field.attname] and not field.storage.exists(row[field.attname]):
            row[field.attname] = present.row[field.attname]
    parts = {}
    for part, states in then.parts.items():
        # Another Bridge Organisation's parts of a shared entry are not this person's to bring back or take away.
        editable = editable_rows(part.model, by).filter(pk__in=present.parts[part]).order_by()
        others = set(present.parts[part]) - set(editable.values_list("pk", flat=True))
        mine = {key: state for key, state in states.items() if key not in others}
        parts[part] = mine | {key: present.parts[part][key] for key in others}
    return Content(row, parts)


def _changes(entry: Model, present: Content, then: Content) -> list[RowChange]:
    """Return what restoring would do to each row. Raises CannotApply when a part belongs to another entry now."""
    changes = [RowChange(type(entry), entry.pk, present.row, then.row)]
    for part, states in then.parts.items():
        rows = present.parts[part]
        moved = part.model._base_manager.filter(pk__in=set(states) - set(rows)).count()
        if moved:
            raise CannotApply([f"{part.label}: {moved} of then belong to another entry now."])
        changes += [RowChange(part.model, key, rows.get(key), states.get(key)) for key in sorted({*rows, *states})]
    return [change for change in changes if change.is_needed]
