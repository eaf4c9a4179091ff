"""From the bytes of an upload to rows of cells: CSV in whatever dialect sheet programs write, or XLSX.

The content tells which it is, not the name. Nothing is unpacked before its size is known. Which column is which is
never guessed, and every heading that is not known is a problem.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl.utils import get_column_letter

from members.sheets import workbooks
from members.sheets.cell_kinds import name_key, shortened
from members.sheets.cells import UnreadableSheet, as_read
from members.sheets.layouts import Column

MAX_BYTES = 5 * 1024 * 1024
MAX_COLUMNS = 100
_DELIMITERS = ",;\t"
_OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
_ZIP_START = b"PK\x03\x04"
_WINDOWS_NOTE = (
    "The file is not in UTF-8, so we took it for Windows-1252. Look at names with accents, and save it as “CSV UTF-8” "
    "if they are wrong."
)


@dataclass
class ReadSheet:
    """A sheet: its headings, and `rows`, each the number a sheet program gives it and its cells, read one by one.

    `names` are the known headings that its own are, "" for one that is none. `notes` say in sentences what whoever
    uploaded it should know of how it is read.
    """

    headings: list[str]
    names: list[str]
    rows: Iterator[tuple[int, list[str]]]
    notes: list[str]


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
    while not headings[-1].strip():
        headings.pop()
    return ReadSheet([" ".join(heading.split()) for heading in headings], _known(headings, known), filled, notes)


def how_many_rows(content: bytes) -> int:
    """Return about how many rows there are, without reading them. Raises UnreadableSheet."""
    return workbooks.how_many_rows(content) if content.startswith(_ZIP_START) else content.count(b"\n")


def heading_problems(sheet: ReadSheet, columns: Mapping[str, Column]) -> list[str]:
    """Return in sentences what is wrong with the headings for a sheet of `columns`; empty if nothing is."""
    messages = []
    for place, (heading, name) in enumerate(zip(sheet.headings, sheet.names, strict=True)):
        if not heading:
            messages.append(f"Column {get_column_letter(place + 1)} has cells but no heading.")
        elif not name:
            messages.append(f"We know no column “{shortened(heading)}”. {_suggestion(heading, columns)}")
        elif name in sheet.names[:place]:
            messages.append(f"There are two columns “{name}”.")
    missing = [name for name, column in columns.items() if column.required and name not in sheet.names]
    return messages + [f"There is no column “{name}”. It has to be there." for name in missing]


def _suggestion(heading: str, known: Iterable[str]) -> str:
    names = {name_key(name): name for name in known}
    if similar := [names[key] for key in get_close_matches(name_key(heading), names, 2, 0.6)]:
        return f"Did you mean “{'” or “'.join(similar)}”?"
    return "Take it out, or give it one of the headings below."


def _known(headings: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return, for each of `headings`, which of the `known` it is; "" for one that is none."""
    names = {name_key(name): name for name in known}
    return [names.get(name_key(heading), "") for heading in headings]


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
    # Sheet programs may begin CSV with a line such as "sep=;", which is no row.
    if first_line.lower().startswith("sep=") and first_line.strip()[4:] in [*_DELIMITERS, ""]:
        text, number = rest, 2
    delimiter = max(_DELIMITERS, key=lambda delimiter: _count_known_headings(text, delimiter, known))
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield number, [as_read(cell.replace("\0", "")) for cell in cells]
            number += 1
    except csv.Error as error:
        message = f"Row {number} cannot be read: a quotation mark or a line break is out of place."
        raise UnreadableSheet(message) from error


def _count_known_headings(text: str, delimiter: str, known: list[str]) -> int:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headings = next((cells for cells in rows if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return 0
    return len(set(filter(None, _known(headings, known))))
