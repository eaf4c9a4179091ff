"""Making a backup: the rows of one moment, and the files that they refer to.

Most files are copied before the rows are read, so one that is removed meanwhile is there; the few that came since are
copied after. The name of a file is given once, and its content never changes.
"""

import errno
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from lcep_site.backups import folder, media, rows, sealing
from lcep_site.backups.archive import ArchiveWriter, Manifest
from lcep_site.backups.refusals import BackupRefused
from lcep_site.release import release
from partnerships.models import PostcodeEdition
from partnerships.public_content import changes

TRIES = 3
FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM = "There is no room left on the disk. Nothing was kept of the backup: make room, and run it again."
OTHER_SCHEMA = (
    "The tables of the database are not those of this release. Make the backup with the release they belong to, or run "
    "manage.py migrate first."
)


class Vanished(Exception):
    """A file that came and was referred to when the rows were read is gone, and nothing refers to it any more."""


@dataclass(frozen=True)
class Made:
    """A backup that was made: where it is, what it holds, and how long it took in seconds."""

    path: Path
    manifest: Manifest
    seconds: float
    is_sealed: bool

    def __str__(self) -> str:
        parts = self.manifest.parts
        count = sum(facts.get("rows", 0) for facts in parts.values())
        files = sum(name.startswith("media/") for name in parts)
        how = "encrypted" if self.is_sealed else "not encrypted: set BACKUP_PASSWORD or BACKUP_KEY_FILE to change that"
        size = self.path.stat().st_size / 1_000_000
        return f"{self.path}: {count:,} rows and {files:,} files, {size:.1f} MB, in {self.seconds:.0f} s; {how}."


def make(to: Path, warn: Callable[[str], None] = lambda words: None) -> Made:
    """Make a backup in the folder `to` and return it; `warn` is told of files that entries name and nobody has.

    Raises BackupRefused, in words, if none can be made; then nothing is left behind.
    """
    began, moment, password = time.monotonic(), timezone.now(), sealing.secret()
    with _in_words(), folder.new_file(to, moment) as file:
        for is_last_try in [False] * (TRIES - 1) + [True]:
            file.seek(0)
            file.truncate()
            try:
                manifest = _write(file, moment.isoformat(), password, to)
                break
            except Vanished as gone:
                # Removed since the rows were read. The next rows do not name it.
                if is_last_try:
                    raise BackupRefused(f"Files are removed all the time, such as {gone}. Try again later.") from gone
    for name in manifest.missing:
        warn(f"An entry names the file {name}, which is not there. It is in no backup from now on.")
    return Made(folder.path_of(to, moment), manifest, time.monotonic() - began, bool(password))


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL_DISK:
            raise BackupRefused(NO_ROOM) from error
        raise BackupRefused(f"The backup could not be written: {error.strerror} ({error.filename}).") from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if "full" in str(error):
            raise BackupRefused(NO_ROOM) from error
        raise BackupRefused(f"The database could not be read: {error}") from error


def _write(file: IO[bytes], made_at: str, password: bytes, to: Path) -> Manifest:
    sealed = sealing.SealedWriter(file, password) if password else None
    archive = ArchiveWriter(sealed or file, _about(made_at))  # type: ignore[arg-type]
    _add_files(archive, media.names(), to)
    with changes.reading():
        archive.manifest.migrations = _migrations()
        edition = PostcodeEdition.objects.first()
        archive.manifest.postcodes = f"{edition.name}, from {edition.source}" if edition else ""
        for model in rows.models():
            with SpooledTemporaryFile(media.IN_MEMORY, dir=str(to)) as part:
                facts = rows.write(model, part)
                archive.add(f"rows/{model._meta.label}", part, **facts)
        names = media.names()
    _add_files(archive, {name for name in names if f"media/{name}" not in archive.manifest.parts}, to)
    archive.manifest.missing = sorted(name for name in names if f"media/{name}" not in archive.manifest.parts)
    if gone := set(archive.manifest.missing) - media.names():
        raise Vanished(min(gone))
    archive.finish()
    if sealed:
        sealed.finish()
    return archive.manifest


def _add_files(archive: ArchiveWriter, names: set[str], to: Path) -> None:
    for name, copy in media.copies(names, to):
        archive.add(f"media/{name}", copy)


def _about(made_at: str) -> Manifest:
    return Manifest(release(), made_at, connection.vendor, [], "", rows.LEFT_OUT)


def _migrations() -> list[list[str]]:
    """Return the migrations the database has had. Raises BackupRefused unless they are those of this release."""
    executor = MigrationExecutor(connection)
    applied, known = executor.loader.applied_migrations, executor.loader.disk_migrations
    ours = {name for name in applied if name[0] in executor.loader.migrated_apps}
    if ours - known.keys() or executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupRefused(OTHER_SCHEMA)
    return sorted(map(list, ours))
