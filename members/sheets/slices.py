"""Importing and undoing on SQLite, which lets in one writer at a time: slice by slice, each a transaction of its own.

A slice is as large as can be written in SECONDS, and whoever waits gets in after it. How far it has come is written
with it, so whatever is killed goes on from there: no row comes in twice, and none is left out.

What the rows would do is found out before a slice is begun, and holds as long as nobody else has changed anything that
is published or has versions. If somebody has, it is found out anew.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from members.models import MemberOrganisation, Membership
from members.models.sheets import LEASE_OF_SLICE, SheetImport, SheetKind, SheetState
from members.organisations import schools
from members.sheets import applying, layouts
from members.sheets.attempts import finish, locked, save_progress
from members.sheets.planning import Planner
from partnerships import audit, versions
from partnerships.models import Revision
from partnerships.models.versions import OpenRevision, revising
from partnerships.public_content import stamp
from partnerships.versions import CannotApply
from partnerships.vocabulary import AuditAction, RevisionKind

SECONDS = 0.25
# Who waits for SQLite's lock asks for it ten times a second.
LEAST_PAUSE = 0.15
FIRST, MOST = 50, 500
# So often in a row what somebody else changed is looked at anew before the lock is taken; then with it.
MAX_LOOKS = 5
MAY_NO_LONGER_IMPORT = "Whoever uploaded it may not import any more."


class MayNoLongerImport(Exception):
    """Whoever uploaded the sheet may not import such any more, or has no account."""


def are_used() -> bool:
    """Whether sheets are imported slice by slice here."""
    return connection.vendor == "sqlite"


@dataclass
class Pace:
    """How many rows the next slice has: what can be written in SECONDS, by how long those before it took."""

    rows: int = field(default_factory=lambda: FIRST)
    not_before: float = 0

    @contextmanager
    def slice(self) -> Iterator[None]:
        """Measure one slice, which is one transaction. Before the next one, others have as long as it took."""
        time.sleep(max(0, self.not_before - time.monotonic()))
        with transaction.atomic():
            began = time.monotonic()
            try:
                yield
            finally:
                took = time.monotonic() - began
                self.not_before = began + took + max(LEAST_PAUSE, took)
        self.rows = max(1, min(MOST, 2 * self.rows, int(self.rows * SECONDS / max(took, 0.001))))


@dataclass
class _Plan:
    """What rows are planned by, for a user with these rights; it holds as long as `_seen` stays what was `seen`."""

    planner: Planner
    seen: tuple[int, int]
    rights: Any


def apply(sheet: SheetImport) -> None:
    """Import what is left of `sheet`. Raises MayNoLongerImport, and attempts.Superseded."""
    pace, plan, looks = Pace(), None, 0
    while rows := list(applying.importable_rows(sheet).filter(number__gt=sheet.reached)[: pace.rows]):
        by, rights = _who_imports(sheet)
        if looks < MAX_LOOKS:
            plan = _plan(sheet, by, rights, plan)
            planned = applying.plan_rows(plan.planner, rows)
        with pace.slice():
            sheet = locked(sheet)
            if looks >= MAX_LOOKS:
                plan = _plan(sheet, by, rights, None)
                planned = applying.plan_rows(plan.planner, rows)
            elif plan is None or plan.seen != _seen():
                plan, looks = None, looks + 1
                continue
            looks = 0
            with _revising(sheet, by) as revision:
                applying.save_rows(sheet, planned, revision, by)
            plan.seen = _seen()
            _note(sheet, revision, reached=rows[-1].number, done=sheet.done + len(rows))
    _tie(sheet)
    _finish(sheet)


def _seen() -> tuple[int, int]:
    """Return what is another once anybody has changed what rows are compared with."""
    return stamp.current(), versions.newest_key()


def _who_imports(sheet: SheetImport) -> tuple[User, Any]:
    """Return whoever uploaded `sheet`, as their account is now, with their rights. Raises MayNoLongerImport."""
    by = User.objects.filter(pk=sheet.by_id).first() if sheet.by_id else None
    if by is None or not layouts.may_import(by, SheetKind(sheet.kind)):
        raise MayNoLongerImport
    return by, (by.get_all_permissions(), set(by.bridges.values_list("pk", flat=True)))


def _plan(sheet: SheetImport, by: User, rights: Any, before: _Plan | None) -> _Plan:
    seen = _seen()
    if before and (before.seen, before.rights) == (seen, rights):
        return before
    model = layouts.LAYOUTS[sheet.kind].model
    imported = set(_touched(sheet, model).values_list("id", flat=True)) if sheet.revision else set()
    return _Plan(Planner(sheet.kind, by, imported=imported), seen, rights)


def _touched(sheet: SheetImport, model: Any) -> Any:
    """Return the versions of rows of `model` that `sheet` has written so far."""
    assert sheet.revision is not None
    return model.versions.filter(revision__in=sheet.revision.of_act.order_by().values("pk")).order_by()


def _revising(sheet: SheetImport, by: User) -> Any:
    reason = f"Imported from {sheet.file_name}"
    return revising(by=by, kind=RevisionKind.IMPORT, reason=reason, first=sheet.revision)


def _note(sheet: SheetImport, revision: OpenRevision, **fields: int) -> None:
    """Say in `sheet` and in its row how far it has come."""
    sheet.revision = sheet.revision or revision.written
    save_progress(sheet, LEASE_OF_SLICE, revision=sheet.revision, **fields)
    for name, value in fields.items():
        setattr(sheet, name, value)


def _tie(sheet: SheetImport) -> None:
    """Tie the member organisations that the sheet was about to the schools that can only be meant, once all are in."""
    if sheet.kind == SheetKind.PARTNERSHIPS or sheet.revision is None:
        return
    keys = (
        _touched(sheet, MemberOrganisation).values("id")
        if sheet.kind == SheetKind.MEMBERS
        else _touched(sheet, Membership).values("organisation")
    )
    ties, pace = list(schools.ties_of(MemberOrganisation.objects.filter(pk__in=keys)).items()), Pace(rows=20)
    while ties:
        some, ties = ties[: pace.rows], ties[pace.rows :]
        by, _ = _who_imports(sheet)
        with pace.slice():
            sheet = locked(sheet)
            with _revising(sheet, by) as revision:
                schools.give(dict(some))
            _note(sheet, revision)


def _finish(sheet: SheetImport) -> None:
    with transaction.atomic():
        sheet = locked(sheet)
        sheet.counts = applying.counts_of(sheet)
        finish(sheet, SheetState.DONE)
        about, details = f"{sheet.get_kind_display()}: import {sheet.pk}", {"kind": sheet.kind, **sheet.counts}
        audit.record(AuditAction.IMPORTED, by=sheet.by, about=about, details=details)


def undo(sheet: SheetImport, by: User) -> None:
    """Take back what is left to take back of `sheet`, as `by`. What was changed since stays, and the sheet says so.

    Raises CannotApply, with nothing changed, if that is known before it begins; and attempts.Superseded.
    """
    assert sheet.revision is not None
    if sheet.undo_revision is None and (reasons := versions.why_not_undo(sheet.revision, by=by)):
        raise CannotApply(reasons)
    left, stay, pace = versions.rows_to_undo(sheet.revision, sheet.undo_revision), [], Pace()
    total = sheet.done + len(left) if sheet.undo_revision else len(left)
    while left:
        some = left[: pace.rows]
        try:
            with pace.slice():
                sheet = locked(sheet)
                assert sheet.revision is not None
                stay += _undo_some(sheet, some, by, done=total - len(left) + len(some))
        except CannotApply as refusal:
            if len(some) > 1:
                # Among fewer the one that cannot be is found.
                pace.rows = max(1, len(some) // 4)
                continue
            stay += refusal.reasons
        left = left[len(some) :]
    with transaction.atomic():
        about = f"{sheet.get_kind_display()}: import {sheet.pk}"
        save_progress(sheet, state=SheetState.UNDONE, problem="\n".join(versions.first_of(stay)))
        audit.record(
            AuditAction.UNDONE, by=by, about=f"revision {sheet.revision_id}", details={"rows": total - len(stay)}
        )
        audit.record(AuditAction.IMPORT_UNDONE, by=by, about=about)


def _undo_some(sheet: SheetImport, rows: list[versions.RowKey], by: User, *, done: int) -> list[str]:
    act: Revision | None = sheet.revision
    assert act is not None
    reason = f"{act.get_kind_display()}: {act.reason}"
    with revising(by=by, kind=RevisionKind.UNDO, reason=reason, undoes=act.kind, first=sheet.undo_revision) as revision:
        stay = versions.undo_some(act, rows, by=by)
    sheet.undo_revision = sheet.undo_revision or revision.written
    save_progress(sheet, LEASE_OF_SLICE, undo_revision=sheet.undo_revision, done=done)
    return stay
