"""Schools for tests: rows of the register, rows of the database, and the committed register in memory."""

import csv
import hashlib
from functools import cache
from itertools import count
from pathlib import Path

from partnerships.models import School, SchoolEdition
from partnerships.schools.importing import load
from partnerships.schools.index import IndexedSchool, SchoolIndex
from partnerships.schools.register import Register, SchoolRow, committed

FOLDER = Path(__file__).resolve().parent / "partnerships" / "schools"
numbers = count(900_001)


def school_row(name: str = "Cockburn School", **values) -> SchoolRow:
    """Return a row of a register: of a school in Leeds, unless `values` say otherwise."""
    return SchoolRow(**{"urn": next(numbers), "name": name, "town": "Leeds", "postcode": "LS11 5TT", **values})


def register_of(*rows: SchoolRow, as_of: str = "2026-01", lists_independent: bool = True) -> Register:
    """Return a register of `rows`."""
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()
    return Register(f"A register, {as_of}", as_of, "a test", digest, lists_independent, lambda: iter(rows))


def load_schools(*rows: SchoolRow, **values):
    """Load `rows` as a register, and return what changed."""
    return load(register_of(*rows, **values), again=True, accept_fewer=True)


def make_school(name: str = "Cockburn School", **values) -> School:
    """Make a school in Leeds, unless `values` say otherwise, and an edition that tells of it."""
    values = {"urn": next(numbers), "name": name, "town": "Leeds", "postcode": "LS11 5TT"} | values
    school = School.objects.create(**values)
    SchoolEdition.objects.create(name="A register, January 2026", as_of="2026-01", fingerprint=str(school.urn), rows=1)
    return school


@cache
def districts() -> dict[str, tuple[int, int]]:
    """Return the mean place of each postcode district, in metres."""
    with (FOLDER / "districts.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {row["district"]: (int(row["easting"]), int(row["northing"])) for row in rows}


def names_not_in_register() -> list[str]:
    """Return names that no school of the committed register has."""
    with (FOLDER / "not_in_register.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return [row["typed"] for row in rows]


@cache
def whole_index() -> SchoolIndex:
    """Return the committed register as it is kept in memory; each school lies in the middle of its district."""
    return SchoolIndex(
        IndexedSchool(
            *(row.urn, row.name, row.town, row.postcode), *districts().get(row.postcode.partition(" ")[0], (None, None))
        )
        for row in committed().rows()
    )
