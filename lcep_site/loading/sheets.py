"""Reading the committed files: a header line, then one record a line, cells divided by tabs, nothing quoted."""

from dataclasses import dataclass
from pathlib import Path


class BrokenRow(Exception):
    """Something in the files cannot be loaded: its location, and the reason as a sentence."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(f"{location}: {reason}")


@dataclass(frozen=True)
class FileRow:
    """One line of a file: its cells by column, and its `location`, such as "regions.tsv, line 2"."""

    location: str
    cells: dict[str, str]


def read(path: Path, columns: list[str]) -> list[FileRow]:
    """Return the rows of the file at `path`. Raises BrokenRow if there is none or its columns are not `columns`."""
    try:
        header, *lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except FileNotFoundError as error:
        raise BrokenRow(path.name, "there is no such file.") from error
    except UnicodeDecodeError as error:
        raise BrokenRow(path.name, "it is not written in UTF-8.") from error
    if header.split("\t") != columns:
        raise BrokenRow(f"{path.name}, line 1", f"the columns must be {', '.join(columns)}.")
    numbered = enumerate(lines, start=2)
    return [_row(f"{path.name}, line {number}", columns, line.split("\t")) for number, line in numbered]


def _row(location: str, columns: list[str], cells: list[str]) -> FileRow:
    if len(cells) != len(columns):
        raise BrokenRow(location, f"there are {len(cells)} cells where there must be {len(columns)}.")
    return FileRow(location, dict(zip(columns, cells, strict=True)))
