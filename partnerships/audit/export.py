"""The audit log as a sheet, for an owner who must show what was done."""

import json

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from partnerships import audit
from partnerships.models import AuditEntry
from partnerships.vocabulary import AuditAction

HEADINGS = ["When", "What", "About", "By", "Details"]


class NotAnOwner(Exception):
    """Only owners take the log away."""


def may_export(user: User) -> bool:
    return user.is_active and user.is_staff and user.is_superuser


@transaction.atomic
def rows(entries: QuerySet[AuditEntry], *, by: User) -> list[list[str]]:
    """Return HEADINGS and a row for each of `entries`, the latest first, and keep that `by` exported them.

    People stand there by their number, as everywhere in the log. Raises NotAnOwner.
    """
    if not may_export(by):
        raise NotAnOwner
    cells = [_cells(entry) for entry in entries.order_by("-at", "-pk").iterator()]
    audit.record(AuditAction.AUDIT_LOG_EXPORTED, by=by, details={"entries": len(cells)})
    return [HEADINGS, *cells]


def _cells(entry: AuditEntry) -> list[str]:
    by = f"User {entry.by_id}" if entry.by_id else ""
    details = json.dumps(entry.details, ensure_ascii=False) if entry.details else ""
    return [f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}", entry.get_action_display(), entry.about, by, details]
