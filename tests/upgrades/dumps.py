"""Databases as the code of earlier days made and filled them, each put up anew in the place of that of the test run.

A dump is called by its number, the commit that made and filled the database and, if it was upgraded once since, the
commit that did so. Every row in it is made up, of words that its code knew. Those of SQLite are what `.dump` says, with
the index of words built anew at the end; those of PostgreSQL are of `pg_dump --inserts --no-owner --no-privileges`,
without the settings of its session. To add one is to add a file of each.
"""

import gzip
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, connections

PATHS = {
    path.name.partition(".")[0]: path
    for path in sorted((Path(__file__).parent / "databases").glob(f"*.{connection.vendor}.sql.gz"))
}
EXECUTE_ALL = {"sqlite": "executescript", "postgresql": "execute"}


@contextmanager
def put_up(dump: str, folder: Path):
    """Make a database from the dump, on SQLite in `folder`, and let it be the only one; drop it afterwards."""
    make = {"sqlite": _file, "postgresql": _beside_ours}[connection.vendor]
    ours = connections[DEFAULT_DB_ALIAS]
    theirs = ours.copy()
    with make(folder) as settings:
        theirs.settings_dict |= settings
        # Not under a name of its own: migrations of other packages know no database but this.
        _be_the_only_one(theirs)
        try:
            with connection.cursor() as cursor:
                getattr(cursor, EXECUTE_ALL[connection.vendor])(gzip.decompress(PATHS[dump].read_bytes()).decode())
            yield
        finally:
            theirs.close()
            _be_the_only_one(ours)


def _be_the_only_one(database):
    connections[DEFAULT_DB_ALIAS] = database
    # It remembers which kind of row has which number.
    ContentType.objects.clear_cache()


@contextmanager
def _file(folder):
    yield {"NAME": str(folder / "upgraded.sqlite3"), "OPTIONS": {"init_command": "PRAGMA synchronous=OFF"}}


@contextmanager
def _beside_ours(folder):
    name = f"{connection.settings_dict['NAME']}_upgraded"
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as server:
        # A run that was broken off leaves it there.
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"NAME": name}
        finally:
            server.execute(f'DROP DATABASE "{name}"')
