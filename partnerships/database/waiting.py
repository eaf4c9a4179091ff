"""Not waiting for somebody else who writes, where what is to be written can wait itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

MILLISECONDS = 50


@contextmanager
def hardly() -> Iterator[None]:
    """Let what is done inside raise OperationalError at once where SQLite is being written to by others.

    PostgreSQL lets others write at the same time.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    database = connection.connection
    [(before,)] = database.execute("PRAGMA busy_timeout").fetchall()
    database.execute(f"PRAGMA busy_timeout = {MILLISECONDS}")
    try:
        yield
    finally:
        database.execute(f"PRAGMA busy_timeout = {before}")
