"""Counts answers of the finder, each worker in memory, and writes them into the database now and then.

Who looks for a place never waits for that: it is written after an answer has left, of whatever page. Lost is at worst
what one worker has counted since it last wrote, when it is killed: under a minute's on a busy site, and never more than
MOST. What could not be written, as the database was busy, is written later.
"""

import atexit
import logging
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import Error, connection
from django.utils import timezone

from partnerships.finder.answers import Answer
from partnerships.finder.results import Resolved
from partnerships.models import FinderCount
from partnerships.sought import places

SECONDS, MOST = 60, 200
# The month's first day, the kind of answer, the GSS code and the place.
Key = tuple[date, str, str, str]
log = logging.getLogger(__name__)


@dataclass
class AnswerTally:
    """What one process has counted and not yet written. Threads may share it."""

    counts: Counter[Key] = field(default_factory=Counter)
    # When the first of them was counted, or writing was last tried: seconds of a clock that only goes on.
    since: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, key: Key) -> None:
        with self._lock:
            if not self.counts:
                self.since = time.monotonic()
            self.counts[key] += 1

    def is_due(self) -> bool:
        """Whether it is time to write: asked after every answer, so it takes no time itself."""
        seconds = time.monotonic() - self.since
        return bool(self.counts) and (seconds >= SECONDS or (seconds >= 1 and self.counts.total() >= MOST))

    def take(self) -> Counter[Key]:
        """Return what there is to write; it is no longer here then."""
        with self._lock:
            taken, self.counts = self.counts, Counter()
            return taken

    def put_back(self, taken: Counter[Key]) -> None:
        """Keep what could not be written, to try it again after a while."""
        with self._lock:
            self.counts += taken
            self.since = time.monotonic()


mine = AnswerTally()


def count(meaning: Resolved, answer: Answer) -> None:
    """Count an `answer` that a visitor got to what has this `meaning`."""
    mine.add((timezone.localdate().replace(day=1), answer.kind, *places.of(meaning)))


def write_if_due(**signal: object) -> None:
    """Write what this process has counted, if it is time to: for the end of each request."""
    if mine.is_due():
        write()


def write() -> None:
    """Add what this process has counted to what is in the database; keep it for later if that is busy or away."""
    taken = mine.take()
    if not taken:
        return
    try:
        add_to_database(taken)
    except Error as error:
        mine.put_back(taken)
        log.warning("Counts of the finder are kept for later: %s", error)


def add_to_database(counts: Counter[Key]) -> None:
    """Add `counts` to those of the same month, answer and place: whole whatever other workers write meanwhile."""
    table = connection.ops.quote_name(FinderCount._meta.db_table)
    # In one order, so that two workers never wait for each other.
    rows = sorted(counts.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (month, answer, gss_code, place, number) "
            f"VALUES {', '.join(['(%s, %s, %s, %s, %s)'] * len(rows))} "
            f"ON CONFLICT (month, answer, gss_code, place) DO UPDATE SET number = {table}.number + excluded.number",
            [value for key, number in rows for value in (*key, number)],
        )


def write_at_exit() -> None:
    """Write what is left when a worker ends in order."""
    write()
    connection.close()


atexit.register(write_at_exit)
