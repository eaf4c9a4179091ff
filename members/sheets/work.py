"""The work on an import that `lifecycle` has begun: reading, importing and undoing.

The worker does it for large sheets, and the request itself for small ones. Whoever does it may be killed at any moment.
Rows that were read are saved in small transactions, with how far reading has come. On PostgreSQL an import is one
transaction: all of it is there, with the state DONE, or nothing; the same holds for undoing. On SQLite both go slice by
slice (`slices`).

What was interrupted a worker goes on with by itself. If that comes to nothing time and again, staff are asked.
"""

import datetime
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice, zip_longest

from django.contrib.auth.models import User
from django.db import Error, InterfaceError, OperationalError, transaction
from django.utils import timezone

from members.models.sheets import SheetImport, SheetRow, SheetState
from members.sheets import applying, attempts, layouts, planning, reading, slices
from members.sheets.attempts import Superseded, finish, latest, locked, save_progress
from members.sheets.cells import UnreadableSheet
from partnerships import audit, versions
from partnerships.models.versions import revising
from partnerships.vocabulary import AuditAction, RevisionKind

logger = logging.getLogger(__name__)

_READ_BATCH = 250
# Where nothing was changed.
AFTER_FAILURE = {
    SheetState.READING: SheetState.FAILED,
    SheetState.APPLYING: SheetState.PREVIEWED,
    SheetState.UNDOING: SheetState.DONE,
}
OUR_MISTAKE = "Something went wrong on our side."
# These say beside why also how far it came.
WHERE_IT_STOPPED = (OUR_MISTAKE, slices.MAY_NO_LONGER_IMPORT)
NOTHING_CHANGED, HALF_WAY = " Nothing was changed.", " It stopped half-way."
# After so long a worker tries again what the database could not do.
SOON = datetime.timedelta(seconds=10)


def work_on_next() -> bool:
    """Take up the import that has waited for the worker longest; return whether there was one."""
    sheet = attempts.take_up_next()
    if sheet is not None and sheet.goes_on_as is not None:
        run(sheet, sheet.goes_on_as)
    return sheet is not None


def run(sheet: SheetImport, by: User) -> None:
    """Read, import or undo `sheet`, whichever its state says was begun by `by`; note what comes of it.

    Of what fails, `problem` says why, and the state how far it came. A database that does not answer, or has no room,
    is raised: once it does again, a worker goes on.
    """
    if not latest(sheet).exists():
        return
    try:
        _STEPS[SheetState(sheet.state)](sheet, by)
    except Superseded:
        pass
    except (OperationalError, InterfaceError):
        _leave_for_later(sheet)
        raise
    except UnreadableSheet as error:
        _fail(sheet, str(error))
    except versions.CannotApply as error:
        _fail(sheet, "\n".join(error.reasons))
    except slices.MayNoLongerImport:
        _fail(sheet, slices.MAY_NO_LONGER_IMPORT)
    except Exception:
        logger.exception("Import %s failed while %s", sheet.pk, sheet.get_state_display().lower())
        _fail(sheet, OUR_MISTAKE)


def _leave_for_later(sheet: SheetImport) -> None:
    """Let a worker go on soon with what the database could not do now: nobody can help that by pressing a button."""
    with suppress(Error):
        latest(sheet).update(tries=0, lease_until=timezone.now() + SOON)


@transaction.atomic
def _fail(sheet: SheetImport, reason: str) -> None:
    row = latest(sheet).select_for_update().first()
    if row is None:
        return
    row.lease_until = row.goes_on_as = None
    if is_half_way := row.revision_id is not None and (row.finished_at is None or row.undo_revision_id is not None):
        row.state = SheetState.STOPPED
    else:
        row.state = SheetState.FAILED if reason == slices.MAY_NO_LONGER_IMPORT else AFTER_FAILURE[SheetState(row.state)]
    row.problem = f"{reason}{HALF_WAY if is_half_way else NOTHING_CHANGED}" if reason in WHERE_IT_STOPPED else reason
    if row.state == SheetState.FAILED:
        row.content, row.finished_at = None, timezone.now()
        row.rows.all().delete()
    row.save()


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
            save_progress(sheet, done=done)
            SheetRow.objects.bulk_create(batch)
    if not done:
        raise UnreadableSheet("The sheet has headings, and no row below them.")
    counts = applying.counts_of(sheet)
    save_progress(sheet, state=SheetState.PREVIEWED, total=done, done=done, content=None, counts=counts)


def _rows(sheet: SheetImport, planner: planning.Planner, read_sheet: reading.ReadSheet) -> Iterator[SheetRow]:
    names = read_sheet.names
    for number, texts in read_sheet.rows:
        cells = dict(zip_longest(names, texts[: len(names)], fillvalue=""))
        has_more_cells = any(text.strip() for text in texts[len(names) :])
        planned = planner.plan(number, cells, has_more_cells=has_more_cells)
        row = SheetRow(sheet=sheet, number=number, name=planned.name[:340], outcome=planned.outcome, cells=cells)
        row.problems, row.changes = planned.problems + planned.doubts, planned.changes
        yield row


def _apply(sheet: SheetImport, by: User) -> None:
    if slices.are_used():
        slices.apply(sheet)
    else:
        _apply_at_once(sheet)


@transaction.atomic
def _apply_at_once(sheet: SheetImport) -> None:
    sheet = locked(sheet)
    if sheet.by is None or not layouts.may_import(sheet.by, sheet.kind):
        raise slices.MayNoLongerImport
    reason = f"Imported from {sheet.file_name}"
    with revising(by=sheet.by, kind=RevisionKind.IMPORT, reason=reason) as revision:
        applying.apply_rows(sheet, revision, sheet.by)
    sheet.revision, sheet.counts = revision.written, applying.counts_of(sheet)
    finish(sheet, SheetState.DONE)
    about, details = f"{sheet.get_kind_display()}: import {sheet.pk}", {"kind": sheet.kind, **sheet.counts}
    audit.record(AuditAction.IMPORTED, by=sheet.by, about=about, details=details)


def _undo(sheet: SheetImport, by: User) -> None:
    if slices.are_used():
        slices.undo(sheet, by)
    else:
        _undo_at_once(sheet, by)


@transaction.atomic
def _undo_at_once(sheet: SheetImport, by: User) -> None:
    sheet = locked(sheet)
    if sheet.revision is None:
        raise LookupError("The revision of the import is gone")
    versions.undo(sheet.revision, by=by)
    latest(sheet).update(state=SheetState.UNDONE, problem="", lease_until=None, goes_on_as=None)
    audit.record(AuditAction.IMPORT_UNDONE, by=by, about=f"{sheet.get_kind_display()}: import {sheet.pk}")


_STEPS: dict[SheetState, Callable[[SheetImport, User], None]] = {
    SheetState.READING: _read,
    SheetState.APPLYING: _apply,
    SheetState.UNDOING: _undo,
}
