"""The audit log: what must be accounted for is written here, by whatever does it and in its transaction."""

from partnerships.models import AuditEntry


def record(action: str, *, by=None, about: str = "", details: dict | None = None) -> AuditEntry:
    """Keep that `by` (a user, or None for the site itself) did `action`, and return the row.

    `about` says to what, in up to 250 characters. Neither it nor `details` may hold personal details: a name or an
    address is given as its key or keyed hash.
    """
    return AuditEntry.objects.create(action=action, by=by, about=about[:250], details=details or {})
