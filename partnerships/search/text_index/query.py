"""Asking the index: which rows some words lead to, and what may have been meant when there are none."""

import difflib

from django.db import connections
from django.db.models import Case, IntegerField, QuerySet, Value, When

from partnerships.models import SearchDocument
from partnerships.search.text_index import postgresql, sqlite
from partnerships.search.text_index.index import kind_of
from partnerships.search.text_index.tokens import LITTLE_WORDS, query_pairs, query_tokens, stem

BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}
ALL_COLUMNS = ("names", "places", "themes", "rest")
# The better of two entries has all the words in an earlier of these: in which columns, and how.
SIDE_BY_SIDE, WHOLE, BEGUN = "as whole words, side by side", "as whole words", "as beginnings of words"
LEVELS = (
    (ALL_COLUMNS[:1], SIDE_BY_SIDE),
    (ALL_COLUMNS[:1], WHOLE),
    (ALL_COLUMNS[:1], BEGUN),
    (ALL_COLUMNS[:2], SIDE_BY_SIDE),
    (ALL_COLUMNS[:2], WHOLE),
    (ALL_COLUMNS[:2], BEGUN),
    (ALL_COLUMNS[:3], BEGUN),
)
# How alike two words must be, from 0 to 1, to be taken for one another.
_ALIKE = 0.75


def find(rows: QuerySet, text: str) -> QuerySet:
    """Return those of `rows` that hold every word of `text`, the best first; each has its place in `relevance`.

    A word also finds longer words that begin with it. Blank `text` finds everything, in the usual order of `rows`;
    `text` without a letter or digit finds nothing. The rows must be of a registered kind; which of them the public
    may see is up to the caller. Order or filter further as you like.
    """
    order = rows.model._meta.ordering
    words = query_tokens(text)
    if not words:
        rows = rows.annotate(relevance=Value(0, output_field=IntegerField())).order_by("relevance", *order)
        return rows.none() if text.strip() else rows
    kind = kind_of(rows.model).name
    matching = BACKENDS[connections[rows.db].vendor].matching
    side_by_side = words + query_pairs(text)
    levels = [
        When(
            pk__in=matching(kind, side_by_side if how == SIDE_BY_SIDE else words, columns, whole=how != BEGUN),
            then=Value(number),
        )
        for number, (columns, how) in enumerate(LEVELS)
    ]
    found = rows.filter(pk__in=matching(kind, words, ALL_COLUMNS))
    relevance = Case(*levels, default=Value(len(LEVELS)), output_field=IntegerField())
    return found.annotate(relevance=relevance).order_by("relevance", *order)


def suggest(rows: QuerySet, text: str) -> str:
    """Return words like those of `text` that do lead to some of `rows`, or "" if there are none.

    Words unknown in names and places are replaced by the nearest known ones, so "bristl" suggests "bristol".
    """
    words = [word.text for word in query_tokens(text)]
    kind = kind_of(rows.model).name
    known = set()
    for document in SearchDocument.objects.filter(kind=kind).values_list("names", "places"):
        known.update(*(part.split() for part in document))
    # A stem that is no word anybody writes would be an odd thing to suggest.
    known -= {stem(word) for word in known if stem(word) != word} | LITTLE_WORDS
    nearest = [
        word if word in known else next(iter(difflib.get_close_matches(word, known, 1, _ALIKE)), word) for word in words
    ]
    if nearest == words or not find(rows, " ".join(nearest)).exists():
        return ""
    return " ".join(nearest)
