"""How names of English places sound, roughly: for who writes one as it is said, "Lester" for Leicester."""

import re

# In this order: ends of names that are not said as they are written, then letters, then all that is not heard.
_RULES = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"cester\b|cesta\b|sta\b", "ster"),
        (r"(?:wich|idge|itch|age)\b", "j"),
        (r"wick\b", "ick"),
        (r"(?:borough|brough|burgh|boro|bra|bury|berry)\b", "br"),
        (r"\bkn|gn", "n"),
        (r"ph", "f"),
        (r"gh", ""),
        (r"sch|ck|q|c(?![eihy])", "k"),
        (r"c(?=[eiy])|z", "s"),
        (r"x", "ks"),
        (r"(.)\1", r"\1"),
        (r"r(?![aeiouy])", ""),
        (r"\b[aeiouy]+", "A"),
        (r"(?<!\b)[aeiouyhw]", ""),
    ]
]
SHORTEST = 2
# First letters that may stand for the same sound.
_FIRST = {"c": "cks", "k": "ckq", "q": "ckq", "s": "csz", "z": "sz", "g": "gj", "j": "gj", "f": "fp", "p": "fp"}


def sound_of(key: str) -> str:
    """Return roughly how a name sounds, by its key; "" if that is too short to tell it from others."""
    for pattern, sound in _RULES:
        key = pattern.sub(sound, key)
    sound = key.replace(" ", "")
    return sound if len(sound) >= SHORTEST else ""


def may_begin_alike(key: str, other: str) -> bool:
    return other[:1] in _FIRST.get(key[:1], key[:1])
