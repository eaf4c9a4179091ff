"""The audit log: what must be accounted for is written here, by whatever does it and in its transaction.

Acts are those of AuditAction. Nobody changes a row afterwards or deletes one, but for retention (models/audit.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest

from partnerships.models import AuditEntry
from partnerships.vocabulary import AuditAction

_answered: ContextVar[HttpRequest | None] = ContextVar("answered_request", default=None)


def record(
    action: AuditAction, *, by: User | None = None, about: str = "", details: dict[str, Any] | None = None
) -> AuditEntry:
    """Keep that `by` (None for the site itself) did `action`, one of AuditAction, and return the row.

    `about` says to what, and is cut to 250 characters. Neither it nor `details` may hold personal details: a name or
    an address is given as its key or keyed hash. Raises ValueError for an act that is not in AuditAction: nobody who
    looks for it would find it.
    """
    return AuditEntry.objects.create(action=AuditAction(action), by=by, about=about[:250], details=details or {})


@contextmanager
def during(request: HttpRequest) -> Iterator[None]:
    """Let `current_user` know, while `request` is answered, whose it is."""
    token = _answered.set(request)
    try:
        yield
    finally:
        _answered.reset(token)


def current_user() -> User | None:
    """Return who sent the request that is being answered: None for a visitor, a command or the worker."""
    user = getattr(_answered.get(), "user", None)
    return user if user is not None and user.is_authenticated else None
