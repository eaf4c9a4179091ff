"""Text as it is written into cells and read back: none is run as a formula, and what was exported is read unchanged."""

import re
from typing import Self

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from partnerships.text.csv_files import FORMULA_STARTS, plain

# What `plain` makes of a formula, and text that looks like that: it is written with one apostrophe more, read with one
# less.
_GUARDED = re.compile(rf"'+[{re.escape(''.join(FORMULA_STARTS))}]")


class UnreadableSheet(Exception):
    """The file cannot be read as a sheet; str() says why."""


class BadCell(str):
    """The text of a cell that cannot be taken for what it says; `problem` says why."""

    problem: str

    def __new__(cls, text: str, problem: str) -> Self:
        cell = super().__new__(cls, text)
        cell.problem = problem
        return cell


def for_csv(text: str) -> str:
    """Return `text` as a cell of CSV that no sheet program runs as a formula."""
    return f"'{text}" if _GUARDED.match(text) else plain(text)


def for_xlsx(text: str) -> str:
    """Return `text` for a text cell of XLSX, without the characters XML cannot hold."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if _GUARDED.match(text) else text


def as_read(cell: str) -> str:
    """Return the text for_csv or for_xlsx made `cell` of, or `cell` itself if neither did."""
    return cell[1:] if _GUARDED.match(cell) else cell
