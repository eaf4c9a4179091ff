"""How SQLite is asked: through the FTS5 table that triggers keep equal to the search documents."""

from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from partnerships.search.text_index.tokens import QueryToken

_FOUND = """
    SELECT object_id FROM partnerships_searchdocument
    WHERE kind = %s AND id IN (SELECT rowid FROM partnerships_searchwords WHERE partnerships_searchwords MATCH %s)
"""


def matching(kind: str, words: Sequence[QueryToken], columns: Sequence[str], *, whole: bool = False) -> RawSQL:
    """Return, as a query of keys, the entries of `kind` with every one of `words` in `columns`.

    `whole` leaves out words that only begin with what was asked.
    """
    every = " AND ".join(_expression(word, whole) for word in words)
    return RawSQL(_FOUND, [kind, f"{{{' '.join(columns)}}} : ({every})"])


def _expression(word: QueryToken, whole: bool) -> str:
    # Words hold letters and digits only, so the quotes cannot be broken out of.
    beginning = "" if whole or not word.is_beginning else "*"
    return f'("{word.text}"{beginning} OR "{word.stem}")'
