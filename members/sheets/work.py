"""Reading, importing and undoing a sheet, step by step, so that a worker killed at any moment leaves nothing half done.

What is read is kept in small transactions, and says how far it has come. The import is one transaction: either all of
it is there, with its state "done", or none; the same holds for undoing. Whoever begins the same anew takes it over:
`attempt` tells who has the say.
"""

import logging
from collections.abc import Iterator
from itertools import islice

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from members.models.sheets import LEASE, SheetImport, SheetRow, SheetState
from members.sheets import applying, reading
from members.sheets.headings import matched
from members.sheets.headings import problems as problems_of_headings
from members.sheets.planning import PlannedRow, Planner
from members.sheets.resources import may_import, sheet_of
from partnerships import audit, versions
from partnerships.models.versions import revising
from partnerships.vocabulary import AuditAction, RevisionKind

logger = logging.getLogger(__name__)

_READ_AT_ONCE = 250
MAY_NOT_ANY_MORE = "Whoever uploaded it may not import any more. Nothing was changed."
OUR_MISTAKE = "Something went wrong on our side. Nothing was changed."


class Superseded(Exception):
    """Somebody else has begun the same anew, or it was thrown away."""


def read_and_plan(pk: int, attempt: int) -> None:
    """Read the uploaded sheet `pk` and keep what each row would do. Does nothing if `attempt` has no say any more."""
    sheet = _ours(pk, attempt, SheetState.READING).select_related("by").first()
    if sheet is None:
        return
    try:
        _read(sheet)
    except Superseded:
        return
    except reading.UnreadableSheet as error:
        _fail(sheet, str(error))
    except Exception:
        logger.exception("Import %s could not be read", pk)
        _fail(sheet, OUR_MISTAKE)


def apply(pk: int, attempt: int) -> None:
    """Import the good rows of the sheet `pk`: all or, if anything fails, none. Does nothing if `attempt` has no say."""
    try:
        with transaction.atomic():
            sheet = _ours(pk, attempt, SheetState.APPLYING).select_for_update().first()
            if sheet is not None:
                _apply(sheet)
    except Exception:
        logger.exception("Import %s could not be applied", pk)
        ours = _ours(pk, attempt, SheetState.APPLYING)
        ours.update(state=SheetState.PREVIEWED, problem=OUR_MISTAKE, lease_until=None)


def undo(pk: int, attempt: int, by: int) -> None:
    """Put all that the import `pk` changed as it was before, in the name of the account `by`: all of it or nothing."""
    try:
        with transaction.atomic():
            sheet = _ours(pk, attempt, SheetState.UNDOING).select_for_update().first()
            if sheet is not None:
                _undo(sheet, get_user_model().objects.get(pk=by))
    except versions.CannotApply as error:
        _leave_done(pk, attempt, "\n".join(error.reasons))
    except Exception:
        logger.exception("Import %s could not be undone", pk)
        _leave_done(pk, attempt, OUR_MISTAKE)


def look_at_headings(kind: str, content: bytes, by) -> tuple[list[str], list[str]]:
    """Return what is wrong with the columns of a file, in sentences, and what should be known of it.

    Raises reading.Unreadable.
    """
    columns = sheet_of(kind, by).columns
    sheet = reading.read(content, list(columns))
    return problems_of_headings(sheet.headings, columns), sheet.notes


def _ours(pk: int, attempt: int, state: str):
    return SheetImport.objects.filter(pk=pk, attempt=attempt, state=state)


def _read(sheet: SheetImport) -> None:
    planner = Planner(sheet.kind, sheet.by)
    read = reading.read(bytes(sheet.content), list(planner.columns))
    sheet.rows.all().delete()
    done = 0
    rows = _planned(planner, read)
    while some := list(islice(rows, _READ_AT_ONCE)):
        done += len(some)
        if done > planner.sheet.most_rows:
            most = f"{planner.sheet.most_rows:,}"
            raise reading.UnreadableSheet(f"The sheet has more than {most} rows. Share them out over several files.")
        with transaction.atomic():
            _note(sheet, done=done)
            SheetRow.objects.bulk_create(_kept(sheet, planned) for planned in some)
    if not done:
        raise reading.UnreadableSheet("The sheet has headings, and no row below them.")
    _note(sheet, state=SheetState.PREVIEWED, total=done, done=done, content=None, counts=applying.counts_of(sheet))


def _planned(planner: Planner, read: reading.ReadSheet) -> Iterator[PlannedRow]:
    names = matched(read.headings, planner.columns)
    for number, cells in read.rows:
        cells = cells + [""] * (len(names) - len(cells))
        too_many = any(cell.strip() for cell in cells[len(names) :])
        yield planner.plan(number, dict(zip(names, cells, strict=False)), too_many)


def _kept(sheet: SheetImport, planned: PlannedRow) -> SheetRow:
    return SheetRow(
        sheet=sheet,
        number=planned.number,
        name=planned.name[:340],
        outcome=planned.outcome,
        cells=planned.cells,
        problems=planned.problems + planned.doubts,
        changes=planned.changes,
    )


def _note(sheet: SheetImport, **fields) -> None:
    """Say how far the reading has come, as long as it is ours."""
    lease = None if fields.get("state") else timezone.now() + LEASE
    if not _ours(sheet.pk, sheet.attempt, SheetState.READING).update(lease_until=lease, **fields):
        raise Superseded


def _fail(sheet: SheetImport, words: str) -> None:
    with transaction.atomic():
        fields = {"problem": words, "content": None, "lease_until": None, "finished_at": timezone.now()}
        if _ours(sheet.pk, sheet.attempt, SheetState.READING).update(state=SheetState.FAILED, **fields):
            sheet.rows.all().delete()


def _apply(sheet: SheetImport) -> None:
    if sheet.by is None or not may_import(sheet.by, sheet.kind):
        sheet.state, sheet.problem, sheet.lease_until = SheetState.FAILED, MAY_NOT_ANY_MORE, None
        sheet.finished_at = timezone.now()
        sheet.save()
        return
    words = f"Imported from {sheet.file_name}"
    with revising(by=sheet.by, kind=RevisionKind.IMPORT, reason=words) as revision:
        sheet.counts = applying.apply_rows(sheet, revision)
    sheet.state, sheet.problem, sheet.lease_until = SheetState.DONE, "", None
    sheet.revision, sheet.finished_at = revision.written, timezone.now()
    sheet.save()
    audit.record(
        AuditAction.IMPORTED,
        by=sheet.by,
        about=f"{sheet.get_kind_display()}: import {sheet.pk}",
        details={"kind": sheet.kind, **sheet.counts},
    )


def _undo(sheet: SheetImport, by) -> None:
    versions.undo(sheet.revision, by=by)
    sheet.state, sheet.problem, sheet.lease_until = SheetState.UNDONE, "", None
    sheet.save(update_fields=["state", "problem", "lease_until"])
    audit.record(AuditAction.IMPORT_UNDONE, by=by, about=f"{sheet.get_kind_display()}: import {sheet.pk}")


def _leave_done(pk: int, attempt: int, words: str) -> None:
    ours = _ours(pk, attempt, SheetState.UNDOING)
    ours.update(state=SheetState.DONE, problem=words, lease_until=None)
