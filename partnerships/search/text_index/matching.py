"""How each database is asked: SQLite through an FTS5 table, PostgreSQL through a weighted text search column.

Triggers keep the one equal to the search documents; PostgreSQL makes the other of each document itself.
"""

from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from partnerships.search.text_index.tokens import QueryToken

# The weights the migration gives to the columns on PostgreSQL.
_WEIGHTS = {"names": "A", "places": "B", "themes": "C", "rest": "D"}
_IN_SQLITE = """
    SELECT object_id FROM partnerships_searchdocument
    WHERE kind = %s AND id IN (SELECT rowid FROM partnerships_searchwords WHERE partnerships_searchwords MATCH %s)
"""
_IN_POSTGRESQL = """
    SELECT object_id FROM partnerships_searchdocument
    WHERE kind = %s AND words @@ to_tsquery('simple', %s)
"""


def matching(
    vendor: str, kind: str, tokens: Sequence[QueryToken], columns: Sequence[str], *, whole: bool = False
) -> RawSQL:
    """Return, as a query of keys for the database of `vendor`, the entries of `kind` with all `tokens` in `columns`.

    `whole` leaves out words that only begin with a token.
    """
    starred = [(token, "*" if token.is_prefix and not whole else "") for token in tokens]
    # Tokens hold letters and digits only, so the quotes cannot be broken out of.
    if vendor == "sqlite":
        words = " AND ".join(f'("{token.text}"{wildcard} OR "{token.stem}")' for token, wildcard in starred)
        return RawSQL(_IN_SQLITE, [kind, f"{{{' '.join(columns)}}} : ({words})"])
    weights = "".join(_WEIGHTS[column] for column in columns)
    words = " & ".join(
        f"('{token.text}':{wildcard}{weights} | '{token.stem}':{weights})" for token, wildcard in starred
    )
    return RawSQL(_IN_POSTGRESQL, [kind, words])
