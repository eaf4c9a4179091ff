"""Puts a list of postcodes into the database, so that the old list is in use until the new one is whole.

A new table is filled, then renamed to the old one's name. Whatever stops it half-way leaves the old table as it was. On
PostgreSQL all happens in one transaction. On SQLite, where nobody else can write meanwhile, each part is filled in in
one of its own; what a crash leaves of a new table goes with the next import.
"""

import fcntl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from partnerships.geography.postcode_data.sources import PostcodeRow, PostcodeSource
from partnerships.models import Postcode, PostcodeEdition

Progress = Callable[[int], None]

TABLE = Postcode._meta.db_table
INCOMING = f"{TABLE}_incoming"
COLUMNS = "code, area, easting, northing, terminated"
CHUNK = 50_000
# An arbitrary number that nothing else locks: it only has to be the same in every process.
LOCK = 5_067_202_600
MIN_SHARE = 0.9
OTHER_RUNS = "The database is busy, most likely with another import of postcodes. Try again when it has finished."

OTHERS = "area varchar(9) NOT NULL, easting integer NULL, northing integer NULL, terminated varchar(7) NOT NULL"
CREATE = {
    "sqlite": f"CREATE TABLE {INCOMING} (code varchar(7) NOT NULL PRIMARY KEY, {OTHERS}) WITHOUT ROWID",
    # The primary key is added when all rows are in: that is twice as fast.
    "postgresql": f'CREATE TABLE {INCOMING} (code varchar(7) COLLATE "C" NOT NULL, {OTHERS})',
}


class ImportRefused(Exception):
    """The list was not loaded, and the old one is still in use; the message says why."""


class AlreadyLoaded(ImportRefused):
    """The same edition is in use already."""


class AnotherImportRuns(ImportRefused):
    """Another process is loading postcodes at this moment."""


def load(
    source: PostcodeSource, *, again: bool = False, accept_fewer: bool = False, progress: Progress = lambda number: None
) -> PostcodeEdition:
    """Replace all postcodes by those of `source` and return the new edition; `progress` gets the number of rows so far.

    Raises AlreadyLoaded (not with `again`) and AnotherImportRuns; ImportRefused if the list is empty, names a postcode
    twice or (not with `accept_fewer`) has under nine tenths of the rows in use now; and SourceError from reading it.
    """
    try:
        with _ALONE[connection.vendor]():
            current = PostcodeEdition.objects.first()
            if current and current.fingerprint == source.fingerprint and not again:
                raise AlreadyLoaded(f"{current.name} is already loaded ({current.rows:,} postcodes).")
            rows = _fill(source.rows(), progress)
            _check(rows, current, accept_fewer=accept_fewer)
            with transaction.atomic():
                _swap()
                about = {"name": source.name, "source": source.origin, "fingerprint": source.fingerprint}
                return PostcodeEdition.objects.create(**about, attribution=source.attribution, rows=rows)
    except IntegrityError as error:
        raise ImportRefused(f"The list names a postcode twice: {error}") from error
    except OperationalError as error:
        if "locked" in str(error):
            raise AnotherImportRuns(OTHER_RUNS) from error
        raise


@contextmanager
def _alone_on_the_server() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise AnotherImportRuns(OTHER_RUNS)
        yield


@contextmanager
def _alone_on_the_file() -> Iterator[None]:
    database = Path(connection.settings_dict["NAME"])
    with ExitStack() as stack:
        # One in memory is this process's own.
        if database.is_file():
            lock = stack.enter_context(database.with_suffix(".postcodes.lock").open("w"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AnotherImportRuns(OTHER_RUNS) from None
        stack.callback(_drop_what_is_left)
        yield


def _drop_what_is_left() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {INCOMING}")


_ALONE = {"sqlite": _alone_on_the_file, "postgresql": _alone_on_the_server}


def _fill(rows: Iterator[PostcodeRow], progress: Progress) -> int:
    """Make the incoming table, fill it with `rows` and return how many there were."""
    write = {"sqlite": _insert, "postgresql": _copy}[connection.vendor]
    number = 0
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {INCOMING}")
        cursor.execute(CREATE[connection.vendor])
        while chunk := list(islice(rows, CHUNK)):
            write(cursor, chunk)
            number += len(chunk)
            progress(number)
    return number


def _insert(cursor: CursorWrapper, chunk: list[PostcodeRow]) -> None:
    with transaction.atomic():
        began = time.monotonic()
        cursor.executemany(f"INSERT INTO {INCOMING} ({COLUMNS}) VALUES (%s, %s, %s, %s, %s)", chunk)
    # Whoever waits has as long as this took.
    time.sleep(time.monotonic() - began)


def _copy(cursor: CursorWrapper, chunk: list[PostcodeRow]) -> None:
    # No cell can hold a tab, a line end or a backslash: the sources let only letters, digits and a hyphen through.
    lines = ["\t".join("\\N" if cell is None else str(cell) for cell in row) for row in chunk]
    with cursor.copy(f"COPY {INCOMING} ({COLUMNS}) FROM STDIN") as copy:
        copy.write("\n".join(lines) + "\n")


def _check(rows: int, current: PostcodeEdition | None, *, accept_fewer: bool) -> None:
    if not rows:
        raise ImportRefused("The list is empty.")
    if current and rows < current.rows * MIN_SHARE and not accept_fewer:
        raise ImportRefused(
            f"The list has {rows:,} postcodes, far fewer than the {current.rows:,} in use: it may be cut off. "
            f"If it is whole all the same, run this again with --accept-fewer."
        )


def _swap() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {INCOMING} ADD CONSTRAINT {INCOMING}_pkey PRIMARY KEY (code)")
            cursor.execute(f"ANALYZE {INCOMING}")
        cursor.execute(f"DROP TABLE {TABLE}")
        cursor.execute(f"ALTER TABLE {INCOMING} RENAME TO {TABLE}")
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} RENAME CONSTRAINT {INCOMING}_pkey TO {TABLE}_pkey")


def unknown_authorities(known: Iterable[str]) -> list[str]:
    """Return the GSS codes of English postcodes' authorities that are not among `known`, sorted."""
    areas = Postcode.objects.filter(area__startswith="E").values_list("area", flat=True).distinct()
    return sorted(set(areas) - set(known))
