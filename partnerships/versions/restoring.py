"""Making an entry what it was: its fields, its lists and its parts.

Its publication state, its address on the web and what versions never keep stay as they are now.
"""

from django.db import transaction
from django.db.models import Model

from partnerships import audit
from partnerships.models import Revision
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.versions.applying import CannotApply, RowChange, apply, refuse_gone, theirs
from partnerships.versions.differences import Difference, differences_between
from partnerships.versions.histories import Content, History, now
from partnerships.versions.kinds import columns
from partnerships.vocabulary import AuditAction, RevisionKind

STAYS = {
    *("publication", "publish_at", "publication_changed_at", "publication_changed_by_id"),
    *("slug", "takes_enquiries"),
}


def would_change(entry: Model, revision: Revision, *, by) -> list[Difference]:
    """Return what restoring `entry` as it was after `revision` would change. Raises CannotPut when that cannot be."""
    is_now, then = now(entry), _as_it_would_be(entry, revision, by)
    refuse_gone(_changes(entry, is_now, then))
    return differences_between(History(type(entry), entry.pk).kind, is_now, then, by)


def restore(entry: Model, revision: Revision, *, by) -> None:
    """Make `entry` and its parts what they were after `revision`, as one revision by `by`.

    Raises CannotPut, with nothing changed: what it referred to is gone, a part is another Bridge Organisation's, or the
    entry would not be valid.
    """
    with transaction.atomic(), revising(by=by, kind=RevisionKind.RESTORE, reason=f"As it was on {_when(revision)}"):
        type(entry)._base_manager.select_for_update().get(pk=entry.pk)
        changes = _changes(entry, now(entry), _as_it_would_be(entry, revision, by))
        rows = [entry, *(change.model(pk=change.key) for change in changes)]
        with text_index.following(*rows):
            apply(changes, by)
        audit.record(AuditAction.RESTORED, by=by, about=f"{entry._meta.verbose_name} {entry.pk}")
    entry.refresh_from_db()


def _as_it_would_be(entry: Model, revision: Revision, by) -> Content:
    """Return the entry as it was then, with what stays as it is now."""
    is_now, then = now(entry), History(type(entry), entry.pk).at(revision.pk)
    if then.row is None:
        raise CannotApply(["There was no such entry then."])
    row = then.row | {name: is_now.row[name] for name in STAYS if name in is_now.row}
    row |= {name: is_now.row[name] for name in _files(type(entry)) if _is_gone(entry, name, row[name])}
    parts = {}
    for part, states in then.parts.items():
        # Another Bridge Organisation's parts of a shared entry are not this person's to bring back or take away.
        others = set(is_now.parts[part]) - set(_keys_of_theirs(part.model, by, is_now.parts[part]))
        mine = {key: state for key, state in states.items() if key not in others}
        parts[part] = mine | {key: is_now.parts[part][key] for key in others}
    return Content(row, parts)


def _keys_of_theirs(model, by, states):
    return theirs(model, by).filter(pk__in=states).order_by().values_list("pk", flat=True)


def _files(model: type[Model]) -> list[str]:
    return [field.attname for field in columns(model) if hasattr(field, "upload_to")]


def _is_gone(entry: Model, name: str, value: str) -> bool:
    """Whether a file there was then has been removed since."""
    return bool(value) and not entry._meta.get_field(name).storage.exists(value)


def _changes(entry: Model, is_now: Content, then: Content) -> list[RowChange]:
    changes = [RowChange(type(entry), entry.pk, is_now.row, then.row)]
    for part, states in then.parts.items():
        present = is_now.parts[part]
        _refuse_moved(part, set(states) - set(present))
        changes += [
            RowChange(part.model, key, present.get(key), states.get(key)) for key in sorted({*present, *states})
        ]
    return [change for change in changes if change.is_needed]


def _refuse_moved(part, keys: set[int]) -> None:
    """Raise CannotPut when one of `keys`, which are not the entry's now, belongs to another entry."""
    moved = part.model._base_manager.filter(pk__in=keys).count()
    if moved:
        raise CannotApply([f"{part.label}: {moved} of then belong to another entry now."])


def _when(revision: Revision) -> str:
    return str(revision).partition(", ")[2]
