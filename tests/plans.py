"""How the database would answer the queries of a page: which tables it would read from end to end."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

_ALIAS = re.compile(r'"?(\w+)"? (?:AS )?([TUVW]\d+|document)\b')
_SCAN_OF = {
    "sqlite": re.compile(r"^SCAN (\w+)"),
    "postgresql": re.compile(r"Seq Scan on (\w+)"),
}


def tables_read_whole(ask, among):
    """Return those of the models `among` whose whole table is read, or a whole index of it, by a query of `ask()`.

    PostgreSQL may read a small table whole though it has an index to use: here it does so only where it has none.
    """
    with CaptureQueriesContext(connection) as captured:
        ask()
    selects = [query["sql"] for query in captured if query["sql"].lstrip().startswith("SELECT")]
    assert selects, "nothing was asked"
    tables = {model._meta.db_table for model in among}
    return sorted({table for sql in selects for table in _read_whole(sql) if table in tables})


def _read_whole(sql):
    aliases = {alias: table for table, alias in _ALIAS.findall(sql)}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        lines = [row[-1] for row in cursor.fetchall()]
    names = [match[1] for line in lines if (match := _SCAN_OF[connection.vendor].search(line))]
    return {aliases.get(name, name) for name in names}
