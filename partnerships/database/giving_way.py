"""Changing tables while visitors are served: who changes them gives way, and tries again."""

import time
from collections.abc import Callable

from django.db import OperationalError, connection

# Whoever waits for a table holds up all who come after. And PostgreSQL looks after a second whether two wait for each
# other, and breaks off one of them: that shall not be a visitor.
PATIENCE_MILLISECONDS = 500
PAUSE_SECONDS, TRIES = 1.0, 120
# Of PostgreSQL: a lock that could not be had in time, a deadlock.
WAS_IN_THE_WAY = {"55P03", "40P01"}


def to_visitors(change: Callable[[], object]) -> None:
    """Call `change`, which may be called again, until no table that it needs is held by somebody else for long.

    Raises OperationalError if one still is after some minutes. On SQLite everybody waits for whoever writes.
    """
    if connection.vendor != "postgresql":
        change()
        return
    for tries in range(1, TRIES + 1):
        try:
            _hurried(change)
            return
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in WAS_IN_THE_WAY or tries == TRIES:
                raise
        time.sleep(PAUSE_SECONDS)


def _hurried(change: Callable[[], object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {PATIENCE_MILLISECONDS}")
    try:
        change()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
