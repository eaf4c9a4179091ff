"""One value made of all public content, which is brought up to date when somebody asks for it after a change."""

import datetime
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection
from django.utils import timezone

from partnerships.public_content import changes, moments
from partnerships.public_content.changes import Changes

Value = TypeVar("Value")


class Renewed(Generic[Value]):
    """A value that `whole` makes of what the database holds, and `renewed` of an earlier one and what changed since.

    `renewed` is not asked when everything may have changed; nor, where the value is that of a day, on the next day.
    Threads may share the value: nobody may change it.
    """

    def __init__(
        self, whole: Callable[[], Value], renewed: Callable[[Value, Changes], Value], *, is_of_a_day: bool = False
    ) -> None:
        self._whole, self._renewed, self._is_of_a_day = whole, renewed, is_of_a_day
        self._lock = threading.Lock()
        # The value, with the stamp, the day and the mark of what it was made of.
        self._kept: tuple[Value, tuple[int, datetime.date | None], str] | None = None

    def current(self) -> Value:
        """Return the value as it is now. One query, or none in the making of what is kept; more after a change.

        Inside a transaction it is made anew and not kept: what the transaction has written nobody else sees yet.
        """
        if connection.in_atomic_block:
            return self._whole()
        moment = moments.now()
        kept, now = self._kept, (moment.stamp, moment.day if self._is_of_a_day else None)
        return kept[0] if kept and kept[1] == now else self._brought_up_to_date(now)

    def forget(self) -> None:
        """Make it anew next time, as in another database."""
        self._kept = None

    def _day(self) -> datetime.date | None:
        return timezone.localdate() if self._is_of_a_day else None

    def _brought_up_to_date(self, now: tuple[int, datetime.date | None]) -> Value:
        """Return the value of `now`, a stamp and a day: one thread makes it while the others wait for it."""
        with self._lock:
            if not self._kept or self._kept[1] != now:
                day = self._day()
                with changes.reading() as moment:
                    self._kept = (self._read(day), (moment.stamp, day), moment.mark)
            return self._kept[0]

    def _read(self, day: datetime.date | None) -> Value:
        if self._kept is None or self._kept[1][1] != day:
            return self._whole()
        value, _, mark = self._kept
        changed = changes.since(mark)
        return self._whole() if changed.is_everything else self._renewed(value, changed)
