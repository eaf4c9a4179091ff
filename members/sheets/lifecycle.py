"""The life of an import: received, previewed, confirmed or thrown away, begun again after a crash, undone.

Small sheets are read and imported while their page is waited for, large ones by the worker.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from members.models.sheets import AT_WORK, LEASE, RowOutcome, SheetImport, SheetKind, SheetState
from members.sheets import reading
from members.sheets import tasks as sheet_tasks
from members.sheets import work as sheet_work
from members.sheets.applying import good_outcomes
from partnerships.publishing import workflow

_LONGEST_FILE_NAME = 120


class NotNow(Exception):
    """The import is not, or not any more, in a state for that."""


class MayNotPublish(Exception):
    """The person may not publish what they import."""


class WrongColumns(Exception):
    """The columns of the file are not those of such a sheet; `problems` says in sentences why."""

    def __init__(self, problems: list[str]):
        super().__init__(*problems)
        self.problems = problems


def receive(*, kind: SheetKind, file_name: str, content: bytes, by) -> SheetImport:
    """Take an uploaded file in and see to it that it is read. Raises reading.Unreadable or WrongColumns."""
    problems, notes = sheet_work.look_at_headings(kind, content, by)
    if problems:
        raise WrongColumns(problems)
    sheet = SheetImport(kind=kind, by=by, file_name=file_name[-_LONGEST_FILE_NAME:], content=content, notes=notes)
    sheet.total = reading.how_many_rows(content)
    with transaction.atomic():
        _begin(sheet, SheetState.READING, by)
    _run(sheet, by)
    return sheet


def confirm(sheet: SheetImport, *, takes_doubtful: bool = False, publishes: bool = False) -> None:
    """Have the good rows of a previewed `sheet` imported, as whoever uploaded it.

    `takes_doubtful` those, too, that look like others that are here; `publishes` new partnerships, which are drafts
    otherwise. Raises NotNow, also when no row is good, or MayNotPublish.
    """
    if publishes and not workflow.may_publish(sheet.by):
        raise MayNotPublish
    with transaction.atomic():
        row = _locked(sheet, SheetState.PREVIEWED)
        row.takes_doubtful, row.publishes = takes_doubtful, publishes and row.kind == SheetKind.PARTNERSHIPS
        if not row.count(*good_outcomes(row)):
            raise NotNow
        _begin(row, SheetState.APPLYING, row.by)
    _run(row, row.by)


def begin_again(sheet: SheetImport, *, by) -> None:
    """Do once more what was interrupted: a worker was killed, or none is there. Raises NotNow when it was not."""
    with transaction.atomic():
        row = _locked(sheet, *AT_WORK)
        if not row.is_interrupted:
            raise NotNow
        _begin(row, row.state, by)
    _run(row, by)


@transaction.atomic
def throw_away(sheet: SheetImport) -> None:
    """Forget a sheet that was not imported, with all its rows. Raises NotNow for others."""
    row = _locked(sheet, *SheetState)
    if not row.can_be_thrown_away:
        raise NotNow
    row.delete()


def undo(sheet: SheetImport, *, by) -> None:
    """Put all that the import changed as it was before. Raises NotNow.

    If that cannot be, the import stays done and its `problem` says why.
    """
    with transaction.atomic():
        row = _locked(sheet, SheetState.DONE)
        if row.revision is None:
            raise NotNow
        _begin(row, SheetState.UNDOING, by)
    _run(row, by)


def importable(sheet: SheetImport) -> int:
    """Return how many of its rows would be imported, without those that look like others."""
    return sheet.count(RowOutcome.NEW, RowOutcome.CHANGED)


def _locked(sheet: SheetImport, *states: str) -> SheetImport:
    row = SheetImport.objects.select_for_update().filter(pk=sheet.pk, state__in=states).first()
    if row is None:
        raise NotNow
    return row


def _begin(sheet: SheetImport, state: str, by) -> None:
    """Say that it is being worked on, and have the worker do it if it is large. Call it in a transaction."""
    sheet.state, sheet.attempt, sheet.problem = state, sheet.attempt + 1, ""
    sheet.lease_until = timezone.now() + LEASE
    sheet.save()
    if _is_large(sheet):
        task, arguments = _work(sheet, by)
        task.enqueue(*arguments)


def _run(sheet: SheetImport, by) -> None:
    """Do it at once if it is small. Call it outside the transaction: a crash then leaves it interrupted."""
    if not _is_large(sheet):
        task, arguments = _work(sheet, by)
        task.func(*arguments)


def _is_large(sheet: SheetImport) -> bool:
    return sheet.total > settings.SHEET_ROWS_AT_ONCE


def _work(sheet: SheetImport, by):
    """Return the task for the state it is in, and its arguments."""
    if sheet.state == SheetState.UNDOING:
        return sheet_tasks.undo_sheet, [sheet.pk, sheet.attempt, by.pk]
    task = {SheetState.READING: sheet_tasks.read_sheet, SheetState.APPLYING: sheet_tasks.apply_sheet}[sheet.state]
    return task, [sheet.pk, sheet.attempt]
