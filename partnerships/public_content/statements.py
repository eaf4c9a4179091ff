"""The statements by which a transaction says that it changed public content: in triggers, and in Python."""

from partnerships.models import ContentChange, ContentStamp
from partnerships.vocabulary import ContentKind

STAMPS = ContentStamp._meta.db_table
CHANGES = ContentChange._meta.db_table
# Keys of rows of STAMPS: the sum of older ones, and the sign that no triggers watch.
FOLDED, UNWATCHED = 0, -1
# So many entries are logged of one statement, and read by one reader; what is more is everything.
MAX_KEYS = 500

TRANSACTION = "pg_current_xact_id()::text::bigint"
# On SQLite, in steps of any length: a log that was emptied, or a copy of the database that was put back and went on
# from there, has no row with a number that somebody has as a mark.
NEXT_NUMBER = f"""
    (SELECT coalesce(max(number), random() & 2305843009213693951) + 1 + (random() & 1048575) FROM {CHANGES})
"""

# A row a transaction, so that none waits for another. A database that was restored may have rows of transactions yet to
# come, which other transactions wrote: their age is above zero, that of our own and of its savepoints is not.
STAMP = {
    "postgresql": f"""
        INSERT INTO {STAMPS} ("transaction", weight)
        SELECT {TRANSACTION}, floor(random() * 2147483648)::bigint + 1
        WHERE NOT EXISTS (SELECT FROM {STAMPS} WHERE "transaction" = {TRANSACTION} AND age(xmin) <= 0)
        ON CONFLICT ("transaction") DO UPDATE SET weight = {STAMPS}.weight + excluded.weight
    """,
    "sqlite": f"""
        INSERT INTO {STAMPS} ("transaction", weight) VALUES ({FOLDED}, random() & 9223372036854775807)
        ON CONFLICT ("transaction") DO UPDATE SET weight = excluded.weight
    """,
}
EVERYTHING = {
    "postgresql": f"""
        INSERT INTO {CHANGES} (number, kind, "key") VALUES ({TRANSACTION}, '{ContentKind.EVERYTHING}', 0)
        ON CONFLICT DO NOTHING
    """,
    "sqlite": f"""
        INSERT INTO {CHANGES} (number, kind, "key") VALUES ({NEXT_NUMBER}, '{ContentKind.EVERYTHING}', 0)
    """,
}
# What no transaction that is still open, ours included, can have written. Numbers yet to come are those of a database
# that was restored.
WHOLE = f"""
    {{number}} NOT BETWEEN pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    AND greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1, {TRANSACTION})
"""
