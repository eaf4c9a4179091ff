"""How each database is asked: SQLite through an FTS5 table, PostgreSQL through a weighted text search column.

Triggers keep the one equal to the search documents; PostgreSQL makes the other of each document itself. How well a
document matches is read in its own words, of those documents only that match at all.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from partnerships.search.text_index.tokens import QueryToken

# A condition in SQL, and its parameters.
Condition = tuple[str, list[str]]

_DOCUMENTS, _WORDS = "partnerships_searchdocument", "partnerships_searchwords"
_SPACED = " || ' ' || "
# SQLite looks through all words that begin with one, so those of a word in many documents are only looked for in the
# documents that have the others; if all are in very many, in those of the kind, unless these are many too.
MANY, VERY_MANY, MANY_OF_A_KIND = 1000, 20_000, 10_000
_IS_IN = f"EXISTS (SELECT 1 FROM {_WORDS} WHERE {_WORDS} MATCH %s LIMIT 1 OFFSET %s)"
_OF_A_WORD = f"SELECT %s AS words, {_IS_IN} AS is_in_many, {_IS_IN} AS is_in_very_many"
# CROSS: the index first, then its documents, never all documents of a kind. Nothing matches the empty phrase.
_IN_SQLITE = f"""
    WITH asked AS MATERIALIZED (
        SELECT min(is_in_very_many)
                AND NOT EXISTS (SELECT 1 FROM {_DOCUMENTS} WHERE kind = %s LIMIT 1 OFFSET %s) AS is_read,
            group_concat(words, ' AND ') FILTER (WHERE NOT is_in_many) AS rare, group_concat(words, ' AND ') AS words
        FROM ({{words}})
    )
    SELECT object_id FROM {_WORDS} CROSS JOIN {_DOCUMENTS} document ON document.id = {_WORDS}.rowid
    WHERE document.kind = %s AND {{held}} AND {_WORDS} MATCH (
        SELECT CASE WHEN is_read THEN '""' ELSE coalesce(rare, words) END FROM asked
    )
    UNION ALL
    SELECT object_id FROM {_DOCUMENTS} document WHERE (SELECT is_read FROM asked) AND document.kind = %s AND {{held}}
"""
_IN_POSTGRESQL = f"""
    SELECT object_id FROM {_DOCUMENTS}
    WHERE kind = %s AND words @@ to_tsquery('simple', %s)
"""

# CROSS as above.
_HOLDERS = {
    "sqlite": f"{_WORDS} CROSS JOIN {_DOCUMENTS} document ON document.id = {_WORDS}.rowid",
    "postgresql": f"{_DOCUMENTS} document",
}
_HOLDS = {"sqlite": f"{_WORDS} MATCH %s", "postgresql": "words @@ to_tsquery('simple', %s)"}


def matching(vendor: str, kind: str, tokens: Sequence[QueryToken], columns: Sequence[str]) -> RawSQL:
    """Return, as a query of keys for the database of `vendor`, the entries of `kind` with all `tokens` in `columns`.

    These must be all columns there are.
    """
    # Tokens hold letters and digits only, so the quotes cannot be broken out of.
    if vendor == "sqlite":
        words = " UNION ALL ".join([_OF_A_WORD] * len(tokens))
        asked: list[Any] = []
        for token in tokens:
            asked += [_in_fts(token), f'"{token.text}"', MANY, f'"{token.text}"', VERY_MANY]
        held, texts = held_in([f"document.{column}" for column in columns], tokens)
        parameters = [kind, MANY_OF_A_KIND, *asked, kind, *texts, kind, *texts]
        return RawSQL(_IN_SQLITE.format(held=held, words=words), parameters)
    return RawSQL(_IN_POSTGRESQL, [kind, " & ".join(map(_in_tsquery, tokens))])


def holding(
    vendor: str, kind: str, token: QueryToken, columns: Sequence[str], among: Collection[int] | None
) -> Condition:
    """Return where to read, for the database of `vendor`, of the entries of `kind` that hold `token` in `columns`.

    They are called `document`. Unless `among` is None, it is of those keys only, whose texts are looked through.
    These must be all columns there are.
    """
    if among is None:
        words = _in_fts(token) if vendor == "sqlite" else _in_tsquery(token)
        return f"{_HOLDERS[vendor]} WHERE document.kind = %s AND {_HOLDS[vendor]}", [kind, words]
    held, texts = held_in(columns, [token])
    keys = ", ".join(map(str, map(int, among))) or "NULL"
    return f"{_DOCUMENTS} document WHERE kind = %s AND object_id IN ({keys}) AND {held}", [kind, *texts]


def _in_fts(token: QueryToken) -> str:
    return f'("{token.text}"{"*" * token.is_prefix} OR "{token.stem}")'


def _in_tsquery(token: QueryToken) -> str:
    return f"('{token.text}'{':*' * token.is_prefix} | '{token.stem}')"


def held_in(columns: Sequence[str], tokens: Sequence[QueryToken], *, whole: bool = False) -> Condition:
    """Return the condition that a document has all `tokens` in `columns`.

    `whole` leaves out words that only begin with a token.
    """
    words = f"(' ' || {_SPACED.join(columns)} || ' ')"
    conditions: list[str] = []
    texts: list[str] = []
    for token in tokens:
        ends = "" if token.is_prefix and not whole else " "
        sought = dict.fromkeys([f"% {token.text}{ends}%", f"% {token.stem} %"])
        conditions.append(f"({' OR '.join([f'{words} LIKE %s'] * len(sought))})")
        texts.extend(sought)
    return " AND ".join(conditions), texts


def forget_old_words() -> None:
    """Have the index keep no word that no document holds any more. SQLite marks it only, until it tidies up."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {_WORDS} ({_WORDS}) VALUES ('optimize')")
