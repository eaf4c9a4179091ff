"""Takes out of a text for the log what may be somebody's: what the request being answered brought, and what looks so.

What somebody typed is compared word for word, so it is found wherever an error repeats it. What comes from elsewhere,
such as a row the worker reads, is known by its looks alone.
"""

import re
from collections.abc import Iterator

from django.http import HttpRequest, QueryDict

GONE = "…"
# Shorter words are those of any sentence.
SHORTEST = 3
MOST_CHARACTERS = 100_000
WORD = re.compile(r"\w+")
# No line has room for more, and to look through a word takes the square of its length. Of what is cut there, what a
# quotation mark begins goes: the other is missing.
MOST_READ = 4_000
IN_QUOTES = re.compile(r"(: )['\"].*", re.DOTALL)
LOOKS = (
    # What PostgreSQL tells of the row: DETAIL: Key (email)=(…) already exists.
    (re.compile(r"\b(DETAIL|CONTEXT|HINT|PARAMETERS):.*", re.DOTALL), r"\1: …"),
    (re.compile(r"\w+://\S+"), "[address]"),
    (re.compile(r"[^\s@<>\"'(),:;=]+@[^\s@<>\"'(),:;=]+"), "[e-mail]"),
    # Signed values, keys of sessions and links to set a password, in any address too.
    (re.compile(r"[\w=-]+:[\w-]{4,}:[\w-]{20,}"), "[token]"),
    (re.compile(r"\b[a-z0-9]{5,}-[0-9a-f]{32,}\b"), "[token]"),
    (re.compile(r"(?=[\w-]*\d)(?=[\w-]*[A-Za-z])(?<![\w./-])[\w-]{24,}(?![\w./-])"), "[token]"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE), "[postcode]"),
    (re.compile(r"(?<![\w.])(?:\+\d|0)(?:[ -]?\d){8,}(?![\w.])"), "[number]"),
    # What could not be read: invalid input syntax for type integer: "what was typed".
    (re.compile(r"(: )(?:'.*'|\".*\")$", re.DOTALL), r"\1…"),
)


def scrubbed(text: str, request: HttpRequest | None) -> str:
    """Return `text` without what `request`, if there is one, brought, and without what looks like somebody's."""
    if len(text) > MOST_READ:
        text = IN_QUOTES.sub(r"\1…", text[:MOST_READ])
    if words := words_of(request) if request else frozenset():
        text = WORD.sub(lambda found: GONE if found[0].casefold() in words else found[0], text)
    for pattern, instead in LOOKS:
        text = pattern.sub(instead, text)
    return text


def words_of(request: HttpRequest) -> frozenset[str]:
    """Return the words that came with `request` in its address and its form, in small letters."""
    words: set[str] = set()
    for text in _brought(request):
        words.update(word.casefold() for word in WORD.findall(text[:MOST_CHARACTERS]) if len(word) >= SHORTEST)
    return frozenset(words)


def _brought(request: HttpRequest) -> Iterator[str]:
    match = request.resolver_match
    # The fixed parts of a known address are words of ours.
    yield from map(str, match.kwargs.values()) if match else [request.path_info]
    yield from request.COOKIES.values()
    for fields in (request.GET, _form_of(request)):
        for _, values in fields.lists():
            yield from values


def _form_of(request: HttpRequest) -> QueryDict:
    """Return what was sent, or nothing where that cannot be read: the error at hand may be just that."""
    try:
        return request.POST
    except Exception:
        return QueryDict()
