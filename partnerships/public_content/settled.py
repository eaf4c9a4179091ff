"""A value made of what hardly ever changes, such as figures or a register, kept until that may have changed."""

import datetime
import threading
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from django.db import connection
from django.utils import timezone

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
_since: Renewed[_Since] = Renewed(_anew, _after, is_of_a_day=True, is_of_changes_alone=True)


class Settled(Generic[Value]):
    """What `make` makes of rows whose change is told as one of everything, and of the day.

    If it is `of_publications`, also of what is published beside entries. `until` returns the last moment at which a
    value made at the one given is true if nothing changes, where that is sooner than the end of the day. Threads may
    share the value: nobody may change it.
    """

    def __init__(
        self,
        make: Callable[[], Value],
        *,
        of_publications: bool = False,
        until: Callable[[datetime.datetime], datetime.datetime | None] = lambda now: None,
    ) -> None:
        self._make, self._of_publications, self._until = make, of_publications, until
        self._lock = threading.Lock()
        self._kept: tuple[object, datetime.datetime | None, Value] | None = None

    def current(self) -> Value:
        """Return the value as it is now. One query, or none in the making of what is kept; more after a change.

        Inside a transaction it is made anew and not kept: what the transaction has written nobody else sees yet.
        """
        if connection.in_atomic_block:
            return self._make()
        # Asked before the rows are read: what is newer is made anew the next time.
        known = _since.current()
        since, now = known.publications if self._of_publications else known.everything, timezone.now()
        with self._lock:
            if self._kept is None or not _is_true(*self._kept[:2], since, now):
                self._kept = since, self._until(now), self._make()
            return self._kept[2]


def _is_true(made_of: object, until: datetime.datetime | None, since: object, now: datetime.datetime) -> bool:
    """Whether what was made of one state, and is true `until` a moment, is so `now` that things are as in `since`."""
    return made_of is since and (until is None or now <= until)
