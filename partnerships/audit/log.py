"""The audit log: what must be accounted for is written here, by whatever does it and in its transaction.

Acts are those of AuditAction. Nobody changes a row afterwards or deletes one, but for retention (models/audit.py).
"""

from contextlib import contextmanager
from contextvars import ContextVar

from partnerships.models import AuditEntry
from partnerships.vocabulary import AuditAction

_answered: ContextVar = ContextVar("answered_request", default=None)


class UnknownAction(Exception):
    """The act is not in AuditAction: it would be found by nobody who looks for it."""


def record(action: str, *, by=None, about: str = "", details: dict | None = None) -> AuditEntry:
    """Keep that `by` (a user, or None for the site itself) did `action`, and return the row.

    `about` says to what, in up to 250 characters. Neither it nor `details` may hold personal details: a name or an
    address is given as its key or keyed hash. Raises UnknownAction.
    """
    try:
        action = AuditAction(action)
    except ValueError:
        raise UnknownAction(action) from None
    return AuditEntry.objects.create(action=action, by=by, about=about[:250], details=details or {})


@contextmanager
def during(request):
    """Let `person_at_work` know, while `request` is answered, whose it is."""
    token = _answered.set(request)
    try:
        yield
    finally:
        _answered.reset(token)


def current_user():
    """Return who sent the request that is being answered: None for a visitor, a command or the worker."""
    user = getattr(_answered.get(), "user", None)
    return user if user is not None and user.is_authenticated else None
