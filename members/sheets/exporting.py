"""Files to hand out: exports, and empty sheets to fill in. None holds a formula or the address of a person."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet, TextChoices
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from members.models.sheets import SheetKind
from members.sheets.cells import for_csv, for_xlsx
from members.sheets.layouts import LAYOUTS, Column
from partnerships import audit
from partnerships.text.csv_files import UTF8_MARK, lines
from partnerships.vocabulary import AuditAction

GUIDE_TITLE = "How to fill this in"
GUIDE_HEADINGS = ["Column", "What it is", "Must be filled in", "What may stand in it", "Example"]
GUIDE_PARAGRAPHS = (
    "Fill in the first sheet, one row each, and leave its headings as they are. You may leave out columns that need "
    "not be filled in: what they say stays as it is.",
    "A column that is there counts: an empty cell in it says that nothing is known, and takes away what was there.",
    "Nothing is changed before you have seen what every row would do.",
)
_TEXT_FORMAT = "@"
# Rows of cells.
Table = Iterable[Sequence[str]]
_WIDTHS = {"Entry": 28, "Website": 36} | dict.fromkeys(
    ["Name", "Local authorities", "Partnership", "Member organisation"], 40
)
_WIDTH, _GUIDE_WIDTHS = 22, (24, 60, 18, 60, 28)


class SheetFormat(TextChoices):
    """In which format a sheet is written."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"

    @property
    def content_type(self) -> str:
        xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return "text/csv; charset=utf-8" if self == SheetFormat.CSV else xlsx


@transaction.atomic
def export(kind: SheetKind, rows: QuerySet[Model], *, by: User, written_as: SheetFormat) -> bytes:
    """Return those of `rows` that `by` may work with as a file, in their usual order, and audit it."""
    layout = LAYOUTS[kind]
    columns = layout.columns(by)
    editable = layout.rows(by).filter(pk__in=rows.order_by().values("pk"))
    in_order = editable.order_by(*(layout.model._meta.ordering or ()), "pk").iterator(chunk_size=1_000)
    table = [[column.text_of(row) for column in columns.values()] for row in in_order]
    about = f"{kind.label}: {len(table):,} as {written_as.name}"
    audit.record(AuditAction.EXPORTED, by=by, about=about, details={"kind": kind.value, "rows": len(table)})
    return _file_of(kind, columns, table, written_as)


def template(kind: SheetKind, *, by: User, written_as: SheetFormat) -> bytes:
    """Return a file with the headings of `kind` only; XLSX has a second sheet that says how to fill it in."""
    return _file_of(kind, LAYOUTS[kind].columns(by), [], written_as)


def file_name(kind: SheetKind, written_as: SheetFormat, *, empty: bool = False) -> str:
    """Return a name such as "memberships-2026-11-24.xlsx", or "memberships-to-fill-in.xlsx" for an `empty` sheet."""
    return f"{kind.value}-{'to-fill-in' if empty else timezone.localdate().isoformat()}.{written_as.value}"


def guide(columns: dict[str, Column]) -> list[list[str]]:
    """Return a row for each of `columns`, under GUIDE_HEADINGS."""
    return [
        [column.heading, column.meaning, "Yes" if column.required else "", column.cells.allowed, column.example]
        for column in columns.values()
    ]


def _file_of(kind: SheetKind, columns: dict[str, Column], table: Table, written_as: SheetFormat) -> bytes:
    """Return `table`, rows of cells, below the headings of `columns`."""
    headings = list(columns)
    if written_as == SheetFormat.CSV:
        return "".join([UTF8_MARK, *lines([headings, *table], for_csv)]).encode()
    workbook = Workbook(write_only=True)
    widths = [_WIDTHS.get(heading, _WIDTH) for heading in headings]
    _add_worksheet(workbook, kind.label, [headings, *table], widths)
    guide_table = [GUIDE_HEADINGS, *guide(columns), [""], *([paragraph] for paragraph in GUIDE_PARAGRAPHS)]
    _add_worksheet(workbook, GUIDE_TITLE, guide_table, _GUIDE_WIDTHS, wraps=True)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _add_worksheet(workbook: Workbook, title: str, table: Table, widths: Iterable[int], *, wraps: bool = False) -> None:
    """Add a worksheet with the rows of `table`, the first of them in bold."""
    worksheet = workbook.create_sheet(title)
    worksheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        dimension = worksheet.column_dimensions[get_column_letter(place)]
        dimension.width = width
        # As text: a sheet program would make a date of "September 2017" and a number of a year.
        dimension.number_format = _TEXT_FORMAT
    style: dict[str, Any] = {"alignment": Alignment(wrap_text=True, vertical="top")} if wraps else {}
    for number, row in enumerate(table):
        of_row = style if number else style | {"font": Font(bold=True)}
        worksheet.append([_text_cell(worksheet, text, **of_row) for text in row])


# The class of worksheets that are only written is private to the library.
def _text_cell(worksheet: Any, text: str, **style: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(worksheet)
    cell.value = for_xlsx(text)
    # The library takes what begins with = for a formula.
    cell.data_type = "s"
    cell.number_format = _TEXT_FORMAT
    for name, value in style.items():
        setattr(cell, name, value)
    return cell
