"""That the database is away, as this process knows it: a line in the log when that begins, and one when it is over."""

import logging
import threading
import time
from dataclasses import dataclass, field

from partnerships.database import trouble
from partnerships.database.trouble import Trouble

SECONDS_BETWEEN_LINES = 60
log = logging.getLogger(__name__)


@dataclass
class Outage:
    """Since when the database is away, in seconds of a clock that only goes on, and what was answered meanwhile."""

    since: float | None = None
    from_kept: int = 0
    refused: int = 0
    _silent_until: float = 0
    _left_out: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def notice(self, error: BaseException) -> None:
        """Note that `error` came of the database, with a line in the log if that is new, and no trace."""
        with self._lock:
            if trouble.of(error) is Trouble.AWAY:
                if self.since is None:
                    self.since = time.monotonic()
                    log.warning("The database is away: %s", trouble.in_words(error))
            elif time.monotonic() < self._silent_until:
                self._left_out += 1
            else:
                also = f" ({self._left_out} more since the last such line)" if self._left_out else ""
                self._silent_until, self._left_out = time.monotonic() + SECONDS_BETWEEN_LINES, 0
                log.warning("The database could not take what was sent: %s%s", trouble.in_words(error), also)

    def end(self) -> None:
        """Note that the database answers."""
        with self._lock:
            if self.since is not None:
                answered = f" Meanwhile {self.from_kept} answers came from what was kept or in memory, and "
                answered += f"{self.refused} requests were refused."
                has_answered = self.from_kept or self.refused
                seconds = time.monotonic() - self.since
                log.warning("The database answers again, after %.0f s.%s", seconds, answered if has_answered else "")
                self.since, self.from_kept, self.refused = None, 0, 0

    def count(self, *, is_refused: bool) -> None:
        """Count one answer that stands in for another, if the database is away and not only full or locked."""
        with self._lock:
            if self.since is not None:
                self.refused += is_refused
                self.from_kept += not is_refused


mine = Outage()


def is_told(line: logging.LogRecord) -> bool:
    """Return False for a `line` of the log about a request that failed for what `mine` has told: for a filter of it."""
    error = line.exc_info[1] if line.exc_info else None
    return not (line.name == "django.request" and trouble.of(error))
