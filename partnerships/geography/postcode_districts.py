"""Postcode districts, such as YO11, within each local authority: what they are of, and their outlines.

Read from the files that `draw_districts` has written; it says how. A district that lies in several authorities is one
in each of them.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from partnerships.geography.place_names import key_of

FILE = "postcode_districts.tsv"
OUTLINES_FILE = "postcode-districts.tsv"
FEW = 4
FOLDER = Path(settings.BASE_DIR, "fixtures")


class PostcodeDistrict(NamedTuple):
    """A postcode district of a local authority: how many ordinary postcodes it has there, and their mean place.

    More than half of these are nearest to its `place`, a town or the like, and lay in the `former` authority: "" if
    that is true of none.
    """

    code: str
    postcodes: int
    easting: int
    northing: int
    place: str
    former: str


def districts_of(gss_code: str) -> tuple[PostcodeDistrict, ...]:
    """Return the postcode districts of a local authority; none if it is not in our files."""
    return _districts().get(gss_code, ())


def of_place(gss_code: str, name: str) -> frozenset[str]:
    """Return the codes of the districts that are mostly of the town `name`; none if none is.

    Those of which only FEW postcodes lie in the authority are left out: they are of a town beyond its border.
    """
    key = key_of(name)
    return frozenset(
        district.code
        for district in districts_of(gss_code)
        if key and key_of(district.place) == key and district.postcodes > FEW
    )


def of_former(gss_code: str, name: str) -> frozenset[str]:
    """Return the codes of the districts that lay mostly in the former authority `name`; none if none did."""
    key = key_of(name)
    return frozenset(district.code for district in districts_of(gss_code) if key and key_of(district.former) == key)


@lru_cache(maxsize=64)
def paths_of(gss_code: str) -> dict[str, str]:
    """Return the outlines of the districts of a local authority by code, as paths in the units of the nearby map."""
    start = f"{gss_code}\t"
    rows = (line.split("\t") for line in _outline_lines() if line.startswith(start))
    return {code: path for _, code, path in rows}


@cache
def _districts() -> dict[str, tuple[PostcodeDistrict, ...]]:
    found: dict[str, list[PostcodeDistrict]] = {}
    for line in _lines(FOLDER / FILE):
        gss_code, code, postcodes, easting, northing, place, former = line.split("\t")
        district = PostcodeDistrict(code, int(postcodes), int(easting), int(northing), place, former)
        found.setdefault(gss_code, []).append(district)
    return {gss_code: tuple(rows) for gss_code, rows in found.items()}


@cache
def _outline_lines() -> list[str]:
    return _lines(FOLDER / "map" / OUTLINES_FILE)


def _lines(path: Path) -> list[str]:
    """Return the lines of a file without its comments and its header."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return lines[1:]
