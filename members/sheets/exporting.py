"""Sheets to hand out: what there is, and empty ones to fill in. No formula, and no address of a person, is in one."""

import csv
import io
from collections.abc import Iterable
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from members.models.sheets import SheetKind
from members.sheets.cells import for_csv, for_xlsx
from members.sheets.known_rows import KnownRows
from members.sheets.resources import Column, SheetResource, sheet_of
from partnerships import audit
from partnerships.text.csv_cells import UTF8_MARK
from partnerships.vocabulary import AuditAction

GUIDE = "How to fill this in"
GUIDE_HEADINGS = ["Column", "What it is", "Must be filled in", "What may stand in it", "Example"]
GUIDE_WORDS = (
    "Fill in the first sheet, one row each, and leave its headings as they are. You may leave out columns that need "
    "not be filled in: what they say stays as it is.",
    "A column that is there counts: an empty cell in it says that nothing is known, and takes away what was there.",
    "Nothing is changed before you have seen what every row would do.",
)
_TEXT_FORMAT = "@"
_WIDTHS = {
    "Name": 40,
    "Entry": 28,
    "Website": 36,
    "Local authorities": 40,
    "Partnership": 40,
    "Member organisation": 40,
}
_WIDTH, _GUIDE_WIDTHS = 22, (24, 60, 18, 60, 28)
# Where the words of a list are written out one by one; longer lists are looked up on the site.
_FEW = 30


class SheetFormat(StrEnum):
    """How a sheet is written."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def content_type(self) -> str:
        """What a browser is told it is."""
        return {
            SheetFormat.CSV: "text/csv; charset=utf-8",
            SheetFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }[self]


@transaction.atomic
def export(kind: SheetKind, rows: QuerySet, *, by, written_as: SheetFormat) -> bytes:
    """Return those of `rows` that `by` may work with as a sheet, in the order of their names, and audit it."""
    sheet = sheet_of(kind, by)
    sheet.let_name()
    mine = sheet.rows().filter(pk__in=rows.order_by().values("pk")).order_by(*sheet.model._meta.ordering, "pk")
    table = sheet.export(mine)
    audit.record(
        AuditAction.EXPORTED,
        by=by,
        about=f"{kind.label}: {len(table):,} as {written_as.name}",
        details={"kind": kind.value, "rows": len(table)},
    )
    return _written(sheet, table, written_as)


def template(kind: SheetKind, *, by, written_as: SheetFormat) -> bytes:
    """Return an empty sheet with the headings of `kind`; XLSX has a second one that says how to fill it in."""
    sheet = sheet_of(kind, by)
    sheet.let_name()
    return _written(sheet, [], written_as)


def file_name(kind: SheetKind, written_as: SheetFormat, *, empty: bool = False) -> str:
    """Return what the file is called: "memberships-2026-11-24.xlsx"."""
    return f"{kind.value}-{'to-fill-in' if empty else timezone.localdate().isoformat()}.{written_as.value}"


def guide(sheet: SheetResource) -> list[list[str]]:
    """Return for each column of `sheet` what GUIDE_HEADINGS name."""
    return [
        [name, column.meaning, "Yes" if column.required else "", _allowed(column), column.example]
        for name, column in sheet.columns.items()
    ]


def _allowed(column: Column) -> str:
    known: KnownRows | None = getattr(column.widget, "known", None)
    names = [row.name for row in known.rows] if known else []
    named = f" of: {'; '.join(names)}" if 0 < len(names) <= _FEW else ""
    if not known:
        return column.widget.allowed
    if column.widget.is_several:
        return f"One or more{named}{'' if named else ' names'}, with ; between them"
    return f"One{named}" if named else f"The name of a {known.noun}"


def _written(sheet: SheetResource, table: Iterable, written_as: SheetFormat) -> bytes:
    headings = list(sheet.columns)
    if written_as == SheetFormat.CSV:
        written = io.StringIO()
        csv.writer(written).writerows([headings, *([for_csv(cell) for cell in row] for row in table)])
        return (UTF8_MARK + written.getvalue()).encode()
    workbook = Workbook(write_only=True)
    widths = [_WIDTHS.get(heading, _WIDTH) for heading in headings]
    _add_sheet(workbook, sheet.kind.label, [headings, *table], widths)
    said = [[words] for words in GUIDE_WORDS]
    _add_sheet(workbook, GUIDE, [GUIDE_HEADINGS, *guide(sheet), [""], *said], _GUIDE_WIDTHS, wraps=True)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _add_sheet(workbook: Workbook, title: str, table: Iterable, widths, *, wraps: bool = False) -> None:
    page = workbook.create_sheet(title)
    page.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
        # As text: a sheet program would make a date of "September 2017" and a number of a year.
        page.column_dimensions[get_column_letter(place)].number_format = _TEXT_FORMAT
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(table):
        page.append([_text_cell(page, text, bold if not number else None, wrapped if wraps else None) for text in row])


def _text_cell(page, text: str, font, alignment) -> WriteOnlyCell:
    cell = WriteOnlyCell(page)
    cell.value = for_xlsx(text)
    # The library takes what begins with = for a formula.
    cell.data_type = "s"
    cell.number_format = _TEXT_FORMAT
    if font:
        cell.font = font
    if alignment:
        cell.alignment = alignment
    return cell
