"""Where mail is sorted: points on which so many postcodes lie that they are those of post boxes and organisations.

Lists of postcodes give such a postcode the place of the office its mail goes to, which may be towns away. The places
are read from the file that `draw_districts` has written.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

from django.conf import settings

FILE = "mail_places.tsv"
FOLDER = Path(settings.BASE_DIR, "fixtures")
# Easting and northing in metres on the British National Grid.
Place: TypeAlias = tuple[int, int]


def in_district(outward: str) -> frozenset[Place]:
    """Return the places at which mail for a postcode district of England is sorted, such as RG19; none for most."""
    return _read(_places().get(outward, ""))


def beginning(outward: str) -> frozenset[Place]:
    """Return those of a district and of what it is divided into: WC2A and the others for WC2."""
    return frozenset().union(*(_read(places) for code, places in _places().items() if is_part_of(code, outward)))


def is_part_of(code: str, outward: str) -> bool:
    """Whether the postcode district `code` is `outward` or one it is divided into: WC2A is part of WC2, WC20 is not."""
    return code == outward or (code[:-1] == outward and code[-1:].isalpha())


def _read(places: str) -> frozenset[Place]:
    pairs = (place.split() for place in places.split(";") if place)
    return frozenset((int(easting), int(northing)) for easting, northing in pairs)


@cache
def _places() -> Mapping[str, str]:
    """Return the places by district as they stand in the file, which takes a tenth of the memory."""
    lines = [line for line in (FOLDER / FILE).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = [line.partition("\t") for line in lines[1:]]
    return {code: places for code, _, places in pairs}
