"""What was made of the public content and is kept in memory for as long as the content stays as it is."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.db import connection

from partnerships.public_content import moments
from partnerships.public_content.moments import Moment

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


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
        self._made_of: Moment | None = None
        self._lock = threading.Lock()

    def of(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return what is kept for `key`, or else `make` it of the public content and keep it.

        One query, or none inside of another `make`.
        """
        if connection.in_atomic_block:
            # What the transaction has written nobody else sees yet.
            return make()
        now = moments.now()
        with self._lock:
            if self._made_of != now:
                self._values.clear()
                self._weight, self._made_of = 0, now
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        with moments.made_for(now):
            value = make()
        with self._lock:
            if self._made_of == now and key not in self._values:
                self._values[key] = value
                self._weight += self._weigh(value)
                while self._weight > self._room and len(self._values) > 1:
                    self._weight -= self._weigh(self._values.popitem(last=False)[1])
        return value
