"""What a trigger does when rows of a watched table change, in the language of each database.

"{name}" stands for the name that it gets.
"""

from collections.abc import Callable, Sequence

from django.db import connection
from django.db.models import Model

from partnerships.public_content.statements import CHANGES, EVERYTHING, MAX_KEYS, NEXT_NUMBER, STAMP, TRANSACTION
from partnerships.public_content.watched import NOT_SHOWN, Touch
from partnerships.vocabulary import ContentKind

# Statements that make a trigger, by the event it is for.
Templates = dict[str, list[str]]

# All rows of a statement at once: an UPDATE of none, or one that leaves them as they were, writes nothing.
FUNCTION = """
CREATE OR REPLACE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN
        {statements};
    END IF;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER {{name}} AFTER {event} ON {table} {rows} FOR EACH STATEMENT EXECUTE FUNCTION {{name}}()
"""
ROWS = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
}
LOG = f"""
WITH changed AS ({{changed}}), touched AS ({{touched}} LIMIT {MAX_KEYS + 1})
INSERT INTO {CHANGES} (number, kind, "key")
SELECT {TRANSACTION}, kind, "key" FROM touched WHERE (SELECT count(*) FROM touched) <= {MAX_KEYS}
UNION SELECT {TRANSACTION}, '{ContentKind.EVERYTHING}', 0 FROM touched WHERE (SELECT count(*) FROM touched) > {MAX_KEYS}
ON CONFLICT DO NOTHING
"""
SQLITE = """
CREATE TRIGGER {{name}} AFTER {event} ON {table} {condition} BEGIN {statements}; END
"""


def _columns(model: type[Model], prefix: str = "") -> str:
    """Return the columns that the public can see anything of."""
    fields = [field for field in model._meta.concrete_fields if field.name not in NOT_SHOWN]
    return ", ".join(f"{prefix}{connection.ops.quote_name(field.attname)}" for field in fields)


def _on_postgresql(model: type[Model], touches: Sequence[Touch]) -> Templates:
    columns = _columns(model)
    before, after = (f"SELECT {columns} FROM {rows}" for rows in ("old_rows", "new_rows"))
    changed = {
        "insert": after,
        "update": f"({before} EXCEPT {after}) UNION ALL ({after} EXCEPT {before})",
        "delete": before,
    }
    table = connection.ops.quote_name(model._meta.db_table)
    templates = {}
    for event, rows in changed.items():
        statements = [STAMP["postgresql"]]
        if touches:
            touched = " UNION ".join(_touched(touch, model, "changed", ["changed"]) for touch in touches)
            statements.append(LOG.format(changed=rows, touched=touched))
        condition = f"EXISTS ({rows})"
        templates[event] = [
            FUNCTION.format(condition=condition, statements=";".join(statements)),
            TRIGGER.format(event=event, table=table, rows=ROWS[event]),
        ]
    statements = [STAMP["postgresql"], EVERYTHING["postgresql"]]
    templates["truncate"] = [
        FUNCTION.format(condition="true", statements=";".join(statements)),
        TRIGGER.format(event="truncate", table=table, rows=""),
    ]
    return templates


def _on_sqlite(model: type[Model], touches: Sequence[Touch]) -> Templates:
    templates = {}
    table = connection.ops.quote_name(model._meta.db_table)
    for event, rows in {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}.items():
        statements = [STAMP["sqlite"]]
        if touches:
            touched = " UNION ".join(_touched(touch, model, row, []) for touch in touches for row in rows)
            statements.append(
                f'INSERT INTO {CHANGES} (number, kind, "key") SELECT {NEXT_NUMBER}, kind, "key" FROM ({touched})'
            )
        before, after = _columns(model, "OLD."), _columns(model, "NEW.")
        condition = f"WHEN ({before}) IS NOT ({after})" if event == "update" else ""
        templates[event] = [
            SQLITE.format(event=event, table=table, condition=condition, statements=";".join(statements))
        ]
    return templates


def _touched(touch: Touch, model: type[Model], row: str, tables: list[str]) -> str:
    """Return a query of the kinds and keys that `touch` means for `row`, which is one of `tables` or given."""
    quoted = connection.ops.quote_name
    holder, condition = row, "true"
    if touch.through:
        holder = quoted(touch.through._meta.db_table)
        tables = [*tables, holder]
        condition = f"{holder}.{quoted(touch.by)} = {row}.{quoted(model._meta.pk.attname)}"
    key = f"{holder}.{quoted(touch.column)}" if touch.column else "0"
    source = f"FROM {', '.join(tables)}" if tables else ""
    return f"SELECT DISTINCT '{touch.kind}' AS kind, {key} AS \"key\" {source} WHERE {condition} AND {key} IS NOT NULL"


BODIES: dict[str, Callable[[type[Model], Sequence[Touch]], Templates]] = {
    "postgresql": _on_postgresql,
    "sqlite": _on_sqlite,
}
