"""The database a process of the tests runs on: made by the migrations once, kept in var/, and copied for each process.

What is kept is called by a hash of all it is made of, so a changed migration or package makes another. Whoever comes
while it is being made waits; what a run that was broken off leaves behind is never taken for whole.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.core.cache import cache
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

FOLDER = Path(__file__).resolve().parent.parent
KEPT = FOLDER / "var" / "test-databases"
MADE_OF = (
    *("requirements.lock", "lcep_site/settings.py", "*/migrations/*.py", "tests/*/migrations/*.py"),
    # Triggers, and what they watch.
    *("*/apps.py", "partnerships/public_content/*.py"),
)
MAX_AGE_SECONDS = 7 * 24 * 60 * 60


def digest() -> str:
    """Return a hash of all that an empty database is made of: migrations, settings, versions of packages and SQLite."""
    files = sorted(path for pattern in MADE_OF for path in FOLDER.glob(pattern))
    parts = [
        sqlite3.sqlite_version,
        os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings"),
        *(f"{path.relative_to(FOLDER)}\n{path.read_text()}" for path in files),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@contextmanager
def kept(name: str) -> Iterator[tuple[Path, bool]]:
    """Give the path of what is kept as `name`, and whether it is there; nobody else makes it while the context lasts.

    What is not there is made at another path and moved to this one. What nobody has used for days goes.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = KEPT / name
        if path.exists():
            # Somebody uses it: it does not grow old.
            path.touch()
        else:
            _clear_away_the_old()
        yield path, path.exists()


def _clear_away_the_old() -> None:
    for path in KEPT.iterdir():
        if path.name != "lock" and path.stat().st_mtime < time.time() - MAX_AGE_SECONDS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def copy_folder(folder: Path, to: Path) -> None:
    """Copy what is in `folder`, with owners and rights, which PostgreSQL insists on."""
    to.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", f"{folder}/.", str(to)], check=True)


@contextmanager
def copied(worker: str) -> Iterator[None]:
    """Connect to a copy of the empty database, for the process called `worker`, while the context lasts."""
    copy = {"sqlite": _in_memory, "postgresql": lambda worker: on_the_server(f"test_{worker}")}[connection.vendor]
    with copy(worker) as name, connected_to(name):
        yield


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Connect to the database `name` while the context lasts. Not inside a transaction."""
    before = connection.settings_dict["NAME"]
    _connect_to(name)
    try:
        yield
    finally:
        _connect_to(before)


def _connect_to(name: str) -> None:
    # Models can be imported only once Django is set up.
    from django.contrib.contenttypes.models import ContentType

    # One in memory is not closed as long as it is called so.
    connection.settings_dict["NAME"] = ""
    connection.close()
    connection.settings_dict["NAME"] = name
    # In another database a kind of row may have another number.
    ContentType.objects.clear_cache()


def close_for_good() -> None:
    """Close the connection of this thread, also one to a database in memory, which Django leaves open."""
    BaseDatabaseWrapper.close(connections[DEFAULT_DB_ALIAS])


def _make(name: str) -> None:
    """Make the empty database `name`, as yet without tables."""
    with connected_to(name):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def empty_file() -> Path:
    """Return the path of the empty database of SQLite, to be copied."""
    with kept(f"{digest()}.sqlite3") as (path, is_there):
        if not is_there:
            unfinished = path.with_suffix(f".{os.getpid()}")
            _make(str(unfinished))
            unfinished.rename(path)
    return path


@contextmanager
def _in_memory(worker: str) -> Iterator[str]:
    name = f"file:tests_{worker}?mode=memory&cache=shared"
    # It lasts as long as somebody is connected.
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(empty_file())) as file:
            file.backup(memory)
        yield name


@contextmanager
def on_the_server(name: str) -> Iterator[str]:
    """Give a copy of the empty database on the server of PostgreSQL, called `name`, while the context lasts."""
    template = f"empty_{digest()}"
    with closing(psycopg.connect(**connection.get_connection_params(), autocommit=True)) as server:
        server.execute("SELECT pg_advisory_lock(1)")
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            unfinished = f"{template}_unfinished"
            server.execute(f'DROP DATABASE IF EXISTS "{unfinished}"')
            server.execute(f'CREATE DATABASE "{unfinished}"')
            _make(unfinished)
            server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        server.execute("SELECT pg_advisory_unlock(1)")
        try:
            yield name
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def clear_what_flush_leaves() -> None:
    """Empty what a test that commits may have filled and Django's flush leaves, which knows managed tables only."""
    # Models can be asked for only once Django is set up.
    from django.apps import apps

    for model in apps.get_models():
        if not model._meta.managed:
            model.objects.all().delete()
    cache.clear()


@contextmanager
def of_its_own(folder: Path) -> Iterator[None]:
    """Connect to a copy of the empty database that several threads can write to, while the context lasts."""
    if connection.vendor == "sqlite":
        with connected_to(shutil.copy(empty_file(), str(folder / "lcep.sqlite3"))):
            yield
    else:
        with on_the_server(f"own_{secrets.token_hex(4)}") as name, connected_to(name):
            yield


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    with copied("nobody"):
        pass
