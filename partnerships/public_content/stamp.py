"""The stamp of the public content: a number that is another after every change of it.

It takes in every transaction that is committed, in whatever order they are, and a database that was restored does not
have the stamps again that it had after the copy was taken. Who reads it first and the content after it may hold on to
what they made of the content for as long as the stamp stays: what changed in between is in the content already.
"""

import secrets

from django.db import InterfaceError, OperationalError, connection

from partnerships.models import ContentStamp
from partnerships.public_content.statements import FOLDED, STAMP, STAMPS, UNWATCHED, WHOLE

# So many rows are summed up here sooner than PostgreSQL gets ready to do so.
MAX_ROWS = 20
ALL_ROWS = f'SELECT "transaction", weight FROM {STAMPS}'
FOLD = f"""
    WITH folded AS (
        DELETE FROM {STAMPS} WHERE "transaction" > {FOLDED} AND {WHOLE.format(number='"transaction"')} RETURNING weight
    )
    INSERT INTO {STAMPS} ("transaction", weight) SELECT {FOLDED}, sum(weight) FROM folded HAVING count(*) > 0
    ON CONFLICT ("transaction") DO UPDATE SET weight = {STAMPS}.weight + excluded.weight
"""


def current() -> int:
    """Return the stamp of what is committed now, with one query. While nothing is watched, it is another each time."""
    # Otherwise Django would ask first whether the kept connection still stands, on another way there and back.
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs do not know it
    try:
        weights = _weights()
    except (InterfaceError, OperationalError):
        if connection.is_usable():
            raise
        connection.close()
        weights = _weights()
    return secrets.randbits(62) if UNWATCHED in weights else sum(weights.values())


def _weights() -> dict[int, int]:
    """Return the weight of each row by its key."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_ROWS)
        return dict(cursor.fetchall())


def change() -> None:
    """Say that something changed which no row tells of, such as a file that pages describe. It must have happened."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP[connection.vendor])


def fold() -> None:
    """Make one row of many, if there are many. The stamp stays as it is, and nobody waits."""
    if connection.vendor == "postgresql" and ContentStamp.objects.count() > MAX_ROWS:
        with connection.cursor() as cursor:
            cursor.execute(FOLD)
