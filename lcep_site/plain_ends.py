"""How commands end that the machine, the settings or Ctrl-C stop: with a sentence, and no trace of our code."""

import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error as DatabaseTrouble

from lcep_site.refusals import SettingRefused
from partnerships.database import trouble

# The code of PostgreSQL for a full disk (its manual, appendix A).
DISK_FULL = "53100"
NO_ROOM = (
    "There is no room left on the disk{where}. Nothing is half done: what was there before is as it was. "
    "Make room, and run the same command again."
)
STOPPED = "Stopped. Run the same command again."
# As shells say that Ctrl-C ended it.
STOPPED_CODE = 128 + signal.SIGINT
OF_DATABASE = "The database cannot be used now: {words}. Nothing is half done: run the same command again once it can."


@contextmanager
def in_words() -> Iterator[None]:
    """End this process with a sentence, not a trace, when what is done inside finds a disk full, or no database.

    So it does when a setting is refused, with exit code 1 too, and by Ctrl-C, with STOPPED_CODE.
    """
    try:
        yield
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        sys.exit(STOPPED_CODE)
    except SettingRefused as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
    except (OSError, DatabaseTrouble) as error:
        where, is_of_database = _full(error), isinstance(error, DatabaseTrouble) and trouble.of(error)
        if where is None and not is_of_database:
            raise
        told = OF_DATABASE.format(words=trouble.in_words(error)) if where is None else NO_ROOM.format(where=where)
        print(told, file=sys.stderr)
        sys.exit(1)


def _full(error: BaseException) -> str | None:
    """Return where the disk is full, "" if that is not said, and None if `error` came of something else."""
    for each in trouble.and_what_led_to(error):
        if isinstance(each, OSError) and each.errno in trouble.NO_SPACE:
            return f", for {each.filename}" if each.filename else ""
        if isinstance(each, sqlite3.Error) and getattr(each, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            return ", for the database"
        if getattr(each, "sqlstate", "") == DISK_FULL:
            return " of the database server"
    return None
