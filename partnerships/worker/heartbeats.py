"""That a process is alive, said in a row a kind, for whoever watches the site.

All workers share one row: that any of them is alive is what counts. A beat that the database does not take at once is
left out, so what it tells of is never held up by it.
"""

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from partnerships.models import Heartbeat

logger = logging.getLogger(__name__)

WORKER, SCHEDULER = "worker", "scheduler"
SECONDS_BETWEEN = 15
PATIENCE_MILLISECONDS = 200
# Python's own, where the settings name none.
SQLITE_TIMEOUT = 5
# How long the end of a process waits for a beat that a lost connection may hold.
SECONDS_AT_END = 2


def beat(kind: str) -> bool:
    """Say that a process of this `kind` is alive; return whether the database took it.

    Waits for no lock longer than PATIENCE_MILLISECONDS and raises nothing that a database may say.
    """
    now = timezone.now()
    try:
        with _little_patience():
            if not Heartbeat.objects.filter(kind=kind).update(at=now):
                Heartbeat.objects.bulk_create([Heartbeat(kind=kind, at=now)], ignore_conflicts=True)
    except (DatabaseError, InterfaceError):
        return False
    return True


def last(kind: str) -> datetime.datetime | None:
    """Return when a process of this `kind` last said that it is alive; None if none ever did."""
    return Heartbeat.objects.filter(kind=kind).values_list("at", flat=True).first()


@contextmanager
def beating(kind: str) -> Iterator[None]:
    """Beat every SECONDS_BETWEEN while the context lasts, in a thread of its own, whatever the others are busy with."""
    over = Event()
    thread = Thread(target=_beat_until, args=[over, kind], name=f"heartbeat of the {kind}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(SECONDS_AT_END)


def _beat_until(over: Event, kind: str) -> None:
    while not over.is_set():
        if not beat(kind):
            # It may be that its connection was lost.
            connection.close()
        over.wait(SECONDS_BETWEEN)
    connection.close()


@contextmanager
def _little_patience() -> Iterator[None]:
    """Wait for a lock of the database for PATIENCE_MILLISECONDS only, on this connection, while the context lasts."""
    if connection.vendor == "sqlite":
        usual = int(connection.settings_dict["OPTIONS"].get("timeout", SQLITE_TIMEOUT) * 1000)
        hurry, relax = f"PRAGMA busy_timeout = {PATIENCE_MILLISECONDS}", f"PRAGMA busy_timeout = {usual}"
    else:
        hurry, relax = f"SET lock_timeout = {PATIENCE_MILLISECONDS}", "RESET lock_timeout"
    with connection.cursor() as cursor:
        cursor.execute(hurry)
        try:
            yield
        finally:
            cursor.execute(relax)
