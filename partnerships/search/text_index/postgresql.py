"""How PostgreSQL is asked: through the weighted text search column that it makes of each search document itself."""

from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from partnerships.search.text_index.tokens import QueryToken

# The weights the migration gives to the columns.
_WEIGHTS = {"names": "A", "places": "B", "themes": "C", "rest": "D"}
_FOUND = """
    SELECT object_id FROM partnerships_searchdocument
    WHERE kind = %s AND words @@ to_tsquery('simple', %s)
"""


def matching(kind: str, words: Sequence[QueryToken], columns: Sequence[str], *, whole: bool = False) -> RawSQL:
    """Return, as a query of keys, the entries of `kind` with every one of `words` in `columns`.

    `whole` leaves out words that only begin with what was asked.
    """
    weights = "".join(_WEIGHTS[column] for column in columns)
    return RawSQL(_FOUND, [kind, " & ".join(_expression(word, weights, whole) for word in words)])


def _expression(word: QueryToken, weights: str, whole: bool) -> str:
    # Words hold letters and digits only, so the quotes cannot be broken out of.
    beginning = "" if whole or not word.is_beginning else "*"
    return f"('{word.text}':{beginning}{weights} | '{word.stem}':{weights})"
