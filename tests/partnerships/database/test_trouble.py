"""What an error says of the database: told from a mistake of ours, on both of them, whatever it led to."""

import errno
import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
)

from partnerships.database import trouble
from partnerships.database.trouble import Trouble

AWAY, UNABLE = Trouble.AWAY, Trouble.UNABLE


def wrapped(kind, cause):
    """Return an error as Django makes it of that of a driver."""
    error = kind(*cause.args)
    error.__cause__ = cause
    return error


def of_sqlite(code, words="", kind=OperationalError):
    cause = sqlite3.OperationalError(words)
    cause.sqlite_errorcode = code
    return wrapped(kind, cause)


def of_postgresql(code, kind=OperationalError):
    return wrapped(kind, psycopg.errors.lookup(code)("words"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), UNABLE),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), UNABLE),
        (of_sqlite(sqlite3.SQLITE_FULL), UNABLE),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), UNABLE),
        (of_sqlite(sqlite3.SQLITE_IOERR_READ), AWAY),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), AWAY),
        (of_sqlite(sqlite3.SQLITE_NOTADB, kind=DatabaseError), AWAY),
        (of_sqlite(sqlite3.SQLITE_ERROR, "no such column: nmae"), None),
        (of_sqlite(sqlite3.SQLITE_ERROR, "near SELCT: syntax error"), None),
        (of_postgresql("57P01"), AWAY),
        (of_postgresql("57P03"), AWAY),
        (of_postgresql("53300"), AWAY),
        (of_postgresql("08006"), AWAY),
        (of_postgresql("58030"), AWAY),
        (of_postgresql("55P03"), UNABLE),
        (of_postgresql("57014"), UNABLE),
        (of_postgresql("40P01"), UNABLE),
        (of_postgresql("53100"), UNABLE),
        (of_postgresql("25006", InternalError), UNABLE),
        (of_postgresql("54001"), None),
        (of_postgresql("42703", ProgrammingError), None),
        (of_postgresql("23505", IntegrityError), None),
        (wrapped(OperationalError, psycopg.OperationalError("connection refused")), AWAY),
        (wrapped(InterfaceError, psycopg.InterfaceError("the connection is closed")), AWAY),
        (OSError(errno.ENOSPC, "No space left on device"), UNABLE),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError(), None),
        (None, None),
    ],
    ids=repr,
)
def test_trouble_is_told_from_a_mistake(error, said):
    assert trouble.of(error) is said


def test_an_error_is_judged_by_what_it_came_of():
    try:
        try:
            raise of_postgresql("57P01")
        except OperationalError:
            raise RuntimeError("while that was dealt with") from None
    except RuntimeError as error:
        assert trouble.of(error) is AWAY


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("tables", "said"), [([], AWAY), (["django_migrations"], None)])
def test_a_table_that_is_missing_is_a_mistake_unless_all_are(monkeypatch, tables, said):
    monkeypatch.setattr(connection.introspection, "table_names", lambda: tables)

    assert trouble.of(of_postgresql("42P01", ProgrammingError)) is said
    assert trouble.of(of_sqlite(sqlite3.SQLITE_ERROR, "no such table: partnerships_contentstamp")) is said


def test_sqlite_itself_says_that_it_is_locked_or_cannot_be_opened(tmp_path):
    path = tmp_path / "lcep.sqlite3"
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(path, timeout=0)) as other:
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as locked:
            other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as missing:
        sqlite3.connect(tmp_path / "no-folder" / "lcep.sqlite3")

    assert trouble.of(wrapped(OperationalError, locked.value)) is UNABLE
    assert trouble.of(wrapped(OperationalError, missing.value)) is AWAY


def test_what_it_says_is_one_line():
    assert trouble.in_words(OperationalError("server closed\n\tthe connection\n")) == "server closed the connection"
