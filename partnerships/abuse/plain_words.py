"""What somebody wrote, as the words a judge of it compares: without case, endings, links, and signs that vary."""

import re
import unicodedata
from collections.abc import Iterator

# The end of a sentence, among the words.
END = "."
LINK = re.compile(
    r"(?:https?://|www\.)([^\s/<>\"'\])]+)[^\s<>\"'\])]*"
    r"|(?<![@\w.-])([a-z0-9][\w-]+(?:\.[\w-]+)*"
    r"\.(?:com|net|org|info|biz|io|co|uk|eu|online|shop|store|site|example))\b(?!@)(?:/\S*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S+@\S+")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc`´]")
# What is written in several ways, in this order.
_WRITTEN_OUT = [
    (re.compile(pattern), text)
    for pattern, text in (
        (r"can't", "can not"),
        (r"won't", "will not"),
        (r"n't\b", " not"),
        (r"'re\b", " are"),
        (r"'ve\b", " have"),
        (r"'ll\b", " will"),
        (r"'d\b", " would"),
        (r"i'm\b", "i am"),
        (r"'s\b", ""),
        (r"e-mail", "email"),
        (r"web[ -](?=site|page)", "web"),
        (r"co-founder", "cofounder"),
        (r"(\d)\s?(?:usd|dollars|gbp|eur|euros?)\b", r"£\1"),
        (r"(?:\b(?:usd|gbp|eur|us\$)|[$€])\s?(?=\d)", "£"),
    )
]
_WORD = re.compile(r"£\s?\d[\d,.]*k?|[+]\d\d+|[^\W\d_][^\W_]*[+&]?[^\W_]*\+?|\d[\d,.]*k?\+?%?|[.!?\n;:]")
_LONGEST = 40
_ENDINGS = ("ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "ly")
_SHORTEST_STEM = 4


def plain(text: str) -> str:
    """Return the words of `text`, each with a space before it and one behind the last, sentences ended by END."""
    text = _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", text).casefold())
    text = _MAIL.sub(" ", LINK.sub(" ", text))
    for pattern, written_out in _WRITTEN_OUT:
        text = pattern.sub(written_out, text)
    return f" {' '.join(map(_tidy, _WORD.findall(text)))} "


def _tidy(word: str) -> str:
    if word in ".!?\n;:":
        return END
    return word[:_LONGEST].rstrip(".,") if word[0].isdigit() or word[0] == "£" else word[:_LONGEST]


def stems(plain_text: str) -> Iterator[str]:
    """Yield the words of what `plain` returned without their endings, numbers as N, shares as N% and prices as £N."""
    return map(_stem, plain_text.split())


def _stem(word: str) -> str:
    if word[0] == "£":
        return "£N"
    if word[0].isdigit():
        return "N%" if word.endswith("%") else "N"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
