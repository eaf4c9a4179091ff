"""How SQLite is asked: through the FTS5 table that triggers keep equal to the search documents."""

from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from partnerships.search.text_index.tokens import QueryToken

_MATCHING_KEYS = """
    SELECT object_id FROM partnerships_searchdocument
    WHERE kind = %s AND id IN (SELECT rowid FROM partnerships_searchwords WHERE partnerships_searchwords MATCH %s)
"""


def matching(kind: str, tokens: Sequence[QueryToken], columns: Sequence[str], *, whole: bool = False) -> RawSQL:
    """Return, as a query of keys, the entries of `kind` with every one of `tokens` in `columns`.

    `whole` leaves out words that only begin with a token.
    """
    expression = " AND ".join(_expression(token, whole) for token in tokens)
    return RawSQL(_MATCHING_KEYS, [kind, f"{{{' '.join(columns)}}} : ({expression})"])


def _expression(token: QueryToken, whole: bool) -> str:
    # Tokens hold letters and digits only, so the quotes cannot be broken out of.
    wildcard = "" if whole or not token.is_prefix else "*"
    return f'("{token.text}"{wildcard} OR "{token.stem}")'
