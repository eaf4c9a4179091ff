"""Places, how their names are compared, and the places that are not in the database.

Former authorities and names in common use are in fixtures/former_authorities.tsv, towns and villages in
fixtures/towns.tsv, counties as they stand in addresses in fixtures/address_counties.tsv. Each says where it comes from.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from partnerships.models import LocalAuthority
from partnerships.text.pasted import without_apostrophes

FOLDER = Path(settings.BASE_DIR, "fixtures")
MAX_LENGTH = 100
NATION_NAMES = {"W": "Wales", "S": "Scotland", "N": "Northern Ireland", "L": "Channel Islands", "M": "Isle of Man"}
ISLANDS = {"Jersey": "L", "Guernsey": "L", "Alderney": "L", "Sark": "L", "Cymru": "W"}


# What a name can be the name of, the likeliest meaning first.
PlaceKind = IntEnum("PlaceKind", "AUTHORITY COUNTY REGION PARTNERSHIP NATION PLANNED FORMER AREA BRIDGE TOWN")


@dataclass(frozen=True)
class NamedPlace:
    """Something with a name. `areas` are codes as in Postcode.area, or of regions.

    `authority` is the row of a local authority of today, `since` the day one is planned to begin. `until` is the day a
    former one ceased, `was` says what it was, and `code` is the GSS code it had, if that is known. Positions are metres
    on the National Grid.
    What is no place is an entry of the directory: `of` is what it is called today, and `read` returns it with what
    there is to say of it, or None if it has just gone.
    """

    name: str
    kind: PlaceKind
    areas: tuple[str, ...] = ()
    authority: LocalAuthority | None = None
    since: str = ""
    until: str = ""
    was: str = ""
    code: str = ""
    population: int = 0
    easting: int | None = None
    northing: int | None = None
    of: str = ""
    # Of a former council, those that follow it and that the directory does not have.
    beyond: tuple[str, ...] = ()
    # Any: only the finder, above, knows what it says of an entry.
    read: Callable[[], Any] | None = None

    @cached_property
    def key(self) -> str:
        """The name as key_of gives it."""
        return key_of(self.name)

    @property
    def rank(self) -> tuple[object, ...]:
        """What puts places in order, the likeliest first; no two that differ for a reader have the same."""
        position = (self.easting or 0, self.northing or 0)
        return self.kind, -self.population, self.name, self.areas, self.until, position, self.of


_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def key_of(name: str) -> str:
    """Return `name` as names are compared: small letters without accents and digits, "&" as "and", "Saint" as "st"."""
    # An acute accent by itself is a space and a mark to those who take letters apart.
    plain = without_apostrophes(name[:MAX_LENGTH].replace("&amp;", "&"))
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(character for character in plain if not unicodedata.combining(character))
    tokens = _NOT_IN_KEYS.sub(" ", plain.replace("&", " and ").replace(".", "").casefold()).split()
    return " ".join("st" if token == "saint" else token for token in tokens)


PARTNERSHIP_WORDS = re.compile(
    r"\b(local )?(cultural|culture|creative) education(al)? partnerships?\b|\bl?ceps?\b|\blcep partnerships?\b"
)
COUNCIL_WORDS = re.compile(
    r"^council (of|for) (the )?|\b(royal |london |metropolitan )?borough of\b|\b(city|county|region|district) of\b|"
    r"\b((royal|london|metropolitan|city|county|borough|district|unitary) )*"
    r"(council|borough|authority|district|region|mbc|mdc|bc|dc|cc|ua)\b|"
    r"^the\b|\b(uk|england|area)$"
)


def partnership_key(name: str) -> str:
    """Return the key of a partnership's name: "… Cultural Education Partnership", "CEP" and "LCEP" are the same."""
    return " ".join(PARTNERSHIP_WORDS.sub("lcep", key_of(name)).split())


def bare_key(name: str) -> str:
    """Return the key of `name` without words for a council: "Leeds City Council" is Leeds. Blank if none is left."""
    return " ".join(COUNCIL_WORDS.sub(" ", key_of(name)).split())


# Short forms within names, as people write them; the names themselves are written out.
SHORT_FORMS = {
    **{"n": "north", "s": "south", "e": "east", "w": "west", "nth": "north", "sth": "south"},
    **{"ne": "north east", "nw": "north west", "se": "south east", "sw": "south west"},
    **{"beds": "bedfordshire", "berks": "berkshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire"},
    **{"derbys": "derbyshire", "glos": "gloucestershire", "hants": "hampshire", "herts": "hertfordshire"},
    **{"lancs": "lancashire", "leics": "leicestershire", "lincs": "lincolnshire", "northants": "northamptonshire"},
    **{"notts": "nottinghamshire", "oxon": "oxfordshire", "shrops": "shropshire", "staffs": "staffordshire"},
    **{
        "mcr": "manchester",
        "manc": "manchester",
        "brum": "birmingham",
        "bmouth": "bournemouth",
        "ncastle": "newcastle",
    },
    **{"lboro": "loughborough", "mbro": "middlesbrough", "pboro": "peterborough", "nhampton": "northampton"},
    **{"shampton": "southampton", "whampton": "wolverhampton", "hudds": "huddersfield"},
    **{"middx": "middlesex", "lpool": "liverpool", "bham": "birmingham", "nottm": "nottingham", "soton": "southampton"},
    **{"warks": "warwickshire", "wilts": "wiltshire", "worcs": "worcestershire", "yorks": "yorkshire"},
}


def long_key(name: str) -> str:
    """Return the key of `name` without words for a council, its short forms written out: "NE Lincs"."""
    return " ".join(SHORT_FORMS.get(token, token) for token in bare_key(name).split())


_NOT_ITS_FIRST_PART = re.compile(r" (?:upon|on|under|in|by|le|next|super) .*")


def short_key(key: str) -> str:
    """Return, of the `key` of a name such as Berwick-upon-Tweed, that of its first part, or all of it."""
    return _NOT_ITS_FIRST_PART.sub("", key, count=1)


@cache
def fixed_places() -> tuple[NamedPlace, ...]:
    """Return the places that are not in the database; read from the files once for each process."""
    places = []
    for row in _rows_of("former_authorities.tsv"):
        kind = PlaceKind.FORMER if row["until"] else PlaceKind.AREA
        areas = tuple(row["now"].split(";"))
        places.append(NamedPlace(row["name"], kind, areas, until=row["until"], was=row["kind"], code=row["code"]))
    for row in _rows_of("towns.tsv"):
        numbers: dict[str, Any] = {name: int(row[name]) for name in ("population", "easting", "northing") if row[name]}
        places.append(NamedPlace(row["name"], PlaceKind.TOWN, (row["area"],), **numbers))
    nations = {name: letter for letter, name in NATION_NAMES.items()} | ISLANDS
    return (*places, *(NamedPlace(name, PlaceKind.NATION, (letter,)) for name, letter in nations.items()))


@cache
def former_codes() -> dict[str, NamedPlace]:
    """Return the former authorities whose GSS codes are known, by these."""
    return {place.code: place for place in fixed_places() if place.code}


@cache
def address_counties() -> dict[str, frozenset[str]]:
    """Return the codes of the local authorities that addresses place in a county they are not in, by its key."""
    return _counties_by("")


@cache
def ceremonial_counties() -> dict[str, frozenset[str]]:
    """Return of these the local authorities that are in the county today, for ceremonies, by its key."""
    return _counties_by("Lieutenancies Act 1997")


def _counties_by(source: str) -> dict[str, frozenset[str]]:
    counties: dict[str, frozenset[str]] = {}
    for row in _rows_of("address_counties.tsv"):
        if row["source"].startswith(source):
            key = key_of(row["name"])
            counties[key] = counties.get(key, frozenset()).union(row["areas"].split(";"))
    return counties


def _rows_of(name: str) -> Iterable[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
