"""One attempt at reading, importing or undoing a sheet, of which several workers may believe that it is theirs.

Every beginning has a number, `attempt`. Work of an attempt that is not the latest does nothing: it was begun again.
"""

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from members.models.sheets import AT_WORK, LEASE, MAX_TRIES, SheetImport, SheetState


class Superseded(Exception):
    """The attempt is not the latest any more, or the import was thrown away."""


def latest(sheet: SheetImport) -> QuerySet[SheetImport]:
    """Return the row of `sheet`, if it is in the same state and its attempt is the latest; else none."""
    return SheetImport.objects.filter(pk=sheet.pk, attempt=sheet.attempt, state=sheet.state)


def locked(sheet: SheetImport) -> SheetImport:
    """Return the row of `sheet`, locked. Raises Superseded."""
    row = latest(sheet).select_for_update().first()
    if row is None:
        raise Superseded
    return row


def save_progress(sheet: SheetImport, lease: datetime.timedelta = LEASE, **fields: object) -> None:
    """Save `fields` of an import that is worked on, and extend its lease. Raises Superseded."""
    rest = {"lease_until": None, "goes_on_as": None} if fields.get("state") else {"lease_until": timezone.now() + lease}
    if not latest(sheet).update(tries=0, **rest, **fields):
        raise Superseded


def finish(sheet: SheetImport, state: SheetState, problem: str = "") -> None:
    """Save `sheet`, whose row is locked, as what it has come to."""
    sheet.state, sheet.problem, sheet.finished_at = state, problem, timezone.now()
    sheet.lease_until = sheet.goes_on_as = None
    sheet.save()


def take_up_next() -> SheetImport | None:
    """Return the import that has waited for a worker longest, taken up; None if none waits, or another worker took it.

    One whose worker was killed waits too once its lease is over, unless it comes to nothing time and again.
    """
    is_left = Q(lease_until__lt=timezone.now(), tries__lt=MAX_TRIES, goes_on_as__isnull=False)
    waiting = SheetImport.objects.filter(Q(waits_for_worker_as__isnull=False) | is_left, state__in=AT_WORK)
    people = ("by", "goes_on_as", "waits_for_worker_as")
    sheet = waiting.select_related(*people).order_by("lease_until").first()
    if sheet is None:
        return None
    before, sheet.goes_on_as = sheet.attempt, sheet.waits_for_worker_as or sheet.goes_on_as
    sheet.attempt, sheet.tries, sheet.waits_for_worker_as = before + 1, sheet.tries + 1, None
    sheet.lease_until = timezone.now() + LEASE
    names = ("attempt", "tries", "waits_for_worker_as", "goes_on_as", "lease_until")
    taken_up = waiting.filter(pk=sheet.pk, attempt=before).update(**{name: getattr(sheet, name) for name in names})
    return sheet if taken_up else None
