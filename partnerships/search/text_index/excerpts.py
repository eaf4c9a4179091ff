"""Excerpts: the words somebody looked for, shown where they stand."""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from partnerships.search.text_index.tokens import QueryToken, query_tokens, stem, tokenise

# Letters before and after the first hit.
EXCERPT_RADIUS = 110
_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)")
# What Markdown is written with, and the address of a link, which nobody reads.
_MARKDOWN = re.compile(r"\]\([^)]*\)|[*_`\[]|^\s*(?:#+|>|[-+])\s", re.MULTILINE)


def excerpt(query: str, *sources: str) -> SafeString:
    """Return the part of the first of `sources` that holds a word of `query`, with those words marked, as HTML.

    Sources are Markdown. Returns the beginning of the first that says anything when none holds one; "" without any.
    """
    tokens = query_tokens(query)
    texts = [" ".join(_MARKDOWN.sub("", source).split()) for source in sources if source]
    for text in texts:
        if first := next((match for match in _WORD.finditer(text) if _is_hit(match[0], tokens)), None):
            return _marked(text, first.start(), tokens)
    return _marked(texts[0], 0, tokens) if texts else mark_safe("")


def _is_hit(word: str, tokens: list[QueryToken]) -> bool:
    return any(
        part == token.text or stem(part) == token.stem or token.is_prefix and part.startswith(token.text)
        for part in tokenise(word, with_parts=True)
        for token in tokens
    )


def _marked(text: str, at: int, tokens: list[QueryToken]) -> SafeString:
    start, end = _bounds(text, at)
    html = "".join(
        format_html("<mark>{}</mark>", part) if _is_hit(part, tokens) else conditional_escape(part)
        for part in _WORD.split(text[start:end])
    )
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{html}{after}")  # noqa: S308 - every piece is escaped above


def _bounds(text: str, at: int) -> tuple[int, int]:
    """Return where an excerpt round `at` begins and ends, between words."""
    start, end = max(0, at - EXCERPT_RADIUS), min(len(text), at + EXCERPT_RADIUS)
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", at, end), at + 1)
    return start, end
