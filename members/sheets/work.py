"""The work on an import that `lifecycle` has begun: reading, importing and undoing. Nobody else calls it.

The worker runs it for large sheets, and the request itself for small ones. Whoever runs it may be killed at any moment,
and nothing is left half done. Rows that were read are saved in small transactions, with how far reading has come. An
import is one transaction: all of it is there, with the state DONE, or nothing; the same holds for undoing.

Every beginning has a number, `attempt`. Work of an attempt that is not the latest does nothing: it was begun again.
"""

import logging
from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from members.models import SheetImport, SheetRow
from members.models.sheets import LEASE, SheetState
from members.sheets import applying, reading
from members.sheets.headings import match
from members.sheets.planned_rows import PlannedRow
from members.sheets.planning import Planner
from members.sheets.resources import may_import
from partnerships import audit, versions
from partnerships.models.versions import revising
from partnerships.vocabulary import AuditAction, RevisionKind

logger = logging.getLogger(__name__)

_READ_BATCH = 250
MAY_NO_LONGER_IMPORT = "Whoever uploaded it may not import any more. Nothing was changed."
OUR_MISTAKE = "Something went wrong on our side. Nothing was changed."


class Superseded(Exception):
    """The attempt is not the latest any more, or the import was thrown away."""


def run_reading(pk: int, attempt: int) -> None:
    """Read the file of the import `pk` and save what each row would do; the state becomes PREVIEWED or FAILED."""
    sheet = _imports_at(SheetState.READING, pk, attempt).select_related("by").first()
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


def run_import(pk: int, attempt: int) -> None:
    """Import the importable rows of the import `pk`; the state becomes DONE.

    It becomes FAILED if whoever uploaded it may not import any more. If anything else fails, nothing is imported and it
    is PREVIEWED again.
    """
    try:
        with transaction.atomic():
            sheet = _imports_at(SheetState.APPLYING, pk, attempt).select_for_update().first()
            if sheet is not None:
                _apply(sheet)
    except Exception:
        logger.exception("Import %s could not be applied", pk)
        imports = _imports_at(SheetState.APPLYING, pk, attempt)
        imports.update(state=SheetState.PREVIEWED, problem=OUR_MISTAKE, lease_until=None)


def run_undo(pk: int, attempt: int, by: int) -> None:
    """Change back all that the import `pk` changed, as the user with the key `by`; the state becomes UNDONE.

    If anything of it cannot be changed back, nothing is, and the state is DONE again.
    """
    try:
        with transaction.atomic():
            sheet = _imports_at(SheetState.UNDOING, pk, attempt).select_for_update().first()
            if sheet is not None:
                _undo(sheet, User.objects.get(pk=by))
    except versions.CannotApply as error:
        _refuse_undo(pk, attempt, "\n".join(error.reasons))
    except Exception:
        logger.exception("Import %s could not be undone", pk)
        _refuse_undo(pk, attempt, OUR_MISTAKE)


def _imports_at(state: SheetState, pk: int, attempt: int) -> QuerySet[SheetImport]:
    """Return the import `pk`, if it is in `state` and `attempt` is its latest; else none."""
    return SheetImport.objects.filter(pk=pk, attempt=attempt, state=state)


def _read(sheet: SheetImport) -> None:
    if sheet.by is None or sheet.content is None:
        raise LookupError("The file, or the account of whoever uploaded it, is gone")
    planner = Planner(sheet.kind, sheet.by)
    max_rows = planner.resource.max_rows
    read_sheet = reading.read(bytes(sheet.content), list(planner.columns))
    sheet.rows.all().delete()
    done = 0
    planned_rows = _planned_rows(planner, read_sheet)
    while batch := list(islice(planned_rows, _READ_BATCH)):
        done += len(batch)
        if done > max_rows:
            raise reading.UnreadableSheet(
                f"The sheet has more than {max_rows:,} rows. Share them out over several files."
            )
        with transaction.atomic():
            _save_progress(sheet, done=done)
            SheetRow.objects.bulk_create(_row_of(sheet, planned) for planned in batch)
    if not done:
        raise reading.UnreadableSheet("The sheet has headings, and no row below them.")
    counts = applying.counts_of(sheet)
    _save_progress(sheet, state=SheetState.PREVIEWED, total=done, done=done, content=None, counts=counts)


def _planned_rows(planner: Planner, read_sheet: reading.ReadSheet) -> Iterator[PlannedRow]:
    names = match(read_sheet.headings, planner.columns)
    for number, cells in read_sheet.rows:
        cells = cells + [""] * (len(names) - len(cells))
        has_more_cells = any(cell.strip() for cell in cells[len(names) :])
        yield planner.plan(number, dict(zip(names, cells, strict=False)), has_more_cells=has_more_cells)


def _row_of(sheet: SheetImport, planned: PlannedRow) -> SheetRow:
    return SheetRow(
        sheet=sheet,
        number=planned.number,
        name=planned.name[:340],
        outcome=planned.outcome,
        cells=planned.cells,
        problems=planned.problems + planned.doubts,
        changes=planned.changes,
    )


def _save_progress(sheet: SheetImport, **fields: object) -> None:
    """Save `fields` of an import that is being read, and extend its lease. Raises Superseded."""
    lease = None if fields.get("state") else timezone.now() + LEASE
    if not _imports_at(SheetState.READING, sheet.pk, sheet.attempt).update(lease_until=lease, **fields):
        raise Superseded


def _fail(sheet: SheetImport, reason: str) -> None:
    with transaction.atomic():
        fields = {"problem": reason, "content": None, "lease_until": None, "finished_at": timezone.now()}
        if _imports_at(SheetState.READING, sheet.pk, sheet.attempt).update(state=SheetState.FAILED, **fields):
            sheet.rows.all().delete()


def _apply(sheet: SheetImport) -> None:
    if sheet.by is None or not may_import(sheet.by, sheet.kind):
        sheet.state, sheet.problem, sheet.lease_until = SheetState.FAILED, MAY_NO_LONGER_IMPORT, None
        sheet.finished_at = timezone.now()
        sheet.save()
        return
    reason = f"Imported from {sheet.file_name}"
    with revising(by=sheet.by, kind=RevisionKind.IMPORT, reason=reason) as revision:
        sheet.counts = applying.apply_rows(sheet, revision, sheet.by)
    sheet.state, sheet.problem, sheet.lease_until = SheetState.DONE, "", None
    sheet.revision, sheet.finished_at = revision.written, timezone.now()
    sheet.save()
    audit.record(
        AuditAction.IMPORTED,
        by=sheet.by,
        about=f"{sheet.get_kind_display()}: import {sheet.pk}",
        details={"kind": sheet.kind, **sheet.counts},
    )


def _undo(sheet: SheetImport, by: User) -> None:
    if sheet.revision is None:
        raise LookupError("The revision of the import is gone")
    versions.undo(sheet.revision, by=by)
    sheet.state, sheet.problem, sheet.lease_until = SheetState.UNDONE, "", None
    sheet.save(update_fields=["state", "problem", "lease_until"])
    audit.record(AuditAction.IMPORT_UNDONE, by=by, about=f"{sheet.get_kind_display()}: import {sheet.pk}")


def _refuse_undo(pk: int, attempt: int, reason: str) -> None:
    imports = _imports_at(SheetState.UNDOING, pk, attempt)
    imports.update(state=SheetState.DONE, problem=reason, lease_until=None)
