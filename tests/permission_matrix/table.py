"""The committed tables: reading them, and saying in lines what is missing from them or differs."""

from pathlib import Path

from tests.permission_matrix.people import ROLES

FOLDER = Path(__file__).resolve().parent
TABLES = {"answers": ["address", "row", "verb"], "actions": ["action"], "choices": ["field"]}


def read(name: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the table `name`: for what is asked, the answer of each role. Its heading must be the roles there are."""
    path = FOLDER / f"{name}.tsv"
    if not path.exists():
        return {}
    heading, *lines = path.read_text().splitlines()
    assert heading.split("\t") == [*TABLES[name], *ROLES], f"{path.name} has other columns than the roles there are."
    width = len(TABLES[name])
    rows = [line.split("\t") for line in lines]
    return {tuple(row[:width]): dict(zip(ROLES, row[width:], strict=True)) for row in rows}


def lines(name: str, found: dict[tuple[str, ...], dict[str, str]]) -> list[str]:
    """Return `found` as lines of the table `name`, its heading first."""
    heading = "\t".join([*TABLES[name], *ROLES])
    return [heading, *("\t".join([*key, *(found[key][role] for role in ROLES)]) for key in found)]
