"""Acts of so many rows that a worker takes them back: who did one says how that is begun."""

from collections.abc import Callable

from django.contrib.auth.models import User

from partnerships.models import Revision

# Begins to take back the act of a revision, by a user, if that is for a worker; returns whether it is.
Beginner = Callable[[Revision, User], bool]
_beginners: dict[str, Beginner] = {}


def register(kind: str, beginner: Beginner) -> None:
    """Ask `beginner` first whenever an act of that `kind` is to be undone."""
    _beginners[kind] = beginner


def begin(revision: Revision, *, by: User) -> bool:
    """Begin to undo the act of `revision` if a worker is to do it; return whether it is."""
    beginner = _beginners.get(revision.kind)
    return beginner is not None and beginner(revision, by)
