"""What each row of a sheet would do, in plain words: nothing is changed here.

A row is new, changed or unchanged, or it is an error with the reason beside its column. What the user may not work with
does not exist here: another's partnership reads exactly like one that is not there.
"""

from collections.abc import Collection, Hashable
from typing import Any

from django.contrib.auth.models import User

from members.sheets.cell_kinds import CellProblem, shortened
from members.sheets.cells import BadCell
from members.sheets.layouts import LAYOUTS, Column, SheetModel
from members.sheets.rows import PlannedRow, checks_of

CELLS_WITHOUT_HEADING = "This row has more cells than there are headings. Is there a comma or semicolon too many?"

# What finds a row of the directory: the values of its key columns, keys of rows where they are rows.
RowKey = tuple[Hashable, ...]


class Planner:
    """Plans the rows of one sheet, in their order, for the user `by`. What there is now is looked up at the start.

    With `locks` the rows of the directory are locked until the transaction ends: whoever edits one of them waits, and
    is shown afterwards what was imported. Nothing is doubtful for being like the rows with the keys `imported`, which
    came from the same sheet.
    """

    def __init__(self, kind: str, by: User, *, locks: bool = False, imported: Collection[int] = frozenset()) -> None:
        self.layout = LAYOUTS[kind]
        self.columns = self.layout.columns(by)
        self._key_columns = [column for column in self.columns.values() if column.name in self.layout.key]
        self._checks = checks_of(self.layout, by, imported)
        rows = self.layout.rows(by)
        rows = rows.select_for_update(of=("self",)) if locks else rows
        self._rows_by_key = {self._key_of(row): row for row in rows}
        self._numbers_by_key: dict[RowKey, int] = {}

    def plan(self, number: int, cells: dict[str, str], *, has_more_cells: bool = False) -> PlannedRow:
        """Return what the row `number` would do.

        `cells` are its cells by the headings of known columns; `has_more_cells` says that some have no heading.
        """
        planned = PlannedRow(number, cells)
        if has_more_cells:
            planned.refuse("", CELLS_WITHOUT_HEADING)
        key = self._find(planned)
        # In the order of the columns: a database may store the cells in another.
        for column in self.columns.values():
            if column.heading in cells and column not in self._key_columns:
                self._plan_cell(planned, column)
        if not planned.problems:
            for check in self._checks:
                check(planned)
        if key is not None and (first := self._numbers_by_key.setdefault(key, number)) != number:
            planned.refuse("", f"It is about the same {self.layout.noun} as row {first}.")
        return planned

    def _key_of(self, row: SheetModel) -> RowKey:
        values = [getattr(row, column.name) for column in self._key_columns]
        return tuple(getattr(value, "pk", value) for value in values)

    def _find(self, planned: PlannedRow) -> RowKey | None:
        """Set the row of the directory and return its key, which no other row of the sheet may have; None without."""
        if self.layout.key == ("slug",):
            return self._find_entry(planned)
        values = [self._read(planned, column) for column in self._key_columns]
        if planned.problems:
            return None
        key = tuple(value.pk for value in values)
        planned.row = self._rows_by_key.get(key)
        if planned.row is None:
            for column, value in zip(self._key_columns, values, strict=True):
                planned.change(column, "", str(value), value)
        return key

    def _find_entry(self, planned: PlannedRow) -> RowKey | None:
        slug = planned.cells.get("Entry", "").strip().strip("/").rpartition("/")[2]
        if not slug:
            return None
        planned.row = self._rows_by_key.get((slug,))
        if planned.row is None:
            message = f"There is no {self.layout.noun} at “{shortened(slug)}” among those that are yours. "
            planned.refuse("Entry", f"{message}Leave it empty to add a new one.")
        return (slug,)

    def _plan_cell(self, planned: PlannedRow, column: Column) -> None:
        text = planned.cells[column.heading]
        old = column.text_of(planned.row) if planned.row is not None else ""
        # What the directory says already is accepted, even if the user could not enter it.
        if planned.row is not None and not isinstance(text, BadCell) and _is_same(text, old):
            return
        before = len(planned.problems)
        value = self._read(planned, column)
        if len(planned.problems) == before and (new := column.cells.write(value)) != old:
            planned.change(column, old, new, value)

    def _read(self, planned: PlannedRow, column: Column) -> Any:
        """Return the value of a cell, of the type of the column's field; None, with a problem added, if it has none."""
        text = planned.cells[column.heading]
        try:
            if isinstance(text, BadCell):
                raise CellProblem(text.problem)
            if column.required and not text.strip():
                raise CellProblem("It must not be empty.")
            return column.cells.read(text)
        except CellProblem as problem:
            planned.refuse(column.heading, str(problem))
        return None


def _is_same(text: str, other: str) -> bool:
    return text.strip().replace("\r\n", "\n") == other.strip().replace("\r\n", "\n")
