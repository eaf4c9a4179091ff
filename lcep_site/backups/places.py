"""A new, empty database beside that of the site, and how it takes its place once it is whole.

On SQLite it is another file, which is renamed; on PostgreSQL another schema of the same database, which is renamed in
one transaction, so that the site may go on running. What was there before is kept under another name.
"""

import datetime
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from lcep_site.backups.refusals import BackupRefused

BESIDE = "lcep_restoring"
BEFORE = "before_restoring"
# How long to wait for somebody who has the file open to close it.
SQLITE_PATIENCE_SECONDS = 2
STILL_OPEN = (
    "The database is in use. Stop the web server, every worker and the scheduler, and run this again. Nothing was "
    "changed."
)
NO_SCHEMA = (
    "The user of the database may make no schema, or not rename that of the site. Let the user own the database (ALTER "
    "DATABASE … OWNER TO …), or name an empty one in DATABASE_URL that the user owns. Nothing was changed."
)


def _stamp() -> str:
    return f"{timezone.now().astimezone(datetime.UTC):%Y%m%d_%H%M%S}"


@contextmanager
def _connected(**settings: Any) -> Iterator[None]:
    """Connect to another place while the context lasts. Not inside a transaction."""
    before = {name: connection.settings_dict[name] for name in settings}
    _connect(settings)
    try:
        yield
    finally:
        _connect(before)


def _connect(settings: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict.update(settings)
    # It remembers which kind of row has which number.
    ContentType.objects.clear_cache()


class BesideOnSQLite:
    """A file beside that of the site."""

    def __init__(self) -> None:
        self._live = Path(connection.settings_dict["NAME"])
        self._new = self._live.with_name(f"{self._live.name}.{BESIDE}")

    @contextmanager
    def used(self) -> Iterator[None]:
        """Make it, and let it be the database while the context lasts."""
        self.remove()
        self._new.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._new, os.O_CREAT | os.O_EXCL, 0o600))
        with _connected(NAME=str(self._new)):
            yield

    def put_in_place(self) -> str:
        """Let it be the site's, and return how what was there is called now; "" if nothing was."""
        _settle(self._new)
        kept = ""
        connection.close()
        if self._live.exists():
            _settle(self._live)
            aside = self._live.with_name(f"{self._live.name}.{BEFORE}_{_stamp()}")
            # There is one of the two at every moment: a site without its file would make an empty one.
            try:
                os.link(self._live, aside)
            except OSError:
                # Not every file system can.
                shutil.copy2(self._live, aside)
            os.chmod(self._new, self._live.stat().st_mode & 0o777)
            kept = str(aside)
        self._new.replace(self._live)
        return kept

    def remove(self) -> None:
        """Remove what is left of it, if anything is."""
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                os.unlink(f"{self._new}{ending}")


def _settle(path: Path) -> None:
    """Bring all that was written into the file itself. Raises BackupRefused while somebody has it open."""
    with closing(sqlite3.connect(path, timeout=SQLITE_PATIENCE_SECONDS)) as file:
        try:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            # Only who is alone with the file can leave the log beside it.
            is_alone = file.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
        except sqlite3.OperationalError:
            is_alone = False
    if not is_alone:
        raise BackupRefused(STILL_OPEN)
    with path.open("rb") as written:
        os.fsync(written.fileno())


class BesideOnPostgreSQL:
    """A schema beside that of the site, in the same database."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            self._live = cursor.fetchone()[0]

    @contextmanager
    def used(self) -> Iterator[None]:
        """Make it, and let it be where the site's tables are looked for while the context lasts."""
        self.remove()
        _run(f"CREATE SCHEMA {BESIDE}")
        options = connection.settings_dict.get("OPTIONS", {})
        path = f"{options.get('options', '')} -c search_path={BESIDE}".strip()
        with _connected(OPTIONS=options | {"options": path}):
            yield

    def put_in_place(self) -> str:
        """Let it be the site's, and return how what was there is called now."""
        kept, live = f"{BEFORE}_{_stamp()}", connection.ops.quote_name(self._live)
        _run(f"ALTER SCHEMA {live} RENAME TO {kept}", f"ALTER SCHEMA {BESIDE} RENAME TO {live}")
        return kept

    def remove(self) -> None:
        """Remove what is left of it, if anything is."""
        _run(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE")


def _run(*statements: str) -> None:
    """Run all of the `statements` or none."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except ProgrammingError as error:
        raise BackupRefused(NO_SCHEMA) from error


def beside() -> BesideOnSQLite | BesideOnPostgreSQL:
    """Return the place beside the database of the site. Nothing is made yet."""
    return BesideOnPostgreSQL() if connection.vendor == "postgresql" else BesideOnSQLite()
