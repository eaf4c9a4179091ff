"""Keeps a fault that lasts from filling the log: of what repeats, the first is told, and then how many more came.

All of a process count together. Two errors are the same if one logger says the same of the same sort of error, met at
the same step of our code; of a database that does not answer there is one, wherever it is met. What is noted with an
`about` of its own (extra={"about": …}), such as the name of a job, is the same only if that is.
"""

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable

from lcep_site.logs import traces

WINDOW_SECONDS = 60.0
# More different ones within a window are counted together.
MOST_KINDS = 50
OTHERS = "others"


class Repeats:
    """What was told in this window, and how often it came again. `emit` gets a line when the window is over."""

    def __init__(self, emit: Callable[[logging.LogRecord], object]) -> None:
        self._emit = emit
        self._lock = threading.Lock()
        self._is_open: bool
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew_after_fork)

    def is_new(self, record: logging.LogRecord) -> bool:
        """Return whether `record` is to be written; if not, it is counted."""
        if record.levelno < logging.WARNING:
            return True
        kind = kind_of(record)
        with self._lock:
            if not self._is_open and not self._opened():
                return True
            if kind not in self._first and len(self._first) < MOST_KINDS:
                self._first[kind] = record
                return True
            self._more[kind if kind in self._first else OTHERS] += 1
            return False

    def _opened(self) -> bool:
        """Begin a window; return False where nobody could end it, so that nothing is held back."""
        timer = threading.Timer(WINDOW_SECONDS, self.close_window)
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError:
            # There is no thread to be had, or this process is at its end.
            return False
        self._is_open = True
        return True

    def close_window(self) -> None:
        """Tell how many more came of each, and begin anew: the next of each is told."""
        with self._lock:
            first, more = self._first, self._more
            self._begin_anew()
        for kind, number in more.items():
            self._emit(_summary(first.get(kind), number))

    def _begin_anew(self) -> None:
        self._first: dict[Hashable, logging.LogRecord] = {}
        self._more: Counter[Hashable] = Counter()
        self._is_open = False

    def _begin_anew_after_fork(self) -> None:
        """No timer is there any more, and nobody who held the lock."""
        self._lock = threading.Lock()
        self._begin_anew()


class CalmHandler(logging.StreamHandler):
    """Writes lines as Python's own does, but those that repeat only once a window, with how many more there were."""

    def __init__(self) -> None:
        super().__init__()
        self.repeats = Repeats(self.handle)

    def emit(self, record: logging.LogRecord) -> None:
        if self.repeats.is_new(record):
            super().emit(record)


def kind_of(record: logging.LogRecord) -> Hashable:
    """Return what is the same for two records of the same fault."""
    # What they say names what was sent.
    said = "" if record.name.startswith("django.security") else str(record.msg)
    error = record.exc_info[1] if record.exc_info else None
    place = (type(error), traces.place_of(error)) if error else None
    return record.name, record.levelno, said, place, getattr(record, "about", "")


def _summary(first: logging.LogRecord | None, number: int) -> logging.LogRecord:
    """Return the line that `number` more came like `first`, at a level that is never held back."""
    minutes = f"in {WINDOW_SECONDS:.0f} seconds"
    if first is None:
        text, name = f"… {number} more warnings and errors of other kinds {minutes}", __name__
    else:
        error = f" ({type(first.exc_info[1]).__name__})" if first.exc_info and first.exc_info[1] else ""
        text, name = f"… {number} more of these{error} {minutes}", first.name
    record = logging.LogRecord(name, logging.INFO, "", 0, text, None, None)
    record.created = time.time()
    return record
