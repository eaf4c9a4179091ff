"""Bringing a backup back, or trying whether it could be: always into a new place, which is compared with the manifest.

Only where all is as it was, and nobody would lose anything, does the new place take that of the site.
"""

import datetime
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from lcep_site.backups import afterwards, archive, media, places, rows, sealing
from lcep_site.backups.archive import Unpacked
from lcep_site.backups.refusals import BackupDamaged, BackupRefused
from lcep_site.preparation import little_search_for_garbage
from partnerships.models import Enquiry

Say = Callable[[str], None]
NEWER = "A later release made this backup. Restore it with that release, or a later one."
IN_USE = (
    "The database is not empty, and nothing was changed. To put the backup in its place run this again with --replace: "
    "what is there now is kept under another name."
)
ROWS, MEDIA = "rows/", "media/"
# How the folder begins that a backup is unpacked in, not encrypted. None that is so old is still needed, in seconds.
UNPACKED, OLD = "restoring-", 24 * 60 * 60


def check(path: Path, say: Say) -> None:
    """Bring the backup at `path` back into a place of its own, which is removed again, and tell what is in it.

    The site is not touched. Raises BackupDamaged, or BackupRefused, if it could not be brought back whole.
    """
    with _unpacked(path) as unpacked:
        place = places.beside()
        try:
            with place.used():
                _build(unpacked, say)
        finally:
            place.remove()


def restore(path: Path, say: Say, *, replace: bool = False) -> None:
    """Let the backup at `path` be what the site holds, and tell what was done.

    Raises BackupRefused if the database holds anything and `replace` is not said, BackupDamaged if the backup is not
    as it was made. Then the site is as it was before.
    """
    with _unpacked(path) as unpacked:
        is_in_use, erased = _state_of_the_site(unpacked)
        if is_in_use and not replace:
            raise BackupRefused(IN_USE)
        place = places.beside()
        try:
            with place.used():
                _build(unpacked, say)
                afterwards.settle(erased, say)
                wanted = media.names()
            files = {name: path for name, path in _parts(unpacked, MEDIA).items() if name in wanted}
            count = media.put_back(files, say)
            say(f"{count} files were put into the storage; the others were there.")
            kept = place.put_in_place()
        except BaseException:
            place.remove()
            raise
    if kept:
        of_people = ", with what it holds about people" if is_in_use else ""
        say(f"What was there is kept as {kept}{of_people}: remove it once you need it no more.")
    _say_what_is_left(unpacked, say, is_known=is_in_use)


@contextmanager
def _unpacked(path: Path) -> Iterator[Unpacked]:
    """Give the parts of the backup at `path`, in a folder that lasts as long as the context."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    _remove_left_behind()
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix=UNPACKED) as folder:
        try:
            file = path.open("rb")
        except FileNotFoundError:
            raise BackupRefused(f"There is no file {path}.") from None
        with file:
            unpacked = archive.unpack(sealing.opened(file), Path(folder))
        yield unpacked


def _remove_left_behind() -> None:
    """Remove what restores unpacked that were killed: it holds what the backup does, for whoever reads the disk."""
    for folder in settings.DATA_DIR.glob(f"{UNPACKED}*"):
        if folder.stat().st_mtime < time.time() - OLD:
            shutil.rmtree(folder, ignore_errors=True)


def _state_of_the_site(unpacked: Unpacked) -> tuple[bool, set[str]]:
    """Return whether the site's database holds anything, and what was erased from it since the backup was made."""
    try:
        with transaction.atomic():
            is_in_use = afterwards.is_in_use()
            made_at = datetime.datetime.fromisoformat(unpacked.manifest.made_at)
            return is_in_use, afterwards.erased_since(made_at) if is_in_use else set()
    except DatabaseError:
        # It has no tables, or those of another release.
        return bool(connection.introspection.table_names()), set()


def _build(unpacked: Unpacked, say: Say) -> None:
    """Make the tables as the backup had them, put its rows in, compare, and bring all up to this release."""
    manifest = unpacked.manifest
    with little_search_for_garbage():
        state = _tables_of(manifest.migrations)
    try:
        with transaction.atomic():
            columns = _load(unpacked, state)
        connection.check_constraints()
    except IntegrityError as error:
        raise BackupDamaged(f"Its rows do not fit together: {error}") from error
    _compare(unpacked, state, columns)
    # From here on the tables are those of today, and watched.
    call_command("migrate", verbosity=0, interactive=False)
    files = {name.removeprefix(MEDIA) for name in unpacked.paths if name.startswith(MEDIA)} | {*manifest.missing}
    if lacking := sorted(media.names() - files):
        raise BackupDamaged(f"Its rows name files that are not in it: {', '.join(lacking)}.")
    counts = {name: facts["rows"] for name, facts in manifest.parts.items() if name.startswith(ROWS)}
    say(f"The backup of {manifest.made_at} is whole: {sum(counts.values()):,} rows of {len(counts)} tables.")
    say(f"Enquiries: {Enquiry.objects.count():,}. Files: {len(_parts(unpacked, MEDIA)):,}.")
    for name in manifest.missing:
        say(f"The file {name} was missing when the backup was made.")


def _tables_of(migrations: list[list[str]]) -> Apps:
    """Make the tables as they are after these `migrations`, and return their models as they were."""
    executor = MigrationExecutor(connection)
    named = {(app, name) for app, name in migrations}
    if named - executor.loader.disk_migrations.keys():
        raise BackupRefused(NEWER)
    graph = executor.loader.graph
    # The last ones of each app: all others come before these.
    there = named & graph.nodes.keys()
    earlier = {parent.key for name in there for parent in graph.node_map[name].parents if parent.key[0] == name[0]}
    targets = sorted(there - earlier)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def _load(unpacked: Unpacked, state: Apps) -> dict[str, list[str]]:
    """Put the rows of all parts in, in place of those that migrations made; return the columns of each."""
    with connection.cursor() as cursor:
        for model in state.get_models(include_auto_created=True):
            if model._meta.managed:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    columns = {}
    for label, path in _parts(unpacked, ROWS).items():
        with path.open("rb") as file:
            columns[label] = rows.load(state.get_model(label), file)
    # What migrations add from here on has keys of its own too.
    rows.leave_a_gap([model for model in state.get_models(include_auto_created=True) if model._meta.managed])
    return columns


def _compare(unpacked: Unpacked, state: Apps, columns: dict[str, list[str]]) -> None:
    """Raise BackupDamaged unless each table holds the rows that the manifest says."""
    wrong = []
    for label, names in columns.items():
        said, found = unpacked.manifest.parts[ROWS + label], rows.facts(state.get_model(label), names)
        if found.items() - said.items():
            wrong.append(f"{label} ({said['rows']:,} rows in the backup, {found['rows']:,} here)")
    if wrong:
        raise BackupDamaged(f"These tables are not as they were: {', '.join(wrong)}.")


def _parts(unpacked: Unpacked, kind: str) -> dict[str, Path]:
    return {name.removeprefix(kind): path for name, path in unpacked.paths.items() if name.startswith(kind)}


def _say_what_is_left(unpacked: Unpacked, say: Say, *, is_known: bool) -> None:
    if unpacked.manifest.postcodes:
        say(f"Postcodes are those of the release. The backup’s site had: {unpacked.manifest.postcodes}.")
    if not is_known:
        say("What people asked to have erased since then has to be erased again: look through the mailbox of requests.")
    say("Read “After a restore” in docs/backup.md, and start the site.")
