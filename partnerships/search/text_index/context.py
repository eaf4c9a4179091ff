"""The words somebody looked for, shown where they stand."""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from partnerships.search.text_index.tokens import QueryToken, query_tokens, stem, tokenise

# Letters before and after the first hit.
AROUND = 110
_SPOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# What Markdown is written with, and the address of a link, which nobody reads.
_MARKS = re.compile(r"\]\([^)]*\)|[*_`\[]|^\s*(?:#+|>|[-+])\s", re.MULTILINE)


def excerpt(text: str, *sources: str) -> SafeString:
    """Return the part of the first of `sources` that holds a word of `text`, with those words marked, as HTML.

    Sources are Markdown. Returns the beginning of the first that says anything when none holds one; "" without any.
    """
    words = query_tokens(text)
    spoken = [" ".join(_MARKS.sub("", source).split()) for source in sources if source]
    for source in spoken:
        if first := next((found for found in _SPOKEN.finditer(source) if _is_hit(found[0], words)), None):
            return _marked(source, first.start(), words)
    return _marked(spoken[0], 0, words) if spoken else mark_safe("")


def _is_hit(word: str, words: list[QueryToken]) -> bool:
    return any(
        part == one.text or stem(part) == one.stem or one.is_beginning and part.startswith(one.text)
        for part in tokenise(word, with_parts=True)
        for one in words
    )


def _marked(source: str, at: int, words: list[QueryToken]) -> SafeString:
    start, end = _bounds(source, at)
    piece, shown, last = source[start:end], [], 0
    for found in _SPOKEN.finditer(piece):
        if _is_hit(found[0], words):
            shown += [conditional_escape(piece[last : found.start()]), format_html("<mark>{}</mark>", found[0])]
            last = found.end()
    shown.append(conditional_escape(piece[last:]))
    before, after = "… " if start else "", " …" if end < len(source) else ""
    return mark_safe(f"{before}{''.join(shown)}{after}")  # noqa: S308 - every piece is escaped above


def _bounds(source: str, at: int) -> tuple[int, int]:
    """Return where an excerpt round `at` begins and ends, between words."""
    start, end = max(0, at - AROUND), min(len(source), at + AROUND)
    if start:
        start = source.find(" ", start, at) + 1 or start
    if end < len(source):
        end = max(source.rfind(" ", at, end), at + 1)
    return start, end
