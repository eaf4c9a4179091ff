"""What in the words of a sent form looks like an advert or a swindle.

No single sign that honest people also give is enough: museums lend loan boxes, casinos become arts centres, and who
asks for help names several websites. What speaks for an advert and what speaks against it are added up, words by what
was learnt of them (`learnt`), and a form for which the sum is above nought is held back for staff.
"""

import re
from collections.abc import Iterable

from partnerships.abuse import learnt
from partnerships.abuse.kinds import KindOfWords
from partnerships.abuse.learnt import Weights, Words
from partnerships.abuse.plain_words import LINK
from partnerships.text.sentences import listed

# Before a word is read: of 150 forms one is an advert. The logarithm of odds, as all weights are.
BEFORE = -5.0
# What is an advert whatever else it says.
_CERTAIN = 20.0
SHORT_TEXT = 60  # Characters, beside a link.
FEW_WORDS = 3
MOST_TOLD = 3

_MARKUP = re.compile(r"<a\s+href|\[(url|link)[=\]]", re.IGNORECASE)
_SHORTENED = re.compile(
    r"\b(bit\.ly|tinyurl\.com|goo\.gl|cutt\.ly|is\.gd|rb\.gy|shorturl\.at|t\.me|wa\.me|ow\.ly)/", re.IGNORECASE
)
_CHEAP_ADDRESS = re.compile(
    r"(https?://|www\.)[^\s/]+\.(xyz|top|click|icu|buzz|loan|win|bid|bet|casino|vip|monster|sbs|cfd|ru|cn)\b",
    re.IGNORECASE,
)
# Given to schools, universities, councils and the health service only.
_PUBLIC_BODY = re.compile(r"\.(sch|ac|gov|nhs)\.uk$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")


def suspicions(words: Words, weights: Weights | None = None) -> list[str]:
    """Return what in a form looks like an advert, as one sentence for staff in a list; [] when too little does.

    `weights` are those of all examples, unless they are given.
    """
    weights = learnt.weights() if weights is None else weights
    found = {feature: weights[feature] for feature in learnt.features(words) if feature in weights}
    signs = [*_about_links(words), *_about_letters(words)]
    if BEFORE + sum(found.values()) + sum(weight for _, weight in signs) <= 0:
        return []
    signs += [
        (kind.says, weight) for kind, weight in found.items() if isinstance(kind, KindOfWords) and kind.of_adverts
    ]
    heaviest = sorted((sign for sign in signs if sign[1] > 0), key=lambda sign: -sign[1])
    why = listed([says for says, _ in heaviest][:MOST_TOLD]) or "is written as adverts are"
    return [f"It reads like an advert: it {why}."]


def _about_links(words: Words) -> Iterable[tuple[str, float]]:
    if _MARKUP.search(words.text):
        yield "has links written as code", _CERTAIN
    if LINK.search(f"{words.name} {words.organisation}"):
        yield "has a link for a name", _CERTAIN
    if LINK.search(words.text) and len(LINK.sub("", words.text).strip()) < SHORT_TEXT:
        yield "says little but a link", 1.5
    if _SHORTENED.search(words.text):
        yield "hides where a link goes", 4.0
    if _CHEAP_ADDRESS.search(words.text):
        yield "links to an address of the kind adverts use", 4.0
    if _PUBLIC_BODY.search(words.email):
        yield "", -5.0


def _about_letters(words: Words) -> Iterable[tuple[str, float]]:
    found = _LETTERS.findall(LINK.sub("", words.text))
    if len(found) <= FEW_WORDS and any(_is_jumble(word) for word in (*found, words.name)):
        yield "is random letters", _CERTAIN
    letters = "".join(found)
    if letters and sum(letter > "\u024f" for letter in letters) > len(letters) / 2 and LINK.search(words.text):
        yield "links to something in a script few read here", 4.0


def _is_jumble(word: str) -> bool:
    """Return whether `word` changes between small and capital letters as only random ones do."""
    return len(word) >= 10 and len(re.findall(r"[a-z][A-Z]", word)) >= 3
