"""Files to import, and what becomes of them."""

import io

from openpyxl import Workbook

from members.models import SheetImport
from members.models.sheets import SheetKind
from members.sheets import lifecycle

MEMBERS = ["Entry", "Name", "Sector", "Website", "Local authority"]


def make_import(**fields) -> SheetImport:
    """Make an import of member organisations that nobody has begun to read."""
    return SheetImport.objects.create(**{"kind": SheetKind.MEMBERS, "file_name": "sheet.csv"} | fields)


def csv_of(*rows) -> bytes:
    """Return a CSV file of `rows`, whose cells need no quotation marks."""
    return "\n".join(",".join(row) for row in rows).encode()


def xlsx_of(*rows, change=None) -> bytes:
    """Return a workbook with `rows` on its first sheet; `change` may do more to that sheet before it is saved."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    if change:
        change(workbook.active)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def receive(content: bytes, *, by, kind=SheetKind.MEMBERS, file_name="sheet.csv") -> SheetImport:
    """Upload `content` and return the import as it then stands in the database."""
    sheet = lifecycle.receive(kind=kind, file_name=file_name, content=content, by=by)
    sheet.refresh_from_db()
    return sheet


def preview(*rows, by, kind=SheetKind.MEMBERS) -> SheetImport:
    """Upload a CSV file of `rows` and return the import as it then stands."""
    return receive(csv_of(*rows), by=by, kind=kind)


def outcomes(sheet: SheetImport) -> dict[int, str]:
    """Return the outcome of each row by its number."""
    return dict(sheet.rows.values_list("number", "outcome"))


def problems(sheet: SheetImport) -> list[tuple[str, str]]:
    """Return the column and message of every problem, in the order of the rows."""
    return [(problem["column"], problem["words"]) for row in sheet.rows.order_by("number") for problem in row.problems]


def changes(sheet: SheetImport) -> list[tuple[str, str, str]]:
    """Return the column, old and new text of every change, in the order of the rows."""
    return [
        (change["column"], change["old"], change["new"])
        for row in sheet.rows.order_by("number")
        for change in row.changes
    ]
