"""Turns for what may take long, so that it never takes all there is."""

from collections.abc import Hashable
from typing import Generic, TypeVar

Who = TypeVar("Who", bound=Hashable)


class Turns(Generic[Who]):
    """Lets so many go at once; the others wait, and go in the order in which they came."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._gone: set[Who] = set()
        self._waiting: dict[Who, None] = {}

    def may_go(self, who: Who) -> bool:
        """Return whether `who` may go now; if not, a later `leave` of another returns it."""
        if len(self._gone) < self._most:
            self._gone.add(who)
            return True
        self._waiting[who] = None
        return False

    def leave(self, who: Who) -> Who | None:
        """Return who may go now that `who` is over, or waits no longer; None if nobody."""
        self._waiting.pop(who, None)
        if who not in self._gone:
            return None
        self._gone.remove(who)
        following = next(iter(self._waiting), None)
        if following is not None:
            del self._waiting[following]
            self._gone.add(following)
        return following
