"""What counts as the same word, in what is indexed and in what somebody looks for.

Accents, case, apostrophes and punctuation make no difference ("king's lynn" is "Kings Lynn"), "&" is "and", "saint" is
"st", and endings are cut off crudely so that "culture" meets "Cultural".
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

MAX_QUERY_TOKENS = 8
# Shorter words must match whole: one or two letters begin too many others.
MIN_PREFIX_LENGTH = 3
# No query needs more; the databases would count every letter of it.
_MAX_QUERY_LENGTH = 1000
# PostgreSQL refuses words beyond some 2,000 bytes; nothing real comes near this.
_MAX_TOKEN_LENGTH = 40

STOP_WORDS = frozenset(["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"])
_SYNONYMS = {"saint": "st"}
# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´′＇"))
_WORD = re.compile(r"[^\W_]+")
# LeedsCEP, EvoKe, Leeds33: where small letters meet capitals, or letters meet digits.
_PART_BOUNDARY = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
_SUFFIXES = ("ing", "ed", "al", "e")


@dataclass(frozen=True)
class QueryToken:
    """One word somebody looks for, its stem, and whether longer words that begin with it will do too."""

    text: str
    stem: str
    is_prefix: bool


def stem(word: str) -> str:
    """Return `word` without a plural s and one usual ending: "cultural" and "culture" both become "cultur"."""
    # Most words are of letters only, and need no looking at each.
    if not word.isalpha() and any(character.isdigit() for character in word):
        return word
    if word.endswith("ies") and len(word) > 5:
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def tokenise(text: str, *, with_parts: bool = False) -> list[str]:
    """Return the normalised words of `text` in order; `with_parts` also the parts of words such as LeedsCEP."""
    tokens = []
    for word in _WORD.findall(_without_accents(text)):
        tokens.append(_normalised(word))
        if with_parts and len(parts := _PART_BOUNDARY.sub(" ", word).split()) > 1:
            tokens.extend(_normalised(part) for part in parts)
    return tokens


def index_text(texts: Collection[str], *, with_pairs: bool = False) -> str:
    """Return all that `texts` are found by: their words, parts of words and stems, each once, in alphabetical order.

    `with_pairs` adds each two neighbours written as one, so that "south east" can be told from "south" and "east".
    """
    tokens = {token for text in texts for token in tokenise(text, with_parts=True)}
    pairs = {pair for text in texts for pair in _pairs_in(text)} if with_pairs else set()
    return " ".join(sorted(tokens | pairs | {stem(token) for token in tokens}))


def query_tokens(query: str, *, limit: int | None = MAX_QUERY_TOKENS) -> list[QueryToken]:
    """Return what to look for when somebody types `query`: at most `limit` words, each once.

    Stop words such as "the" are left out unless there is nothing else. Empty when `query` has no letter or digit.
    """
    tokens = list(dict.fromkeys(tokenise(query[:_MAX_QUERY_LENGTH])))
    telling = [token for token in tokens if token not in STOP_WORDS] or tokens
    return [QueryToken(token, stem(token), len(token) >= MIN_PREFIX_LENGTH) for token in telling[:limit]]


def query_pairs(query: str) -> list[QueryToken]:
    """Return the neighbours in `query` to look for as well, where an entry that has them side by side is better."""
    pairs = dict.fromkeys(_pairs_in(query[:_MAX_QUERY_LENGTH]))
    return [QueryToken(pair, pair, False) for pair in list(pairs)[:MAX_QUERY_TOKENS]]


def _pairs_in(text: str) -> list[str]:
    return [f"{first}{second}"[:_MAX_TOKEN_LENGTH] for first, second in pairwise(tokenise(text))]


def _without_accents(text: str) -> str:
    plain = text.translate(_APOSTROPHES)
    # Most texts are, and need no looking at each letter.
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        # Mn: accents. Cf: signs nobody sees, such as soft hyphens and changes of writing direction.
        plain = "".join(letter for letter in apart if unicodedata.category(letter) not in {"Mn", "Cf"})
    return plain.replace("&", " and ")


def _normalised(word: str) -> str:
    folded = word.casefold().translate(_PLAIN_LETTERS)[:_MAX_TOKEN_LENGTH]
    return _SYNONYMS.get(folded, folded)
