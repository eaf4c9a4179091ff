"""How a name that was typed may differ from one there is."""

import re
from collections import Counter

# A county of the west is no slip in one of the east.
POINTS = {"north", "south", "east", "west", "mid", "central"}
# A short word with one letter more or less is too often another name: "Salem", "Lpool".
SHORTEST_WITH_SLIP = 7
# What is less like a name than that has so few letters that the other has not: "Headingley" is not Haringey.
SURELY_LIKE, MOST_SLIPS = 0.85, 2
# In small letters they only join names, though an organisation is called AND.
NO_NAMES = {"and", "or"}
_RIDING = re.compile(r"^(north|west|east) riding( of yorkshire)?$")


def letters_between(key: str, other: str) -> int:
    """Return how many letters one of two keys has that the other has not, wherever they stand."""
    letters, others = Counter(key.replace(" ", "")), Counter(other.replace(" ", ""))
    return max((letters - others).total(), (others - letters).total())


def is_like(likeness: float, key: str, other: str) -> bool:
    """Whether two keys of some `likeness`, from 0 to 1, may be one name."""
    return likeness >= SURELY_LIKE or letters_between(key, other) <= MOST_SLIPS


def points_of(key: str) -> set[str]:
    """Return the points of the compass in a key: what differs in them is another place."""
    return POINTS.intersection(key.split())


def of_today(key: str) -> str:
    """Return the key of the county that has the name of a riding today; "" if `key` is none."""
    found = _RIDING.match(key)
    return f"{found[1]} yorkshire" if found else ""


def has_more_words(key: str, name: str) -> bool:
    """Whether `key` is a `name` and another word, which nobody types by a slip."""
    return key.startswith(f"{name} ")
