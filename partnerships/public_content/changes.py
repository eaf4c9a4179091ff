"""The log of changes: what who keeps the directory in memory must read anew.

They read it and take a mark in one `reading`, and ask in the next one what changed `between` them. So they miss
nothing, even when transactions are committed in another order than they began. Who reads nothing takes a `glance`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from partnerships.models import ContentChange
from partnerships.public_content import stamp
from partnerships.public_content.statements import (
    CHANGES,
    EVERYTHING,
    MAX_KEYS,
    STAMPS,
    TRANSACTION,
    UNWATCHED,
    WHOLE,
)
from partnerships.vocabulary import ContentKind

MAX_ROWS = 10_000

MARK = {
    "postgresql": "SELECT pg_current_snapshot()::text",
    "sqlite": f"SELECT coalesce(max(number), 0) FROM {CHANGES}",
}
# What changed while nothing was watched is not known. Nor is it when the row of the mark is gone from SQLite's log,
# which was pruned or emptied then: nought is the mark of an empty one.
UNKNOWN = f"SELECT '{ContentKind.EVERYTHING}', 0 FROM {STAMPS} WHERE \"transaction\" = {UNWATCHED}"
SINCE = {
    "postgresql": f"""
        SELECT kind, "key" FROM {CHANGES}, CAST(%(mark)s AS pg_snapshot) AS mark
        WHERE number >= pg_snapshot_xmin(mark)::text::bigint AND (
            NOT pg_visible_in_snapshot(number::text::xid8, mark)
            -- A mark that was taken inside this transaction does not hold that it is open.
            OR number = pg_current_xact_id_if_assigned()::text::bigint
        )
        UNION {UNKNOWN} LIMIT {MAX_KEYS + 1}
    """,
    "sqlite": f"""
        SELECT kind, "key" FROM {CHANGES} WHERE number > CAST(%(mark)s AS integer)
        UNION {UNKNOWN}
        UNION SELECT '{ContentKind.EVERYTHING}', 0 WHERE %(mark)s <> '0'
            AND NOT EXISTS (SELECT 1 FROM {CHANGES} WHERE number = CAST(%(mark)s AS integer))
        LIMIT {MAX_KEYS + 1}
    """,
}
PRUNE = {
    "postgresql": [
        f"""
        WITH pruned AS (DELETE FROM {CHANGES} WHERE {WHOLE.format(number="number")} RETURNING 1)
        INSERT INTO {CHANGES} (number, kind, "key")
        SELECT {TRANSACTION}, '{ContentKind.EVERYTHING}', 0 WHERE EXISTS (SELECT FROM pruned)
        ON CONFLICT DO NOTHING
        """
    ],
    "sqlite": [EVERYTHING["sqlite"], f"DELETE FROM {CHANGES} WHERE number < (SELECT max(number) FROM {CHANGES})"],
}


@dataclass(frozen=True)
class Reading:
    """A view of the database that stays as it is: its stamp, and its mark for what changes after it."""

    stamp: int
    mark: str


@dataclass(frozen=True)
class Changes:
    """The keys of the entries to be read anew, and whether any row is that is published beside them, or everything."""

    partnerships: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    has_publications: bool = False
    is_everything: bool = False


# The stamp of the last moment of which this process asked what changed after it, until when, and what that was: what is
# kept in several places goes from the one to the other in each of them.
_last_asked: tuple[int, Reading, Changes] | None = None


def between(before: Reading, after: Reading) -> Changes:
    """Return what changed from the moment `before` to that `after`, or more. One query, or none if it is known."""
    global _last_asked
    last = _last_asked
    if not last or (last[0], last[1].stamp) != (before.stamp, after.stamp):
        _last_asked = last = before.stamp, after, since(before.mark)
    return last[2]


def mark() -> str:
    """Return what to keep beside what is read in the same transaction, to ask later for what changed since."""
    with connection.cursor() as cursor:
        cursor.execute(MARK[connection.vendor])
        return str(cursor.fetchone()[0])


def since(mark: str) -> Changes:
    """Return what was committed after the transaction in which `mark` was taken, or while it was open."""
    with connection.cursor() as cursor:
        cursor.execute(SINCE[connection.vendor], {"mark": mark})
        rows = cursor.fetchall()
    keys = {kind: frozenset(key for found, key in rows if found == kind) for kind in ContentKind}
    if keys[ContentKind.EVERYTHING] or len(rows) > MAX_KEYS:
        return Changes(is_everything=True)
    has_publications = bool(keys[ContentKind.PUBLICATION])
    return Changes(keys[ContentKind.PARTNERSHIP], keys[ContentKind.ORGANISATION], has_publications)


def glance(seen: int) -> Reading:
    """Return the stamp, and a mark from which on all that changes after it is told of, and perhaps some of it twice.

    It is for who reads nothing of the content: nothing need stand still. Two queries, or none if what changed up to the
    moment that has the stamp `seen` is known.
    """
    if (last := _last_asked) and last[1].stamp == seen:
        return last[1]
    first = mark()
    return Reading(stamp.current(), first)


@contextmanager
def reading() -> Iterator[Reading]:
    """Let all that is read inside be of one moment, and give its stamp and its mark. Nobody waits for it.

    Nothing can be written inside. Within another transaction, what is committed meanwhile is seen, and told of again
    at the next reading.
    """
    with _one_moment():
        yield Reading(stamp.current(), mark())


def everything() -> None:
    """Say that all of it changed."""
    with transaction.atomic():
        stamp.change()
        with connection.cursor() as cursor:
            cursor.execute(EVERYTHING[connection.vendor])


def prune() -> None:
    """Make one row of a long log: whoever took a mark before reads everything anew."""
    if ContentChange.objects.count() > MAX_ROWS:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in PRUNE[connection.vendor]:
                cursor.execute(statement)


@contextmanager
def _one_moment() -> Iterator[None]:
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not `atomic`, which would take the lock of those who write.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
