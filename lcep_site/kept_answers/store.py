"""The answers that a worker keeps in its memory: those asked for last, within a number of bytes."""

import datetime
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lcep_site.kept_answers.answer import KeptAnswer


@dataclass
class Turn:
    """Whose turn it is to make an answer, and how many want one."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    wanted_by: int = 0


class Store:
    """Answers by key, at most `max_bytes` of them. Threads may share it."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._answers: OrderedDict[Hashable, KeptAnswer] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._turns: dict[Hashable, Turn] = {}

    def __contains__(self, key: Hashable) -> bool:
        """Whether an answer is kept for `key`, good or not."""
        return key in self._answers

    def get(self, key: Hashable, stamp: int, now: datetime.datetime) -> KeptAnswer | None:
        """Return the answer kept for `key`, if it is good for `stamp` and `now`."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is None or not answer.is_good(stamp, now):
                return None
            self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: KeptAnswer) -> None:
        """Keep `answer`, and drop those that nobody asked for longest if there is no room."""
        with self._lock:
            self._drop(key)
            if answer.size > self.max_bytes:
                return
            self._answers[key] = answer
            self._bytes += answer.size
            while self._bytes > self.max_bytes:
                self._drop(next(iter(self._answers)))

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._bytes = 0

    def _drop(self, key: Hashable) -> None:
        if key in self._answers:
            self._bytes -= self._answers.pop(key).size

    @contextmanager
    def making(self, key: Hashable) -> Iterator[None]:
        """Let one at a time make the answer for `key`; whoever waited for it looks whether it is there now."""
        with self._lock:
            turn = self._turns.setdefault(key, Turn())
            turn.wanted_by += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.wanted_by -= 1
                if not turn.wanted_by:
                    del self._turns[key]
