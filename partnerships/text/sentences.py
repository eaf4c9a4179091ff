"""Parts of sentences: lists of names, what people are called, and regions."""

import re
from collections.abc import Iterable
from typing import TypeVar

from django.contrib.auth.models import User

Item = TypeVar("Item")
Said = TypeVar("Said")


def listed(names: Iterable[object]) -> str:
    """Return "a", "a and b" or "a, b and c"; "" for none."""
    *others, last = [*map(str, names)] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def ended(text: str) -> str:
    """Return `text` as a sentence that ends: with a full stop, unless it has an end or is ""."""
    return f"{text}." if text and not text.endswith((".", "!", "?", "…")) else text


# After a semicolon, or where a sentence ends: not after "St." and the like.
_BREAK = re.compile(r"(?<=;)\s+|(?<=\w{4}[.!?])\s+(?=[A-Z])")


def opening(text: str, fewest_words: int = 9) -> str:
    """Return as few clauses of the beginning of `text` as have so many words, as one sentence; all of it if none do."""
    clauses = _BREAK.split(text)
    for number in range(1, len(clauses)):
        if len((said := " ".join(clauses[:number])).split()) >= fewest_words:
            return ended(said.rstrip(";"))
    return text


def said_once(pairs: Iterable[tuple[Item, Said]]) -> list[tuple[list[Item], Said]]:
    """Return each thing that is said, with all that it is said of, in the order of `pairs` of an item and that."""
    result: list[tuple[list[Item], Said]] = []
    for item, said in pairs:
        together = next((items for items, other in result if other == said), None)
        if together is None:
            result.append(([item], said))
        else:
            together.append(item)
    return result


def name_of(user: User | None, nobody: str = "somebody") -> str:
    """Return what colleagues call `user`; `nobody` when there is none, or the account is gone."""
    return (user.get_full_name() or user.get_username()) if user else nobody


TAKE_ARTICLE = ("City of ", "Forest of ", "Isle of ", "Isles of ", "Vale of ")


def with_article(name: str) -> str:
    """Return the name of a local authority as it stands in a sentence: "the Isle of Wight", "Leeds"."""
    return f"the {name}" if name.startswith(TAKE_ARTICLE) else name


def region_in_words(name: str) -> str:
    """Return the name of a region as it stands in a sentence: "the North East", "London"."""
    return f"the {name}" if name.partition(" ")[0] in {"North", "South", "East", "West"} else name
