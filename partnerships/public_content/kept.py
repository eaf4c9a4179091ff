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


class Kept(Generic[Key, Value]):
    """Values by key, at most `room`, those asked for last. Nobody may change one. Threads may share it.

    A key must say all that a value is made of beside the public content, the day, and where the site is mounted.
    Nothing that somebody typed may be a key.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._made_of: tuple[int, datetime.date, str] | None = None
        self._lock = threading.Lock()

    def of(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return what is kept for `key`, or else `make` it of the public content and keep it. One query."""
        if connection.in_atomic_block:
            # What the transaction has written nobody else sees yet.
            return make()
        # Asked before the content is read: one that is newer than its stamp does no harm.
        now = (stamp.current(), timezone.localdate(), get_script_prefix())
        with self._lock:
            if self._made_of != now:
                self._values.clear()
                self._made_of = now
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if self._made_of == now:
                self._values[key] = value
                if len(self._values) > self._room:
                    self._values.popitem(last=False)
        return value
