"""One value made of all public content, which is brought up to date when somebody asks for it after a change."""

import datetime
import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Generic, TypeVar

from django.db import connection
from django.utils import timezone

from partnerships.public_content import changes, moments
from partnerships.public_content.changes import Changes, Reading

Value = TypeVar("Value")


class Renewed(Generic[Value]):
    """A value that `whole` makes of what the database holds, and `renewed` of an earlier one and what changed since.

    `renewed` is not asked when everything may have changed; nor, where the value is that of a day, on the next day.
    Neither reads the database where the value `is_of_changes_alone`. Threads may share the value: nobody may change it.
    """

    def __init__(
        self,
        whole: Callable[[], Value],
        renewed: Callable[[Value, Changes], Value],
        *,
        is_of_a_day: bool = False,
        is_of_changes_alone: bool = False,
    ) -> None:
        self._whole, self._renewed = whole, renewed
        self._is_of_a_day, self._is_of_changes_alone = is_of_a_day, is_of_changes_alone
        self._lock = threading.Lock()
        # The value, with the reading and the day of which it is.
        self._kept: tuple[Value, Reading, datetime.date | None] | None = None

    def current(self) -> Value:
        """Return the value as it is now. One query, or none in the making of what is kept; more after a change.

        Inside a transaction it is made anew and not kept: what the transaction has written nobody else sees yet.
        """
        if connection.in_atomic_block:
            return self._whole()
        moment = moments.now()
        now = moment.stamp, moment.day if self._is_of_a_day else None
        kept = self._kept
        return kept[0] if kept and (kept[1].stamp, kept[2]) == now else self._brought_up_to_date(*now)

    def forget(self) -> None:
        """Make it anew next time, as in another database."""
        self._kept = None

    def _brought_up_to_date(self, stamp: int, today: datetime.date | None) -> Value:
        """Return the value of the moment with this stamp: one thread makes it while the others wait for it."""
        with self._lock:
            if not self._kept or (self._kept[1].stamp, self._kept[2]) != (stamp, today):
                day = timezone.localdate() if self._is_of_a_day else None
                with nullcontext(changes.glance(stamp)) if self._is_of_changes_alone else changes.reading() as reading:
                    self._kept = self._read(reading, day), reading, day
            return self._kept[0]

    def _read(self, reading: Reading, day: datetime.date | None) -> Value:
        if self._kept is None or self._kept[2] != day:
            return self._whole()
        value, before, _ = self._kept
        changed = changes.between(before, reading)
        return self._whole() if changed.is_everything else self._renewed(value, changed)
