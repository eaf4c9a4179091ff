"""What stands in any text column of the database, as it is kept: also in tables no model knows."""

from django.db import connection


def mentions(text: str) -> list[str]:
    """Return the columns, as "table.column", in which `text` stands somewhere, whatever its capitals."""
    mentioning = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 the table's own name
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                mentioning.update(
                    f"{table}.{column}"
                    for column, value in zip(columns, row, strict=True)
                    if text.casefold() in str(value).casefold()
                )
    return sorted(mentioning)
