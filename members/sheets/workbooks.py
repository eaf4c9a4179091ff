"""The first visible sheet of an XLSX workbook, whoever made it and however large it says it is. Run for `file_rows`."""

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from openpyxl.cell import Cell
from openpyxl.reader.excel import ExcelReader

from partnerships.uploads.refusals import Refused

# Ten thousand rows of all our columns need a third of it. No part is unpacked beyond the size it declares.
MAX_UNPACKED_BYTES = 20 * 1024 * 1024
MAX_PARTS = 500
_MAX_CELL_LENGTH = 32_767
# Of any sheet program. The library makes a row of each before the last, which a damaged file may say is very far away.
LAST_ROW_OF_ANY = 1_048_576
_NOT_XLSX = "This is not an XLSX file that can be opened. Open it in your sheet program and save it again as XLSX."
_TOO_LARGE = "Unpacked, this file is far too large. Save only the sheet you want to import, as XLSX or CSV."
_MAY_BE_CUT_OFF = "It is as long as a cell can be, so the end may be missing."
# How XML begins that is not in UTF-8, but for what it says itself.
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0", b"\x4c\x6f\xa7\x94")
_SAYS_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""", re.DOTALL)
_READ_ENCODINGS = {b"utf-8", b"us-ascii"}
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\shidden="(?:1|true)"')
_QUOTED_OR_BRACKETED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def rows_of(
    content: bytes, max_columns: int, last_row: int, notes: list[str]
) -> Iterator[tuple[int, list[str | list[str]]]]:
    """Yield the rows of the first sheet that is not hidden: each its number and its cells as a person reads them.

    A date is as precise as the sheet shows it. Formulas and errors are bad, with what is to be done. `notes` are told,
    in sentences, which sheet it is if there are others, and how many of its rows are hidden. Raises Refused.
    """
    _check_parts(content)
    try:
        reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        reader.read()
        sheets = reader.wb.worksheets
        sheet = next(sheet for sheet in sheets if sheet.sheet_state == "visible")
        parts = {entry.name: relation.target for entry, relation in reader.parser.find_sheets()}
        notes += _notes(content, sheet.title, parts[sheet.title], len(sheets))
        # The size a sheet declares may be wrong.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW_OF_ANY), start=1):
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            # Below, a sheet may have cells that are only formatted.
            if texts and number > last_row:
                raise Refused(f"The sheet goes on beyond row {last_row:,}. Delete what does not belong to it.")
            if len(texts) > max_columns:
                message = f"The sheet has cells beyond column {max_columns}. Delete what does not belong to it."
                raise Refused(message)
            yield number, texts
    except (Refused, MemoryError):
        raise
    # The library has no error of its own for damaged files.
    except Exception as error:
        raise Refused(_NOT_XLSX) from error


def _notes(content: bytes, title: str, part: str, of: int) -> Iterator[str]:
    if of > 1:
        yield f"The file has {of} sheets. We read “{title}”, the first that is not hidden."
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        hidden = len(_HIDDEN_ROW.findall(archive.read(part)))
    if hidden:
        rows, are = ("1 row", "is") if hidden == 1 else (f"{hidden:,} rows", "are")
        yield f"{rows} of it {are} hidden, perhaps by a filter. What is hidden is read too."


def how_many_rows(content: bytes) -> int:
    """Return how many rows all its sheets have together, without reading them. Raises Refused."""
    _check_parts(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return sum(archive.read(name).count(b"<row ") for name in sheets)


def _check_parts(content: bytes) -> None:
    """Raise Refused for a ZIP file that is damaged, too large to unpack, or has XML that can grow."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise Refused(_TOO_LARGE)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")) and _may_grow(archive.read(part)):
                    raise Refused(_NOT_XLSX)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refused(_NOT_XLSX) from error


def _may_grow(xml: bytes) -> bool:
    """Return whether `xml` has a DOCTYPE, or might have one where we do not see it: in other letters than UTF-8.

    No sheet program writes either. With a DOCTYPE, XML can grow when it is read.
    """
    said = _SAYS_ENCODING.match(xml)
    is_other = xml.startswith(_OTHER_ENCODINGS) or said and said[1].lower() not in _READ_ENCODINGS
    return bool(is_other) or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml


def _text(cell: Cell) -> str | list[str]:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return ["bad", str(value), "It holds a formula. Copy the column and paste it as values."]
    if cell.data_type == "e":
        return ["bad", str(value), "It holds an error of the sheet program."]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return ["date", _date(value, cell.number_format)]
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    text = str(value)
    return ["bad", text, _MAY_BE_CUT_OFF] if len(text) >= _MAX_CELL_LENGTH else text


def _date(value: datetime.date, number_format: str) -> str:
    """Return a date as far as it is shown: a sheet program stores "September 2017" as 1 September, but shows no day."""
    codes = _QUOTED_OR_BRACKETED.sub("", number_format.lower())
    day = value.isoformat()[:10]
    return day if "d" in codes else day[:7] if "m" in codes else day[:4]
