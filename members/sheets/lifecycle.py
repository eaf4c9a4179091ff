"""What staff do with an import: upload it, confirm it or throw it away, begin it again after a crash, undo it.

Reading, importing and undoing are only begun here; `work` does them. Large sheets wait for the worker, small ones (up
to the setting SHEET_ROWS_AT_ONCE) are worked on in the same request, so that the next page shows the result.
"""

from contextlib import suppress

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.models.sheets import AT_WORK, LEASE, SheetImport, SheetKind, SheetState
from members.sheets import layouts, reading, work
from partnerships.models import Revision
from partnerships.publishing import workflow

_MAX_FILE_NAME_LENGTH = 120


class NotNow(Exception):
    """The import is not in a state in which that can be done, or not any more."""


class MayNotPublish(Exception):
    """The user may not publish what they import."""


class WrongColumns(Exception):
    """The columns of the file are not those of such a sheet; `problems` say in sentences why."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


def receive(*, kind: SheetKind, file_name: str, content: bytes, by: User) -> SheetImport:
    """Begin to read an uploaded file and return the new import. Raises cells.UnreadableSheet or WrongColumns."""
    columns = layouts.LAYOUTS[kind].columns(by)
    read_sheet = reading.read(content, list(columns), reading.ONLY_HEADINGS)
    if problems := reading.heading_problems(read_sheet, columns):
        raise WrongColumns(problems)
    name, total = file_name[-_MAX_FILE_NAME_LENGTH:], read_sheet.total
    sheet = SheetImport(kind=kind, by=by, file_name=name, content=content, notes=read_sheet.notes, total=total)
    _begin(sheet, SheetState.READING, by)
    _run_if_small(sheet, by)
    return sheet


def confirm(sheet: SheetImport, *, takes_doubtful: bool = False, publishes: bool = False) -> None:
    """Begin to import the importable rows of a previewed `sheet`, as whoever uploaded it.

    With `takes_doubtful` also those that look like others that are here; with `publishes` new partnerships are
    published, and otherwise drafts. Raises MayNotPublish, and NotNow, also when there is no such row or no account of
    whoever uploaded it any more.
    """
    if sheet.by is None:
        raise NotNow
    if publishes and not workflow.may_publish(sheet.by):
        raise MayNotPublish
    with transaction.atomic():
        row = _locked(sheet, SheetState.PREVIEWED)
        row.takes_doubtful, row.publishes = takes_doubtful, publishes and row.kind == SheetKind.PARTNERSHIPS
        if not row.to_import:
            raise NotNow
        _begin(row, SheetState.APPLYING, sheet.by)
    _run_if_small(row, sheet.by)


def begin_again(sheet: SheetImport, *, by: User) -> None:
    """Go on with what was interrupted, by a crash or because no worker is there, or has stopped half-way.

    Raises NotNow when nothing was, or has.
    """
    with transaction.atomic():
        row = _locked(sheet, *AT_WORK, SheetState.STOPPED)
        if not row.can_go_on:
            raise NotNow
        next_state = SheetState.UNDOING if row.undo_revision_id else SheetState.APPLYING
        _begin(row, next_state if row.state == SheetState.STOPPED else SheetState(row.state), by)
    _run_if_small(row, by)


@transaction.atomic
def throw_away(sheet: SheetImport) -> None:
    """Delete an import of which nothing is in the directory, with all its rows. Raises NotNow for others."""
    row = _locked(sheet, *SheetState)
    if not row.can_be_thrown_away:
        raise NotNow
    row.delete()


def undo(sheet: SheetImport, *, by: User) -> None:
    """Begin to change back all that the import changed. Raises NotNow.

    If that turns out to be impossible, the import stays as it is and its `problem` says why.
    """
    with transaction.atomic():
        row = _locked(sheet, SheetState.DONE, SheetState.STOPPED)
        if row.revision is None:
            raise NotNow
        _begin(row, SheetState.UNDOING, by)
    _run_if_small(row, by)


def undo_later(revision: Revision, by: User) -> bool:
    """Begin to undo the import that `revision` is of, if that is done by the worker; return whether it is."""
    of_act = Q(revision=revision.first_id or revision.pk, state__in=[SheetState.DONE, SheetState.STOPPED])
    sheet = SheetImport.objects.filter(of_act, total__gt=settings.SHEET_ROWS_AT_ONCE).first()
    if sheet is None:
        return False
    # Somebody else may just have begun to.
    with suppress(NotNow):
        undo(sheet, by=by)
    return True


def _locked(sheet: SheetImport, *states: SheetState) -> SheetImport:
    """Return the row of `sheet`, locked, if it is in one of `states`. Raises NotNow if not."""
    row = SheetImport.objects.select_for_update().filter(pk=sheet.pk, state__in=states).first()
    if row is None:
        raise NotNow
    return row


def _begin(sheet: SheetImport, state: SheetState, by: User) -> None:
    """Say that it is being worked on, and leave that to the worker if it is large. A row in use must be locked."""
    sheet.attempt, sheet.problem, sheet.tries, sheet.goes_on_as = sheet.attempt + 1, "", 0, by
    if sheet.state != state:
        sheet.state, sheet.done = state, _done_before(sheet, state)
    sheet.lease_until = timezone.now() + LEASE
    sheet.waits_for_worker_as = by if sheet.total > settings.SHEET_ROWS_AT_ONCE else None
    sheet.save()


def _done_before(sheet: SheetImport, state: SheetState) -> int:
    """Return how many rows were dealt with already on the way to what is begun."""
    if sheet.state != SheetState.STOPPED or state == SheetState.UNDOING and not sheet.undo_revision_id:
        return 0
    return sheet.done


def _run_if_small(sheet: SheetImport, by: User) -> None:
    """Do what was begun. Call it after the transaction, so that a crash leaves the import interrupted."""
    if sheet.waits_for_worker_as is None:
        work.run(sheet, by)
