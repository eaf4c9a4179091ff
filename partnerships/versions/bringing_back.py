"""Making an entry what it was, and taking back all that one act did, such as an import or a merge.

When an entry is restored, its publication state, its address on the web, who looks after it and what versions never
keep stay as they are. So does where it works, if councils have changed since: what lay in one that is no more may be a
part of another.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import FileField, Model, ProtectedError, Q
from django.db.models.deletion import Collector

from partnerships import audit
from partnerships.models import CouncilSuccession, LocalAuthority, PublishedSnapshot, Revision
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.versions.applying import CannotApply, RowChange, apply, keys_by_model, refuse_gone, refuse_others
from partnerships.versions.differences import Difference, differences_between
from partnerships.versions.histories import Content, History, now
from partnerships.versions.kinds import (
    columns,
    editable_rows,
    many_to_many_fields,
    parts_of,
    version_rows,
    versioned_models,
)
from partnerships.versions.states import RowState, StoredVersion, live, references, stored
from partnerships.vocabulary import AuditAction, RevisionKind

STAYS = {"publication", "publish_at", "publication_changed_at", "publication_changed_by_id", "slug", "takes_enquiries"}
STAYS |= {"looked_after_by_id"}
# What the site notes about a row by itself, and makes anew when it needs it.
MADE_ANEW = {PublishedSnapshot}
MAX_REASONS = 20
# A row by its model and key, and rows by their models.
RowKey = tuple[type[Model], int]
Rows = dict[type[Model], list[int]]


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
    return _in_councils_of_today(type(entry), present, Content(row, parts))


def _in_councils_of_today(model: type[Model], present: Content, then: Content) -> Content:
    """Return `then`, but with the local authorities and parts of `present` if it names any that is no more."""
    assert present.row is not None and then.row is not None, "The entry is there."
    states = [(model, then.row), *((part.model, row) for part, rows in then.parts.items() for row in rows.values())]
    named = {key for of, state in states for _, to, key in references(of, state) if to is LocalAuthority}
    if not named or not CouncilSuccession.objects.filter(former_key__in=named).exists():
        return then
    row = then.row | {name: present.row[name] for name in _leading_to_authorities(model)}
    parts = {
        part: present.parts[part] if _leading_to_authorities(part.model) else rows for part, rows in then.parts.items()
    }
    return Content(row, parts)


def _leading_to_authorities(model: type[Model]) -> list[str]:
    """Return the columns and lists of `model` that refer to local authorities."""
    lists = ((name, field) for name, (field, _) in many_to_many_fields(model).items())
    fields = [*((field.attname, field) for field in columns(model)), *lists]
    return [name for name, field in fields if field.related_model is LocalAuthority]


def _changes(entry: Model, present: Content, then: Content) -> list[RowChange]:
    """Return what restoring would do to each row. Raises CannotApply when a part belongs to another entry now."""
    changes = [RowChange(type(entry), entry.pk, present.row, then.row)]
    for part, states in then.parts.items():
        rows = present.parts[part]
        moved = part.model._base_manager.filter(pk__in=set(states) - set(rows)).count()
        if moved:
            raise CannotApply([f"{part.label}: {moved} of then belong to another entry now."])
        changes += [RowChange(part.model, key, rows.get(key), states.get(key)) for key in sorted({*rows, *states})]
    return [change for change in changes if change.now != change.then]


def why_not_undo(revision: Revision, *, by: User) -> list[str]:
    """Return in sentences why `by` cannot undo `revision`; none when it can be."""
    try:
        changes = _changes_to_undo(revision)
        refuse_gone(changes)
        refuse_others(changes, by)
    except CannotApply as refusal:
        return refusal.reasons
    return []


def undo(revision: Revision, *, by: User) -> int:
    """Make every row that the act of `revision` touched what it was before, all or nothing; return how many that were.

    Raises CannotApply when a row was changed again since, when something new depends on one that would go, when a row
    is not `by`'s to work with, or when what one referred to is gone.
    """
    reason = f"{revision.get_kind_display()}: {revision.reason}" if revision.reason else revision.get_kind_display()
    with transaction.atomic(), revising(by=by, kind=RevisionKind.UNDO, reason=reason, undoes=revision.kind):
        # Two who undo the same wait for each other; the second then finds the rows changed.
        Revision.objects.select_for_update().get(pk=revision.pk)
        changes = _changes_to_undo(revision)
        _take_back(changes, by)
        audit.record(AuditAction.UNDONE, by=by, about=f"revision {revision.pk}", details={"rows": len(changes)})
    return len(changes)


def _changes_to_undo(revision: Revision) -> list[RowChange]:
    """Return what undoing would do to each row.

    Raises CannotApply when one is not as the revision left it, or something that came since depends on one that goes.
    """
    touched = _touched_by(revision)
    if reasons := _why_changed(touched, revision):
        raise CannotApply(first_of(reasons))
    if not touched:
        raise CannotApply(["Nothing in it can be undone."])
    changes = [row.change for row in touched if row.change.now != row.change.then]
    _refuse_dependants(changes)
    return changes


def _take_back(changes: list[RowChange], by: User) -> None:
    with text_index.following(*(change.model(pk=change.key) for change in changes)):
        apply(changes, by)


@dataclass(frozen=True)
class _TouchedRow:
    """What undoing an act would do to a row that it touched, and the last version of it.

    `later` is the version of another act that came since, or the last one if the row is not as any version says.
    """

    change: RowChange
    left: RowState | None
    last: StoredVersion
    later: StoredVersion | None


def _touched_by(revision: Revision, among: Rows | None = None) -> list[_TouchedRow]:
    """Return the rows that the act of `revision` touched, of those `among` others if these are given."""
    act = set(revision.of_act.order_by().values_list("pk", flat=True))
    touched = []
    for model in versioned_models() if among is None else among:
        versions = version_rows(model).filter(revision__in=revision.of_act.order_by().values("pk")).order_by()
        versions = versions if among is None else versions.filter(id__in=among[model])
        past: dict[int, list[StoredVersion]] = defaultdict(list)
        for version in stored(model, Q(id__in=versions.values("id"))):
            past[version.key].append(version)
        present = live(model._base_manager.filter(pk__in=past)) if past else {}
        touched += [_touched(model, present.get(pk), versions, act) for pk, versions in past.items()]
    return touched


def _touched(model: type[Model], now: RowState | None, versions: list[StoredVersion], act: set[int]) -> _TouchedRow:
    own = [index for index, version in enumerate(versions) if version.revision in act]
    before, left, last = versions[own[0] - 1].state if own[0] else None, versions[own[-1]].state, versions[-1]
    others = [version for version in versions[own[0] :] if version.revision not in act]
    later = others[-1] if others else last if now != left else None
    return _TouchedRow(RowChange(model, last.key, now, before), left, last, later)


def _why_changed(touched: Iterable[_TouchedRow], revision: Revision) -> list[str]:
    """Return a sentence for each row that is not as the act of `revision` left it."""
    changed = [(row, row.later) for row in touched if row.later is not None]
    act = revision.of_act.order_by().values("pk")
    by_key = Revision.objects.exclude(pk__in=act).in_bulk([later.revision for _, later in changed]) if changed else {}
    return [
        _changed_since(row.change.model, row.left or row.change.then, later, by_key.get(later.revision))
        for row, later in changed
    ]


def rows_to_undo(revision: Revision, undone_by: Revision | None) -> list[RowKey]:
    """Return the rows that are left to undo of what the act of `revision` did, in an order in which that can be done.

    `undone_by` is a revision of the act that undoes it, if that has begun.
    """
    act = undone_by.first_id or undone_by.pk if undone_by else 0
    keys = [(row.change.model, row.change.key) for row in _touched_by(revision) if row.last.act != act]
    owners = {model for model in versioned_models() if parts_of(model)}
    # Parts first: an entry that goes would take them along.
    return sorted(keys, key=lambda row: (row[0] in owners, row[0]._meta.label, row[1]))


def undo_some(revision: Revision, rows: Collection[RowKey], *, by: User) -> list[str]:
    """Make those `rows` that the act of `revision` touched what they were, in the revision that is open.

    Return in sentences which were changed since, and so stay. Raises CannotApply, with nothing changed, as `undo` does.
    """
    among: Rows = defaultdict(list)
    for model, key in rows:
        among[model].append(key)
    touched = _touched_by(revision, among)
    as_left = [row.change for row in touched if row.later is None and row.change.now != row.change.then]
    _refuse_dependants(as_left)
    _take_back(as_left, by)
    return _why_changed(touched, revision)


def _changed_since(model: type[Model], state: RowState | None, last: StoredVersion, later: Revision | None) -> str:
    name = next((state[name] for name in ("name", "label", "title", "wording") if state and name in state), "")
    row = f"{model._meta.verbose_name} “{name}”" if name else f"{model._meta.verbose_name} {last.key}"
    return f"The {row} was changed since{f': {str(later)[0].lower()}{str(later)[1:]}' if later else ''}."


def _refuse_dependants(changes: Iterable[RowChange]) -> None:
    """Raise CannotApply when something that came since would be deleted with a row, or protects it from that."""
    going = keys_by_model(change for change in changes if change.then is None)
    dependants: Counter[type[Model]] = Counter()
    for model, keys in going.items():
        collector = Collector(using="default")
        try:
            collector.collect(list(model._base_manager.filter(pk__in=keys)))
        except ProtectedError as error:
            raise CannotApply(first_of(f"It is referred to by: {row}." for row in error.protected_objects)) from None
        for row in chain(*collector.data.values(), *collector.fast_deletes):
            if row.pk not in going.get(type(row), ()) and not row._meta.auto_created and type(row) not in MADE_ANEW:
                dependants[type(row)] += 1
    if dependants:
        raise CannotApply(_came_since(model, count) for model, count in dependants.items())


def _came_since(model: type[Model], count: int) -> str:
    rows = f"1 {model._meta.verbose_name} was" if count == 1 else f"{count} {model._meta.verbose_name_plural} were"
    return f"{rows} added since, and would go with it."


def first_of(reasons: Iterable[str]) -> list[str]:
    """Return the first MAX_REASONS of `reasons`, and one that counts the rest."""
    reasons = list(reasons)
    more = len(reasons) - MAX_REASONS
    return [*reasons[:MAX_REASONS], *([f"And {more} more."] if more > 0 else [])]
