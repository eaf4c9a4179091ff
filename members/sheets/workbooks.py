"""Reading the first sheet of an XLSX workbook, whoever made it and however large it says it is."""

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.cell import Cell

from members.sheets.cells import BadCell, UnreadableSheet, as_read
from partnerships.dates.partial_dates import in_words

# Ten thousand rows of all our columns need a tenth of it. No part is unpacked beyond the size it declares.
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_PARTS = 500
# Beyond this only empty or formatted rows can follow.
LAST_ROW = 20_000
_MAX_CELL_LENGTH = 32_767
_NOT_XLSX = "This is not an XLSX file that can be opened. Open it in your sheet program and save it again as XLSX."
_TOO_LARGE = "Unpacked, this file is far too large. Save only the sheet you want to import, as XLSX or CSV."
_MAY_BE_CUT_OFF = "It is as long as a cell can be, so the end may be missing."
_QUOTED_OR_BRACKETED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def rows_of(content: bytes, max_columns: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet: each its number and its cells as a person reads them. Raises UnreadableSheet.

    A date is given in words, as precisely as the sheet shows it. Formulas and errors are BadCells.
    """
    _check_parts(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = workbook.worksheets[0]
        # The size a sheet declares may be wrong.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if number > LAST_ROW:
                raise UnreadableSheet(f"The sheet goes on beyond row {LAST_ROW:,}. Delete the empty rows at its end.")
            if len(texts) > max_columns:
                message = f"The sheet has cells beyond column {max_columns}. Delete what does not belong to it."
                raise UnreadableSheet(message)
            yield number, texts
    except UnreadableSheet:
        raise
    # The library has no error of its own for damaged files.
    except Exception as error:
        raise UnreadableSheet(_NOT_XLSX) from error


def how_many_rows(content: bytes) -> int:
    """Return how many rows all its sheets have together, without reading them. Raises UnreadableSheet."""
    _check_parts(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return sum(archive.read(name).count(b"<row ") for name in sheets)


def _check_parts(content: bytes) -> None:
    """Raise UnreadableSheet for a ZIP file that is damaged, too large to unpack, or has XML that can grow."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise UnreadableSheet(_TOO_LARGE)
            for part in parts:
                # No sheet program writes a DOCTYPE; with one, XML can grow when it is read.
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
                    raise UnreadableSheet(_NOT_XLSX)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise UnreadableSheet(_NOT_XLSX) from error


def _text(cell: Cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return BadCell(str(value), "It holds a formula. Copy the column and paste it as values.")
    if cell.data_type == "e":
        return BadCell(str(value), "It holds an error of the sheet program.")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return _date(value, cell.number_format)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    text = str(value)
    return BadCell(text, _MAY_BE_CUT_OFF) if len(text) >= _MAX_CELL_LENGTH else as_read(text)


def _date(value: datetime.date, number_format: str) -> str:
    """Return a date in words: a sheet program stores "September 2017" as 1 September, but shows no day."""
    codes = _QUOTED_OR_BRACKETED.sub("", number_format.lower())
    day = value.isoformat()[:10]
    return in_words(day if "d" in codes else day[:7] if "m" in codes else day[:4])
