"""From the bytes of an upload to rows of cells, which `file_rows` reads in a process of its own.

Which column is which is never guessed, and every heading that is not known is a problem.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl.utils import get_column_letter

from members.sheets.cell_kinds import name_key, shortened
from members.sheets.cells import BadCell, UnreadableSheet, as_read
from members.sheets.layouts import Column
from partnerships.dates.partial_dates import in_words
from partnerships.uploads import apart
from partnerships.uploads.refusals import Refused, TooMuchWork

MAX_BYTES = 5 * 1024 * 1024
_OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
# The first row with anything in it.
ONLY_HEADINGS = 1


@dataclass
class ReadSheet:
    """A sheet: its headings, and `rows`, each the number a sheet program gives it and its cells.

    `names` are the known headings that its own are, "" for one that is none. `notes` say in sentences what whoever
    uploaded it should know of how it is read. `total` is about how many rows there are.
    """

    headings: list[str]
    names: list[str]
    rows: Iterator[tuple[int, list[str]]]
    notes: list[str]
    total: int


def read(content: bytes, known: list[str], most: int | None = None) -> ReadSheet:
    """Return the sheet in `content`, of which `most` rows are read, those with nothing in them left out.

    The delimiter of CSV is the one that gives most of the `known` headings. Raises UnreadableSheet.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableSheet("The file is larger than 5 MB. Share its rows out over several files.")
    if not content.strip(b"\xef\xbb\xbf \r\n\t"):
        raise UnreadableSheet("The file is empty.")
    if content.startswith(_OLD_EXCEL_START):
        raise UnreadableSheet("This is an old Excel file. Save it as “Excel workbook (.xlsx)” or as “CSV UTF-8”.")
    try:
        found = apart.read("members.sheets.file_rows:read", content, known, most)
    except Refused as refusal:
        end = "." if isinstance(refusal, TooMuchWork) or refusal.code == "busy" else ""
        raise UnreadableSheet(f"{refusal.message}{end}") from refusal
    rows = ((number, [_cell(cell) for cell in cells]) for number, cells in found["rows"])
    _, headings = next(rows, (0, []))
    if not headings:
        raise UnreadableSheet("The file has no row with anything in it.")
    while not headings[-1].strip():
        headings.pop()
    shown = [" ".join(heading.split()) for heading in headings]
    return ReadSheet(shown, _known(headings, known), rows, found["notes"], found["total"])


def _cell(cell: str | list[str]) -> str:
    """Return a cell that file_rows read as a person reads it: a date in words, or a BadCell."""
    match cell:
        case ["date", day]:
            return in_words(day)
        case ["bad", text, problem]:
            return BadCell(text, problem)
    assert isinstance(cell, str)
    return as_read(cell)


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
