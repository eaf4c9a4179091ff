"""How PostgreSQL is asked: through the weighted text search column that it makes of each search document itself."""

from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from partnerships.search.text_index.tokens import QueryToken

# The weights the migration gives to the columns.
_WEIGHTS = {"names": "A", "places": "B", "themes": "C", "rest": "D"}
_MATCHING_KEYS = """
    SELECT object_id FROM partnerships_searchdocument
    WHERE kind = %s AND words @@ to_tsquery('simple', %s)
"""


def matching(kind: str, tokens: Sequence[QueryToken], columns: Sequence[str], *, whole: bool = False) -> RawSQL:
    """Return, as a query of keys, the entries of `kind` with every one of `tokens` in `columns`.

    `whole` leaves out words that only begin with a token.
    """
    weights = "".join(_WEIGHTS[column] for column in columns)
    return RawSQL(_MATCHING_KEYS, [kind, " & ".join(_expression(token, weights, whole) for token in tokens)])


def _expression(token: QueryToken, weights: str, whole: bool) -> str:
    # Tokens hold letters and digits only, so the quotes cannot be broken out of.
    wildcard = "" if whole or not token.is_prefix else "*"
    return f"('{token.text}':{wildcard}{weights} | '{token.stem}':{weights})"
