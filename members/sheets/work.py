"""The work on an import that `lifecycle` has begun: reading, importing and undoing.

The worker does it for large sheets, and the request itself for small ones. Whoever does it may be killed at any moment,
and nothing is left half done. Rows that were read are saved in small transactions, with how far reading has come. An
import is one transaction: all of it is there, with the state DONE, or nothing; the same holds for undoing.

Every beginning has a number, `attempt`. Work of an attempt that is not the latest does nothing: it was begun again.
"""

import logging
from collections.abc import Callable, Iterator
from itertools import islice, zip_longest

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from members.models.sheets import AT_WORK, LEASE, SheetImport, SheetRow, SheetState
from members.sheets import applying, layouts, planning, reading
from members.sheets.cells import UnreadableSheet
from partnerships import audit, versions
from partnerships.models.versions import revising
from partnerships.vocabulary import AuditAction, RevisionKind

logger = logging.getLogger(__name__)

_READ_BATCH = 250
AFTER_FAILURE = {
    SheetState.READING: SheetState.FAILED,
    SheetState.APPLYING: SheetState.PREVIEWED,
    SheetState.UNDOING: SheetState.DONE,
}
MAY_NO_LONGER_IMPORT = "Whoever uploaded it may not import any more. Nothing was changed."
OUR_MISTAKE = "Something went wrong on our side. Nothing was changed."


class Superseded(Exception):
    """The attempt is not the latest any more, or the import was thrown away."""


def work_on_next() -> bool:
    """Take up the import that has waited for the worker longest; return whether there was one."""
    waiting = SheetImport.objects.filter(state__in=AT_WORK, waits_for_worker_as__isnull=False)
    sheet = waiting.select_related("by", "waits_for_worker_as").order_by("lease_until").first()
    if sheet is None or sheet.waits_for_worker_as is None:
        return False
    taken_up = {"waits_for_worker_as": None, "lease_until": timezone.now() + LEASE}
    if waiting.filter(pk=sheet.pk, attempt=sheet.attempt).update(**taken_up):
        run(sheet, sheet.waits_for_worker_as)
    return True


def run(sheet: SheetImport, by: User) -> None:
    """Read, import or undo `sheet`, whichever its state says was begun by `by`; note what comes of it.

    What fails changes nothing: the state is then that of AFTER_FAILURE, and `problem` says why.
    """
    if not _latest(sheet).exists():
        return
    try:
        _STEPS[SheetState(sheet.state)](sheet, by)
    except Superseded:
        pass
    except UnreadableSheet as error:
        _fail(sheet, str(error))
    except versions.CannotApply as error:
        _fail(sheet, "\n".join(error.reasons))
    except Exception:
        logger.exception("Import %s failed while %s", sheet.pk, sheet.get_state_display().lower())
        _fail(sheet, OUR_MISTAKE)


def _latest(sheet: SheetImport) -> QuerySet[SheetImport]:
    """Return the row of `sheet`, if it is in the same state and its attempt is the latest; else none."""
    return SheetImport.objects.filter(pk=sheet.pk, attempt=sheet.attempt, state=sheet.state)


def _locked(sheet: SheetImport) -> SheetImport:
    """Return the row of `sheet`, locked. Raises Superseded."""
    row = _latest(sheet).select_for_update().first()
    if row is None:
        raise Superseded
    return row


@transaction.atomic
def _fail(sheet: SheetImport, reason: str) -> None:
    state = AFTER_FAILURE[SheetState(sheet.state)]
    fields: dict[str, object] = {"state": state, "problem": reason, "lease_until": None}
    if state == SheetState.FAILED:
        fields |= {"content": None, "finished_at": timezone.now()}
    if _latest(sheet).update(**fields) and state == SheetState.FAILED:
        sheet.rows.all().delete()


def _read(sheet: SheetImport, by: User) -> None:
    if sheet.by is None or sheet.content is None:
        raise LookupError("The file, or the account of whoever uploaded it, is gone")
    planner = planning.Planner(sheet.kind, sheet.by)
    max_rows = planner.layout.max_rows
    read_sheet = reading.read(bytes(sheet.content), list(planner.columns))
    sheet.rows.all().delete()
    done = 0
    rows = _rows(sheet, planner, read_sheet)
    while batch := list(islice(rows, _READ_BATCH)):
        done += len(batch)
        if done > max_rows:
            raise UnreadableSheet(f"The sheet has more than {max_rows:,} rows. Share them out over several files.")
        with transaction.atomic():
            _save_progress(sheet, done=done)
            SheetRow.objects.bulk_create(batch)
    if not done:
        raise UnreadableSheet("The sheet has headings, and no row below them.")
    counts = applying.counts_of(sheet)
    _save_progress(sheet, state=SheetState.PREVIEWED, total=done, done=done, content=None, counts=counts)


def _rows(sheet: SheetImport, planner: planning.Planner, read_sheet: reading.ReadSheet) -> Iterator[SheetRow]:
    names = read_sheet.names
    for number, texts in read_sheet.rows:
        cells = dict(zip_longest(names, texts[: len(names)], fillvalue=""))
        has_more_cells = any(text.strip() for text in texts[len(names) :])
        planned = planner.plan(number, cells, has_more_cells=has_more_cells)
        row = SheetRow(sheet=sheet, number=number, name=planned.name[:340], outcome=planned.outcome, cells=cells)
        row.problems, row.changes = planned.problems + planned.doubts, planned.changes
        yield row


def _save_progress(sheet: SheetImport, **fields: object) -> None:
    """Save `fields` of an import that is being read, and extend its lease. Raises Superseded."""
    lease = None if fields.get("state") else timezone.now() + LEASE
    if not _latest(sheet).update(lease_until=lease, **fields):
        raise Superseded


@transaction.atomic
def _apply(sheet: SheetImport, by: User) -> None:
    sheet = _locked(sheet)
    if sheet.by is None or not layouts.may_import(sheet.by, sheet.kind):
        _finish(sheet, SheetState.FAILED, MAY_NO_LONGER_IMPORT)
        return
    reason = f"Imported from {sheet.file_name}"
    with revising(by=sheet.by, kind=RevisionKind.IMPORT, reason=reason) as revision:
        sheet.counts = applying.apply_rows(sheet, revision, sheet.by)
    sheet.revision = revision.written
    _finish(sheet, SheetState.DONE)
    about, details = f"{sheet.get_kind_display()}: import {sheet.pk}", {"kind": sheet.kind, **sheet.counts}
    audit.record(AuditAction.IMPORTED, by=sheet.by, about=about, details=details)


@transaction.atomic
def _undo(sheet: SheetImport, by: User) -> None:
    sheet = _locked(sheet)
    if sheet.revision is None:
        raise LookupError("The revision of the import is gone")
    versions.undo(sheet.revision, by=by)
    _latest(sheet).update(state=SheetState.UNDONE, problem="", lease_until=None)
    audit.record(AuditAction.IMPORT_UNDONE, by=by, about=f"{sheet.get_kind_display()}: import {sheet.pk}")


def _finish(sheet: SheetImport, state: SheetState, problem: str = "") -> None:
    sheet.state, sheet.problem, sheet.lease_until, sheet.finished_at = state, problem, None, timezone.now()
    sheet.save()


_STEPS: dict[SheetState, Callable[[SheetImport, User], None]] = {
    SheetState.READING: _read,
    SheetState.APPLYING: _apply,
    SheetState.UNDOING: _undo,
}
