"""A value made of what hardly ever changes, such as figures or a register, kept until everything may have changed."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

from partnerships.public_content.renewed import Renewed

Value = TypeVar("Value")
# Another object each time a change is told as one of everything: see declarations.EVERYWHERE.
_since: Renewed[object] = Renewed(object, lambda old, changed: old, is_of_a_day=True)


class Settled(Generic[Value]):
    """What `make` makes of rows whose change is told as one of everything, and of the day.

    Threads may share the value: nobody may change it.
    """

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._kept: tuple[object, Value] | None = None

    def current(self) -> Value:
        """Return the value as it is now. One query, or none in the making of what is kept; more after a change.

        Inside a transaction it is made anew and not kept: what the transaction has written nobody else sees yet.
        """
        if connection.in_atomic_block:
            return self._make()
        # Asked before the rows are read: what is newer is made anew the next time.
        since = _since.current()
        with self._lock:
            if self._kept is None or self._kept[0] is not since:
                self._kept = since, self._make()
            return self._kept[1]
