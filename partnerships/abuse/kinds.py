"""Kinds of words, read from the table kinds.txt, which says how a line of it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from partnerships.abuse.plain_words import END

_TABLE = Path(__file__).parent / "kinds.txt"
_HEADING = re.compile(r"(advert|honest): (.+)")
_LIST = re.compile(r"(\w+) = (\S+)")
_ANY = rf"(?!{re.escape(END)} )[^ ]+"
_WITHIN_FIVE, _WITHIN_THREE = rf"(?: {_ANY}){{0,5}} ", rf"(?: {_ANY}){{0,3}} "
_NUMBERS = {"N": r"£?\d[\d,.]*k?\+?", "N%": r"\d[\d,.]*%", "£N": r"£\d[\d,.]*[km]?"}


@dataclass(frozen=True)
class KindOfWords:
    """Words that speak for the same, found by `pattern`. `says` is a clause for staff about the sender.

    Those that are `of_adverts` are told to staff.
    """

    says: str
    of_adverts: bool
    pattern: re.Pattern[str]


@cache
def kinds() -> list[KindOfWords]:
    """Return the kinds of the table."""
    lists: dict[str, str] = {}
    lines: dict[tuple[str, bool], list[str]] = {}
    for line in filter(None, _TABLE.read_text("utf-8").splitlines()):
        if line.startswith("#"):
            continue
        if heading := _HEADING.fullmatch(line):
            ways = lines.setdefault((heading[2], heading[1] == "advert"), [])
        elif named := _LIST.fullmatch(line):
            lists[named[1]] = named[2]
        else:
            ways.append(_way(line, lists))
    return [KindOfWords(*kind, re.compile(f" (?:{'|'.join(ways)})(?= )")) for kind, ways in lines.items()]


def _way(line: str, lists: Mapping[str, str]) -> str:
    """Return the pattern of a line, for what plain_words.plain returns."""
    line = line.format_map(lists)
    if " ~~ " in line:
        return _WITHIN_THREE.join(map(_words, line.split(" ~~ ")))
    parts = [_words(part) for part in line.split(" ~ ")]
    orders = [parts, parts[::-1]] if len(parts) == 2 else [parts]  # noqa: PLR2004
    return "|".join(_WITHIN_FIVE.join(order) for order in orders)


def _words(part: str) -> str:
    return " ".join(map(_either, part.split()))


def _either(words: str) -> str:
    if words.startswith("!"):
        return rf"(?!{_either(words[1:])} ){_ANY}"
    return f"(?:{'|'.join(map(_word, words.split('|')))})"


def _word(word: str) -> str:
    if word in _NUMBERS:
        return _NUMBERS[word]
    before, after = ("[^ ]*" if starred else "" for starred in (word.startswith("*"), word.endswith("*")))
    return f"{before}{re.escape(word.strip('*'))}{after}"
