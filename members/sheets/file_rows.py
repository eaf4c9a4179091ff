"""From the bytes of a file to rows of cells, run apart by `reading`, and so without Django: CSV in whatever dialect
sheet programs write, or XLSX.

The content tells which it is, not the name. A cell is its text, or a list: what it is ("date", "bad"), and what of that
is known.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from partnerships.text.invisible import visible
from partnerships.uploads.refusals import Refused

MAX_COLUMNS = 100
# Beyond this only empty or formatted rows can follow, or a sheet is far too long.
LAST_ROW = 20_000
_DELIMITERS = ",;\t"
_ZIP_START = b"PK\x03\x04"
_WINDOWS_NOTE = (
    "The file is not in UTF-8, so we took it for Windows-1252. Look at names with accents, and save it as “CSV UTF-8” "
    "if they are wrong."
)

Cell = str | list[str]
Row = tuple[int, list[Cell]]


def read(content: bytes, known: list[str], most: int | None = None) -> dict[str, Any]:
    """Return the filled `rows` of the first sheet, each its number in a sheet program and its cells; `most` of them.

    The delimiter of CSV is the one that gives most of the `known` headings. `notes` say how it was read, and `total`
    about how many rows there are. Raises Refused.
    """
    notes: list[str] = []
    if content.startswith(_ZIP_START):
        # Read when it is needed: it takes longer than a small CSV file does.
        from members.sheets import workbooks

        rows, total = workbooks.rows_of(content, MAX_COLUMNS, LAST_ROW, notes), workbooks.how_many_rows(content)
    else:
        rows, total = _csv_rows(_decoded(content, notes), known), content.count(b"\n")
    filled = (row for row in rows if any(isinstance(cell, list) or visible(cell).strip() for cell in row[1]))
    return {"rows": list(islice(filled, most)), "notes": notes, "total": total}


def _decoded(content: bytes, notes: list[str]) -> str:
    """Return the text of a CSV file, and add to `notes` if its encoding is a guess. Raises Refused."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Refused("The file is damaged. Save it again as “CSV UTF-8”.") from error
    # A sheet saved as "Unicode text" without the mark that says so: every other byte of its headings is empty.
    for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        empty, letters = content[place:20:2], content[1 - place : 20 : 2]
        if b"\0" in empty and not empty.strip(b"\0") and b"\0" not in letters and len(content) % 2 == 0:
            return content.decode(encoding, errors="replace")
    if b"\0" in content:
        raise Refused("This is neither CSV nor XLSX. Save the sheet as one of them.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append(_WINDOWS_NOTE)
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Refused("We cannot tell its letters. Save the sheet as “CSV UTF-8” or as XLSX.") from error


def _csv_rows(text: str, known: list[str]) -> Iterator[Row]:
    first_line, _, rest = text.partition("\n")
    number = 1
    # Sheet programs may begin CSV with a line such as "sep=;", which is no row.
    if first_line.lower().startswith("sep=") and first_line.strip()[4:] in [*_DELIMITERS, ""]:
        text, number = rest, 2
    delimiter = max(_DELIMITERS, key=lambda delimiter: _fits(text, delimiter, known))
    try:
        # Strictly: a quotation mark that is never closed would make one row of all that follows.
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if number > LAST_ROW:
                raise Refused(f"The sheet has more than {LAST_ROW:,} rows. Share them out over several files.")
            yield number, [cell.replace("\0", "") for cell in cells]
            number += 1
    except csv.Error as error:
        what = "a quotation mark is missing or too many, or a line break is out of place"
        raise Refused(f"Row {number} cannot be read: {what}.") from error


def _fits(text: str, delimiter: str, known: list[str]) -> tuple[int, int]:
    """Return how many of the `known` headings `delimiter` gives, and how many headings in all."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headings = next((cells for cells in rows if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return 0, 0
    return len(_keys(headings) & _keys(known)), len(_keys(headings))


def _keys(names: Iterable[str]) -> set[str]:
    """Return the letters and digits of `names`: which of them is meant is for `reading` to say."""
    keys = ("".join(filter(str.isalnum, name)).casefold() for name in names)
    return {key for key in keys if key}
