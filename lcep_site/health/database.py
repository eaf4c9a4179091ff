"""Whether the database answers, takes what is written, and has the tables that this code needs."""

import importlib
import pkgutil
import secrets
import time
from functools import cache

from django.apps import apps
from django.db import Error, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from lcep_site.health.findings import Finding, broken, good, needs_attention

# A table of ours in which rows come and go, and that no page is made of: see lcep_site/migrations/0001_cache_table.py.
WRITE = "INSERT INTO cache (cache_key, value, expires) VALUES (%s, '', CURRENT_TIMESTAMP)"
NAMED_AT_MOST = 3


def database() -> Finding:
    """Write a row, and take it back.

    On SQLite one writes at a time, and for as long as an import may take: that is no fault of the database. What is
    taken back there never reaches the disk, so whether that is full is told by a look at the disk itself.
    """
    began = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return broken(
            "The database does not answer. Look whether it runs and can be reached.", ("It says", _in_brief(error))
        )
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(WRITE, [f"health:{secrets.token_hex(8)}"])
            transaction.set_rollback(True)
    except Error as error:
        if "locked" in str(error):
            return needs_attention(
                "The database answers. Somebody else writes to it at this moment, such as an import."
            )
        return broken(
            "The database answers, but takes nothing that is written. Look whether its disk is full, or whether it is "
            "a copy that may only be read.",
            ("It says", _in_brief(error)),
        )
    return good("It answers and can be written to.", ("Read and written in", f"{_milliseconds(began)} ms"))


def migrations() -> Finding:
    """Compare the names of migrations: of those the database has and this code lacks, a newer release knows."""
    done = set(MigrationRecorder(connection).migration_qs.values_list("app", "name"))
    pending = sorted(f"{app} {name}" for app, name in known_migrations() - done)
    if not pending:
        return good("The tables of the database are those that this release needs.")
    named = ", ".join(pending[:NAMED_AT_MOST]) + (" …" if len(pending) > NAMED_AT_MOST else "")
    return broken(
        "The tables of the database are older than this release. Run: python manage.py migrate",
        ("Pending", f"{len(pending)}: {named}"),
    )


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return the app and the name of every migration of this code, which are read without running any."""
    known: set[tuple[str, str]] = set()
    for config in apps.get_app_configs():
        try:
            package = importlib.import_module(f"{config.name}.migrations")
        except ModuleNotFoundError:
            continue
        names = (module.name for module in pkgutil.iter_modules(package.__path__) if not module.ispkg)
        known |= {(config.label, name) for name in names if name[0] not in "_~"}
    return frozenset(known)


def _milliseconds(began: float) -> str:
    return f"{(time.perf_counter() - began) * 1000:.1f}"


def _in_brief(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
