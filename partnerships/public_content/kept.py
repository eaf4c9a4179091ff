"""What was made of the public content and is kept in memory for as long as the content stays as it is."""

import datetime
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.db import connection
from django.urls import get_script_prefix
from django.utils import timezone

from partnerships.public_content import stamp

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
# The moment for which this thread is making a value: what goes into it is asked for at the same.
_making = threading.local()


class Kept(Generic[Key, Value]):
    """Values by key, those asked for last, as many as have `room`. Nobody may change one. Threads may share it.

    Each takes up what `weigh` says of it, one if nothing is said. The last one has room in any case.

    A key must say all that a value is made of beside the public content, the day, and where the site is mounted.
    Nothing that somebody typed may be a key.
    """

    def __init__(self, room: int, weigh: Callable[[Value], int] = lambda value: 1) -> None:
        self._room, self._weigh = room, weigh
        self._weight = 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._made_of: tuple[int, datetime.date, str] | None = None
        self._lock = threading.Lock()

    def of(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return what is kept for `key`, or else `make` it of the public content and keep it.

        One query, or none inside of another `make`.
        """
        if connection.in_atomic_block:
            # What the transaction has written nobody else sees yet.
            return make()
        outer = getattr(_making, "now", None)
        # Asked before the content is read: one that is newer than its stamp does no harm.
        now = outer or (stamp.current(), timezone.localdate(), get_script_prefix())
        with self._lock:
            if self._made_of != now:
                self._values.clear()
                self._weight, self._made_of = 0, now
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        _making.now = now
        try:
            value = make()
        finally:
            _making.now = outer
        with self._lock:
            if self._made_of == now and key not in self._values:
                self._values[key] = value
                self._weight += self._weigh(value)
                while self._weight > self._room and len(self._values) > 1:
                    self._weight -= self._weigh(self._values.popitem(last=False)[1])
        return value
