"""Cells as sheet programs give and take them: none goes out as a formula, and what goes out comes back the same."""

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from partnerships.text.csv_cells import FORMULA_STARTS, plain

# What `plain` makes of a formula, and what only looks so: each gets one more apostrophe, and loses one coming back.
_GUARDED = re.compile(rf"'+[{re.escape(''.join(FORMULA_STARTS))}]")


class BadCell(str):
    """A cell that cannot be taken for what it says, with the reason in `words`."""

    def __new__(cls, shown: str, words: str):
        """Make one that reads as it stands in the sheet."""
        cell = super().__new__(cls, shown)
        cell.words = words
        return cell


def for_csv(text: str) -> str:
    """Return `text` as a cell of CSV that no sheet program runs."""
    return f"'{text}" if _GUARDED.match(text) else plain(text)


def for_xlsx(text: str) -> str:
    """Return `text` as a cell of XLSX, which says by itself that it is text; without characters XML cannot hold."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if _GUARDED.match(text) else text


def as_read(cell: str) -> str:
    """Return what the text was before for_csv or for_xlsx; any other cell as it is."""
    return cell[1:] if _GUARDED.match(cell) else cell
