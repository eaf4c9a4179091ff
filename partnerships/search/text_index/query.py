"""Asking the index: which rows some words lead to, and what may have been meant when there are none."""

import difflib
from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from django.db import connections
from django.db.models import IntegerField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from partnerships.models import SearchDocument
from partnerships.public_content.kept import Kept
from partnerships.published_kinds.table import kind_of
from partnerships.search.text_index.index import PARTS
from partnerships.search.text_index.matching import held_in, holding, matching
from partnerships.search.text_index.tokens import STOP_WORDS, QueryToken, query_pairs, query_tokens, stem

Rows = TypeVar("Rows", bound=QuerySet[Any])

# The better of two entries has all the words in an earlier of these: in which columns, and how.
SIDE_BY_SIDE, WHOLE, PREFIXES = "as whole words, side by side", "as whole words", "as beginnings of words"
LEVELS = (
    *((columns, how) for columns in (PARTS[:1], PARTS[:2]) for how in (SIDE_BY_SIDE, WHOLE, PREFIXES)),
    (PARTS[:3], PREFIXES),
)
# `relevance` below this: the entry has all the words in its own names and places.
OF_ITS_OWN = len(LEVELS) - 1
# How an entry may hold one word. Each way is in the number of `holders` by its place, as a bit.
WAYS = (
    *((columns, how) for columns in (PARTS[:1], PARTS[:2]) for how in (WHOLE, PREFIXES)),
    (PARTS[:3], PREFIXES),
    (PARTS, PREFIXES),
)
_BEST_WAYS = (
    (WAYS[:1], 0b111111),
    (WAYS[1:3], 0b111110),
    (WAYS[1:2], 0b111010),
    (WAYS[2:3], 0b111100),
    (WAYS[3:4], 0b111000),
    (WAYS[4:5], 0b110000),
)
_ANY_WAY = 0b100000
# How alike two words must be, from 0 to 1 (difflib), to be taken for one another.
_MIN_SIMILARITY = 0.75
# From how many documents words are suggested.
MAX_READ = 5000


def find(rows: Rows, query: str) -> Rows:
    """Return those of `rows` that hold every word of `query`, the best first; each has its place in `relevance`.

    A word also finds longer words that begin with it. A blank `query` finds everything, in the usual order of `rows`;
    one without a letter or digit finds nothing. The rows must be of a published kind; which of them the public
    may see is up to the caller. Order or filter further as you like.
    """
    order = rows.model._meta.ordering
    tokens = query_tokens(query)
    if not tokens:
        # Not in the order of what is the same for all: an index leads to the first by name.
        rows = rows.annotate(relevance=Value(0, output_field=IntegerField())).order_by(*order)
        return rows.none() if query.strip() else rows
    kind = kind_of(rows.model).name
    matches = rows.filter(pk__in=matching(connections[rows.db].vendor, kind, tokens, PARTS))
    own_document = SearchDocument.objects.filter(kind=kind, object_id=OuterRef("pk"))
    relevance = Subquery(own_document.values_list(_level(tokens, query_pairs(query))))
    return matches.annotate(relevance=relevance).order_by("relevance", *order)


def _level(tokens: list[QueryToken], pairs: list[QueryToken]) -> RawSQL:
    """Return which of LEVELS a document is at."""
    lines, parameters = [], []
    for number, (columns, how) in enumerate(LEVELS):
        sought = tokens + pairs if how == SIDE_BY_SIDE else tokens
        condition, texts = held_in(columns, sought, whole=how != PREFIXES)
        lines.append(f"WHEN {condition} THEN {number}")
        parameters += texts
    return RawSQL(f"CASE {' '.join(lines)} ELSE {len(LEVELS)} END", parameters, IntegerField())


def holders(model: type[Model], token: QueryToken, among: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """Yield the key of each entry of `model` that holds `token`, after a number that says in which of WAYS.

    If `among` is not None, it is of those entries only, by key. One query.
    """
    lines, texts = [], []
    for ways, number in _BEST_WAYS:
        conditions = [
            held_in([f"document.{column}" for column in columns], [token], whole=how != PREFIXES)
            for columns, how in ways
        ]
        lines.append(f"WHEN {' AND '.join(condition for condition, _ in conditions)} THEN {number}")
        texts += [text for _, sought in conditions for text in sought]
    ways_held = f"CASE {' '.join(lines)} ELSE {_ANY_WAY} END"
    connection = connections[SearchDocument.objects.db]
    with connection.cursor() as cursor:
        source, asked = holding(connection.vendor, kind_of(model).name, token, PARTS, among)
        cursor.execute(f"SELECT {ways_held}, document.object_id FROM {source}", [*texts, *asked])
        yield from cursor


# By the name of the kind.
_known_words: Kept[str, frozenset[str]] = Kept(20)


def suggest(rows: QuerySet, query: str) -> str:
    """Return words like those of `query` that do lead to some of `rows`, or "" if there are none.

    Words unknown in names and places are replaced by the nearest known ones, so "bristl" suggests "bristol".
    """
    tokens = [token.text for token in query_tokens(query)]
    kind = kind_of(rows.model).name
    known = _known_words.of(kind, lambda: _words_of(kind))
    nearest = [
        token if token in known else next(iter(difflib.get_close_matches(token, known, 1, _MIN_SIMILARITY)), token)
        for token in tokens
    ]
    if nearest == tokens or not find(rows, " ".join(nearest)).exists():
        return ""
    return " ".join(nearest)


def _words_of(kind: str) -> frozenset[str]:
    """Return the words in names and places of entries of `kind`, without those that only end so when stemmed."""
    # The names of places, which are most of them, recur: so many documents hold nearly all.
    documents = SearchDocument.objects.filter(kind=kind).order_by("pk").values_list("names", "places")[:MAX_READ]
    known = {word for document in documents for part in document for word in part.split()}
    # A stem that is no word anybody writes would be an odd thing to suggest.
    return frozenset(known - {stem(word) for word in known if stem(word) != word} - STOP_WORDS)
