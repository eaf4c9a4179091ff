"""How names of schools are written: the words of one, so that usual spellings of the same name have the same words."""

import re
import unicodedata
from dataclasses import dataclass

from partnerships.text.pasted import without_apostrophes

MAX_LENGTH = 150
MAX_WORDS = 16
# Spellings of the same, as whole words; the first that fits counts.
SAME = [
    (r"church of england|church england|c of e|cofe|coe|c e", "ce"),
    (r"roman catholic|catholic|r c", "rc"),
    (r"voluntary aided|v a|va", "aided"),
    (r"voluntary controlled|v c|vc", "controlled"),
    (r"saint|snt", "st"),
    (r"junior mixed(?: and)? infants?|j m i|jmi|j and i|j i", "junior infant"),
    (r"c p|cp", "community primary"),
    (r"p s|ps", "primary school"),
    (r"s f c|sfc", "sixth form college"),
    (r"6th", "sixth"),
    (r"prim", "primary"),
    (r"acad", "academy"),
    (r"comp", "comprehensive"),
    (r"sch|schl", "school"),
    (r"pru", "pupil referral unit"),
    (r"university technical college", "utc"),
    (r"mt", "mount"),
    (r"rd", "road"),
    (r"mathematics|math", "maths"),
    (r"ed(?= vi\b)", "edward"),
    # At the beginning: elsewhere it is somebody's initial.
    (r"nth|^n(?= [a-z]{3})", "north"),
    (r"sth", "south"),
    (r"^e(?= [a-z]{3})", "east"),
    (r"^w(?= [a-z]{3})", "west"),
]
SAME_AS = re.compile(r"\b(?:" + "|".join(f"({pattern})" for pattern, _ in SAME) + r")\b")
# Some write "S. Mary" for "St Mary"; "B/S" is something else.
SHORT_SAINT = re.compile(r"(?<!\b[a-z] )\bs (?=[a-z]{3})")
LEFT_OUT = frozenset({"the", "of", "and", "a", "an", "at", "in", "for", "with", "de", "la"})
# Words for a sort of school: many names have them, and people leave them out or take one for another.
SORTS = frozenset(
    {"school", "academy", "college", "primary", "junior", "infant", "nursery", "first", "middle", "lower", "upper"}
    | {"secondary", "high", "comprehensive", "grammar", "community", "free", "foundation", "voluntary", "aided"}
    | {"controlled", "ce", "rc", "c", "endowed", "specialist", "special", "sixth", "form", "centre", "trust", "pre"}
    | {"preschool", "catholic", "methodist", "parochial", "mixed", "boy", "girl", "technology", "art", "sport"}
)
# What a name may lack or have without being another: "Cockburn" and "Cockburn School".
WEAKEST = frozenset({"school", "academy", "college"})
CHURCHES = frozenset({"ce", "rc", "catholic", "methodist"})
# For whom a school is: whoever says one of these has said enough of its sort to leave UNSAID out.
LEVELS = frozenset(
    {"primary", "junior", "infant", "nursery", "first", "middle", "lower", "upper", "secondary", "high"}
    | {"comprehensive", "grammar", "sixth", "special"}
)
UNSAID = CHURCHES | {
    "c",
    "community",
    "voluntary",
    "aided",
    "controlled",
    "foundation",
    "endowed",
    "parochial",
    "trust",
}


MARKS = str.maketrans({".": "", "&": " and "})


@dataclass(frozen=True)
class Spelt:
    """The `words` of a name, in order, and those made of two that a hyphen joins: "preschool" of "Pre-School"."""

    words: tuple[str, ...]
    joined: tuple[str, ...] = ()


def spelt(name: str) -> Spelt:
    """Return the words of `name` as they are compared: without accents, apostrophes and what is often left out."""
    plain = _plain(name)
    pairs = re.findall(r"\b[a-z]{1,8}-[a-z]{2,12}\b", plain) if "-" in plain else ()
    return Spelt(tuple(_words(plain)), tuple(stem(pair.replace("-", "")) for pair in pairs))


def letters_of(name: str) -> str:
    """Return the letters and digits of `name`, without accents, small."""
    return "".join(filter(str.isalnum, _plain(name)))


def _plain(name: str) -> str:
    # One school's register entry has a Cyrillic letter that looks like "a".
    plain = without_apostrophes(name[:MAX_LENGTH].replace("а", "a").replace("&amp;", "&"))
    if not plain.isascii():
        plain = "".join(filter(lambda each: not unicodedata.combining(each), unicodedata.normalize("NFKD", plain)))
    return plain.casefold().translate(MARKS)


def _words(plain: str) -> list[str]:
    spaced = " ".join(re.findall(r"[a-z0-9]+", plain))
    written = SAME_AS.sub(lambda match: SAME[(match.lastindex or 1) - 1][1], SHORT_SAINT.sub("st ", spaced))
    return [stem(word) for word in written.split() if word not in LEFT_OUT][:MAX_WORDS]


def stem(word: str) -> str:
    """Return `word` without the "s" at its end: "Mary's", "Marys" and "Mary" are the same."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
