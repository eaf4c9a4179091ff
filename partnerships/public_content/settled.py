"""A value made of what hardly ever changes, such as figures or a register, kept until that may have changed."""

import threading
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from django.db import connection

from partnerships.public_content.changes import Changes
from partnerships.public_content.renewed import Renewed

Value = TypeVar("Value")


class _Since(NamedTuple):
    """Another object each time: a change is told as one of `everything` (see declarations.EVERYWHERE), or one of
    `publications` beside entries as well.
    """

    everything: object
    publications: object


def _anew() -> _Since:
    return _Since(object(), object())


def _after(old: _Since, changed: Changes) -> _Since:
    return old._replace(publications=object()) if changed.has_publications else old


# One for all that is settled, so that what has changed is asked once.
_since: Renewed[_Since] = Renewed(_anew, _after, is_of_a_day=True)


class Settled(Generic[Value]):
    """What `make` makes of rows whose change is told as one of everything, and of the day.

    If it is `of_publications`, also of what is published beside entries. Threads may share the value: nobody may
    change it.
    """

    def __init__(self, make: Callable[[], Value], *, of_publications: bool = False) -> None:
        self._make, self._of_publications = make, of_publications
        self._lock = threading.Lock()
        self._kept: tuple[object, Value] | None = None

    def current(self) -> Value:
        """Return the value as it is now. One query, or none in the making of what is kept; more after a change.

        Inside a transaction it is made anew and not kept: what the transaction has written nobody else sees yet.
        """
        if connection.in_atomic_block:
            return self._make()
        # Asked before the rows are read: what is newer is made anew the next time.
        known = _since.current()
        since = known.publications if self._of_publications else known.everything
        with self._lock:
            if self._kept is None or self._kept[0] is not since:
                self._kept = since, self._make()
            return self._kept[1]
