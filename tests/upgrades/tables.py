"""How the tables of a database are made, to compare one database with another."""

import re
from collections import Counter

# Made of the names of a table and its columns and a number; nothing of ours asks for them.
MADE_UP_NAME = re.compile(r"\b\w+_[0-9a-f]{8}(?:_\w+)?\b")
# What a dump spells otherwise in the conditions of PostgreSQL.
SPELLING = re.compile(r"::(?:text|character varying)(?:\[\])?|[()]")
POSTGRESQL = {
    "column": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
            a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), l.collname
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        LEFT JOIN pg_collation l ON l.oid = a.attcollation
        WHERE a.attnum > 0 AND NOT a.attisdropped
    """,
    # Those of one column to be there (n) are among the columns.
    "constraint": """
        SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'
    """,
    "index": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
}
SQLITE = "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"


def parts_of(connection) -> Counter:
    """Return each column, constraint, index and trigger in words, without the order in which a table has them."""
    parts = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        return Counter(MADE_UP_NAME.sub("…", part) for part in parts(cursor))


def _on_postgresql(cursor):
    for kind, query in POSTGRESQL.items():
        cursor.execute(query)
        for row in cursor.fetchall():
            part = f"{kind}: {' '.join(str(value) for value in row if value)}"
            yield part if kind == "column" else SPELLING.sub("", part)


def _on_sqlite(cursor):
    # No parameters at all: then a percent sign means nothing special.
    cursor.execute(SQLITE, None)
    for table, sql in cursor.fetchall():
        found = re.fullmatch(r"CREATE TABLE \S+ \((.*)\)(.*)", " ".join(sql.split()))
        if found:
            yield from (f"{table} {part}" for part in [*_between_commas(found[1]), f"is a table{found[2]}"])
        else:
            yield f"{table} {sql}"


def _between_commas(words: str) -> list[str]:
    """Split at the commas that stand in no brackets and no quotes."""
    parts, depth, quote = [""], 0, ""
    for sign in words:
        if quote or sign in "'\"":
            quote = "" if sign == quote else quote or sign
        depth += {"(": 1, ")": -1}.get(sign, 0) if not quote else 0
        if sign == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]
