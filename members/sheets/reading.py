"""From the bytes of an upload to rows of cells: CSV in whatever dialect sheet programs write, or XLSX.

The content tells which it is, not the name. Nothing is unpacked before its size is known.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from members.sheets import workbooks
from members.sheets.cells import UnreadableSheet, as_read
from members.sheets.headings import match

MAX_BYTES = 5 * 1024 * 1024
MAX_COLUMNS = 100
_DELIMITERS = ",;\t"
_OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
_ZIP_START = b"PK\x03\x04"
_WINDOWS_NOTE = (
    "The file is not in UTF-8, so we took it for Windows-1252. Look at names with accents, and save it as “CSV UTF-8” "
    "if they are wrong."
)
# Sheet programs may begin CSV with a line such as "sep=;", which is no row.
_DELIMITER_PREFIX = "sep="


@dataclass
class ReadSheet:
    """A sheet: its headings, and `rows`, each the number a sheet program gives it and its cells, read one by one.

    `notes` say in sentences what whoever uploaded it should know of how it is read.
    """

    headings: list[str]
    rows: Iterator[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)


def read(content: bytes, known: list[str]) -> ReadSheet:
    """Return the sheet in `content`. The delimiter of CSV is the one that gives most of the `known` headings.

    Empty rows are left out. Raises UnreadableSheet, also while its `rows` are read.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableSheet("The file is larger than 5 MB. Share its rows out over several files.")
    if not content.strip(b"\xef\xbb\xbf \r\n\t"):
        raise UnreadableSheet("The file is empty.")
    if content.startswith(_OLD_EXCEL_START):
        raise UnreadableSheet("This is an old Excel file. Save it as “Excel workbook (.xlsx)” or as “CSV UTF-8”.")
    notes: list[str] = []
    if content.startswith(_ZIP_START):
        rows = workbooks.rows_of(content, MAX_COLUMNS)
    else:
        rows = _csv_rows(_decoded(content, notes), known)
    filled = ((number, cells) for number, cells in rows if any(cell.strip() for cell in cells))
    _, headings = next(filled, (0, []))
    if not headings:
        raise UnreadableSheet("The file has no row with anything in it.")
    return ReadSheet([" ".join(heading.split()) for heading in _without_empty_end(headings)], filled, notes)


def how_many_rows(content: bytes) -> int:
    """Return about how many rows there are, without reading them. Raises UnreadableSheet."""
    return workbooks.how_many_rows(content) if content.startswith(_ZIP_START) else content.count(b"\n")


def _decoded(content: bytes, notes: list[str]) -> str:
    """Return the text of a CSV file, and add to `notes` if its encoding is a guess. Raises UnreadableSheet."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableSheet("The file is damaged. Save it again as “CSV UTF-8”.") from error
    if b"\0" in content:
        raise UnreadableSheet("This is neither CSV nor XLSX. Save the sheet as one of them.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append(_WINDOWS_NOTE)
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableSheet("We cannot tell its letters. Save the sheet as “CSV UTF-8” or as XLSX.") from error


def _csv_rows(text: str, known: list[str]) -> Iterator[tuple[int, list[str]]]:
    first_line, _, rest = text.partition("\n")
    number = 1
    if first_line.lower().startswith(_DELIMITER_PREFIX) and first_line.strip()[4:] in [*_DELIMITERS, ""]:
        text, number = rest, 2
    delimiter = max(_DELIMITERS, key=lambda delimiter: _count_known_headings(text, delimiter, known))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableSheet(
                f"Row {number} cannot be read: a quotation mark or a line break is out of place."
            ) from error
        yield number, [_cell(cell) for cell in cells]
        number += 1


def _count_known_headings(text: str, delimiter: str, known: list[str]) -> int:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headings = next((cells for cells in rows if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return 0
    return len(set(filter(None, match(headings, known))))


def _cell(cell: str) -> str:
    return as_read(cell.replace("\0", ""))


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells
