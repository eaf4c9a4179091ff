"""What an error says of the database: that it is away, or that it could not take what was sent; or neither."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum

from django.db import DatabaseError, InterfaceError, OperationalError, connection


class Trouble(Enum):
    """What is wrong, and not with our code."""

    # It answers nobody.
    AWAY = "away"
    # It answers others, but was locked for too long, is full, or may only be read.
    UNABLE = "unable"


# The primary result codes of SQLite (https://www.sqlite.org/rescode.html): locked, and full; read-only.
UNABLE_IN_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}
AWAY_IN_SQLITE = {
    *(sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOTADB),
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH),
}
PRIMARY = 0xFF
# Of PostgreSQL (its manual, appendix A): whoever waited for a lock or took too long; no room; may only be read.
UNABLE_IN_POSTGRESQL = {"40001", "40P01", "55P03", "57014", "53100", "25006"}
# How its codes begin: the connection, its resources, its operator, the system around it, itself.
AWAY_IN_POSTGRESQL = ("08", "53", "57P", "58", "XX")
NO_TABLE = {"42P01"}
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


def of(error: BaseException | None) -> Trouble | None:
    """Return what `error`, or one that led to it, says of the database; None if it may be a mistake of ours."""
    return next(filter(None, map(_of_one, and_what_led_to(error))), None)


def is_away(error: BaseException | None) -> bool:
    """Whether `error` says that the database answers nobody."""
    return of(error) is Trouble.AWAY


def in_words(error: BaseException) -> str:
    """Return what `error` says, in one line."""
    return " ".join(str(error).split()) or type(error).__name__


def and_what_led_to(error: BaseException | None) -> Iterator[BaseException]:
    """Yield `error`, and those it came of or while which it came."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _of_one(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError):
        return Trouble.UNABLE if error.errno in NO_SPACE else None
    if isinstance(error, InterfaceError):
        return Trouble.AWAY
    if not isinstance(error, DatabaseError):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    return _of_postgresql(cause, error)


def _of_sqlite(error: sqlite3.Error) -> Trouble | None:
    # Those that the module itself raises have no code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & PRIMARY
    if code in UNABLE_IN_SQLITE:
        return Trouble.UNABLE
    if code in AWAY_IN_SQLITE or (str(error).startswith("no such table") and _has_no_tables()):
        return Trouble.AWAY
    return None


def _of_postgresql(cause: BaseException | None, error: DatabaseError) -> Trouble | None:
    code = getattr(cause, "sqlstate", None) or ""
    if code in UNABLE_IN_POSTGRESQL:
        return Trouble.UNABLE
    if code in NO_TABLE:
        return Trouble.AWAY if _has_no_tables() else None
    # Without a code nobody answered.
    nobody_answered = not code and isinstance(error, OperationalError)
    return Trouble.AWAY if nobody_answered or code.startswith(AWAY_IN_POSTGRESQL) else None


def _has_no_tables() -> bool:
    """Whether the database is empty: a file that was taken away, or one that is being put back."""
    if connection.in_atomic_block:
        return False
    try:
        return "django_migrations" not in connection.introspection.table_names()
    except DatabaseError:
        return True
