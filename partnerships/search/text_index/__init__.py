"""Text search: which entries some words lead to, the best first, the same on SQLite and PostgreSQL.

To ask:

    text_index.find(Partnership.objects.published(), "st helens")

To keep the index in step, everything that writes calls one of these, in the same transaction as the writing:

    text_index.rebuild()                      after loading many rows
    text_index.refresh(bridge)                after changing one: every entry that mentions it follows
    with text_index.following(membership):    around a change or a deletion that takes a mention away

The back office does the last two by itself (see admin/base.py), unless what was changed of a row stands in no document.

Modules: tokens (what counts as the same word), index (documents of published kinds), query (find and suggest),
matching (how each database is asked), partnership_documents (what partnerships are found by), excerpts, likeness
(how alike two names are). Others import the names below, tokens, excerpts and likeness; AppConfig.ready() the document
of partnership_documents, and the warnings about entries WHAT_IT_IS. What is published is found by the texts that
published_kinds names, or by a document of its own, which the app registers in its AppConfig.ready().
"""

from partnerships.search.text_index.index import (
    Document,
    following,
    is_held,
    mentioning,
    rebuild,
    refresh,
    refresh_entries,
    register,
    register_held,
)
from partnerships.search.text_index.query import OF_ITS_OWN, WHOLE, find, holders, suggest
from partnerships.search.text_index.tokens import MAX_QUERY_TOKENS, query_tokens
