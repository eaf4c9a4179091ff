"""What counts as the same word, for what is indexed and for what is asked.

Accents, case, apostrophes and punctuation make no difference ("king's lynn" is "Kings Lynn"), "&" is "and", "saint" is
"st", and endings are cut off crudely so that "culture" meets "Cultural".
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

MAX_QUERY_TOKENS = 8
# Shorter words must match whole: one or two letters begin too many others.
SHORTEST_BEGINNING = 3
# No query needs more; the databases would count every letter of it.
_MAX_QUERY_LENGTH = 1000
# PostgreSQL refuses words beyond some 2,000 bytes; nothing real comes near this.
_MAX_TOKEN_LENGTH = 40

LITTLE_WORDS = frozenset(["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"])
_SAME = {"saint": "st"}
# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´′＇"))
_WORD = re.compile(r"[^\W_]+")
# LeedsCEP, EvoKe, Leeds33: where small letters meet capitals, or letters meet digits.
_SEAM = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_ENDINGS = ("ing", "ed", "al", "e")


@dataclass(frozen=True)
class QueryToken:
    """One word somebody looks for, its stem, and whether longer words that begin with it will do too."""

    text: str
    stem: str
    is_beginning: bool


def stem(word: str) -> str:
    """Return `word` without a plural s and one usual ending: "cultural" and "culture" both become "cultur"."""
    if any(sign.isdigit() for sign in word):
        return word
    if word.endswith("ies") and len(word) > 5:
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def tokenise(text: str, *, with_parts: bool = False) -> list[str]:
    """Return the normalised words of `text` in order; `with_parts` also the parts of words such as LeedsCEP."""
    found = []
    for word in _WORD.findall(_without_accents(text)):
        parts = _SEAM.sub(" ", word).split()
        found.append(_plain(word))
        if with_parts and len(parts) > 1:
            found.extend(_plain(part) for part in parts)
    return found


def index_text(texts: Iterable[str], *, with_pairs: bool = False) -> str:
    """Return all that `texts` are found by: their words, parts of words and stems, each once, in alphabetical order.

    `with_pairs` adds each two neighbours written as one, so that "south east" can be told from "south" and "east".
    """
    found, pairs = set(), set()
    for text in texts:
        found.update(tokenise(text, with_parts=True))
        pairs.update(_pairs_in(text) if with_pairs else ())
    return " ".join(sorted(found | pairs | {stem(word) for word in found}))


def query_tokens(text: str, *, most: int | None = MAX_QUERY_TOKENS) -> list[QueryToken]:
    """Return what to look for when somebody types `text`: at most `most` words, each once.

    Little words such as "the" are left out unless there is nothing else. Empty when `text` has no letter or digit.
    """
    words = list(dict.fromkeys(tokenise(text[:_MAX_QUERY_LENGTH])))
    words = [word for word in words if word not in LITTLE_WORDS] or words
    return [QueryToken(word, stem(word), len(word) >= SHORTEST_BEGINNING) for word in words[:most]]


def query_pairs(text: str) -> list[QueryToken]:
    """Return the neighbours in `text` to look for as well, where an entry that has them side by side is better."""
    pairs = dict.fromkeys(_pairs_in(text[:_MAX_QUERY_LENGTH]))
    return [QueryToken(pair, pair, False) for pair in list(pairs)[:MAX_QUERY_TOKENS]]


def _pairs_in(text: str) -> list[str]:
    return [f"{one}{other}"[:_MAX_TOKEN_LENGTH] for one, other in pairwise(tokenise(text))]


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    # Mn: accents. Cf: signs nobody sees, such as soft hyphens and changes of writing direction.
    plain = (sign for sign in apart if unicodedata.category(sign) not in {"Mn", "Cf"})
    return "".join(plain).replace("&", " and ")


def _plain(word: str) -> str:
    folded = word.casefold().translate(_PLAIN)[:_MAX_TOKEN_LENGTH]
    return _SAME.get(folded, folded)
