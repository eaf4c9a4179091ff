"""The committed tables: reading them, and writing answers as their lines."""

from pathlib import Path

from tests.permission_matrix.people import ROLES

FOLDER = Path(__file__).resolve().parent
TABLES = {"answers": ["address", "row", "verb"], "actions": ["action"], "choices": ["field"]}


def read(name: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the table `name`: by key, the answer of each role. Its heading must name the roles there are."""
    path = FOLDER / f"{name}.tsv"
    if not path.exists():
        return {}
    heading, *lines = path.read_text().splitlines()
    assert heading.split("\t") == [*TABLES[name], *ROLES], f"{path.name} has other columns than the roles there are."
    width = len(TABLES[name])
    rows = [line.split("\t") for line in lines]
    return {tuple(row[:width]): dict(zip(ROLES, row[width:], strict=True)) for row in rows}


def lines(name: str, rows: dict[tuple[str, ...], dict[str, str]]) -> list[str]:
    """Return `rows` as lines of the table `name`, its heading first."""
    heading = "\t".join([*TABLES[name], *ROLES])
    return [heading, *("\t".join([*key, *(rows[key][role] for role in ROLES)]) for key in rows)]
