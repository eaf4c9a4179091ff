"""What in the words of a sent form looks like an advert or a swindle.

No single sign that honest people also give is enough: museums lend loan boxes, casinos become arts centres, and who
asks for help names several websites. Signs weigh, and from WEIGHT_HELD on a form is held back for staff.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.abuse.advert_words import CHEAP_ADDRESS, HONEST, MANNERS, MARKUP, SHORTENED, WARES
from partnerships.text.sentences import listed

WEIGHT_HELD = 4
MANY_WEBSITES = 4
SHORT_TEXT = 60  # Characters, beside a link.
FEW_WORDS = 3
MOST_TOLD = 3

_LINK = re.compile(
    r"(?:https?://|www\.)([^\s/<>\"'\])]+)[^\s<>\"'\])]*"
    r"|(?<![@\w.-])([a-z0-9][\w-]+(?:\.[\w-]+)*"
    r"\.(?:com|net|org|info|biz|io|co|uk|eu|online|shop|store|site|example))\b(?!@)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Words:
    """What somebody wrote in a form, and what they go by; "" where that was not asked."""

    text: str
    name: str = ""
    organisation: str = ""


def suspicions(words: Words) -> list[str]:
    """Return what in a form looks like an advert, as one sentence for staff in a list; [] when too little does."""
    text = words.text
    known = (*WARES, *MANNERS, *HONEST, MARKUP, SHORTENED, CHEAP_ADDRESS)
    weighed = [(sign.says, sign.weight) for sign in known if sign.pattern.search(text)]
    weighed += _about_links(text, f"{words.name} {words.organisation}")
    weighed += _about_letters(words.name, text)
    if sum(weight for _, weight in weighed) < WEIGHT_HELD:
        return []
    heaviest = sorted((sign for sign in weighed if sign[0]), key=lambda sign: -sign[1])
    return [f"It reads like an advert: it {listed([says for says, _ in heaviest][:MOST_TOLD])}."]


def _about_links(text: str, names: str) -> Iterable[tuple[str, int]]:
    links = list(_LINK.finditer(text))
    websites = {(link[1] or link[2]).casefold().removeprefix("www.") for link in links}
    if websites:
        yield (f"links to {len(websites)} websites", 2) if len(websites) >= MANY_WEBSITES else ("has a link", 1)
    if links and len(_LINK.sub("", text).strip()) < SHORT_TEXT:
        yield "says little but a link", 2
    if _LINK.search(names):
        yield "has a link for a name", 4


def _about_letters(name: str, text: str) -> Iterable[tuple[str, int]]:
    words = _WORD.findall(_LINK.sub("", text))
    if len(words) <= FEW_WORDS and any(_is_jumble(word) for word in (*words, name)):
        yield "is random letters", 4
    letters = "".join(words)
    if letters and sum(letter > "\u024f" for letter in letters) > len(letters) / 2 and _LINK.search(text):
        yield "links to something in a script few read here", 2


def _is_jumble(word: str) -> bool:
    """Return whether `word` changes between small and capital letters as only random ones do."""
    return len(word) >= 10 and len(re.findall(r"[a-z][A-Z]", word)) >= 3
