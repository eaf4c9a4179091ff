"""What each row of a sheet would do, in plain words: nothing is changed here.

A row is new, changed or unchanged, or it is an error with the reason beside its column. Rows of others do not exist: a
partnership that is not one's own reads exactly like one that is not there.
"""

from dataclasses import dataclass, field

from django.db.models import Model

from members.models.sheets import RowOutcome, SheetKind
from members.sheets.cells import BadCell
from members.sheets.checks import Checks, checks_of
from members.sheets.resources import SheetResource, sheet_of
from members.sheets.widgets import CellProblem, shown

CELLS_WITHOUT_HEADING = "This row has more cells than there are headings. Is there a comma or semicolon too many?"


@dataclass
class PlannedRow:
    """What one row would do. `row` is the one there is, None for a new one; `values` are what would be put in it."""

    number: int
    cells: dict[str, str]
    row: Model | None = None
    values: dict[str, object] = field(default_factory=dict)
    changes: list[dict] = field(default_factory=list)
    problems: list[dict] = field(default_factory=list)
    doubts: list[dict] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """What would become of it."""
        if self.problems:
            return RowOutcome.ERROR
        if self.doubts:
            return RowOutcome.DOUBTFUL
        if self.row is None:
            return RowOutcome.NEW
        return RowOutcome.CHANGED if self.changes else RowOutcome.UNCHANGED

    def refuse(self, column: str, words: str) -> None:
        """Note what is wrong with it, in `column` or, if that is "", as a whole."""
        self.problems.append({"column": column, "words": words})

    def doubt(self, column: str, words: str) -> None:
        """Note what should be looked at before it is taken."""
        self.doubts.append({"column": column, "words": words})

    @property
    def name(self) -> str:
        """What it is about, as it stands in the sheet."""
        parts = [self.cells.get(heading, "") for heading in ("Name", "Member organisation", "Partnership")]
        return " in ".join(" ".join(part.split()) for part in parts if part.strip())


class Planner:
    """Plans the rows of one sheet, in their order, for one person. What there is now is looked up at the start."""

    def __init__(self, kind: SheetKind, by, *, locks: bool = False):
        self.sheet: SheetResource = sheet_of(kind, by)
        self.sheet.let_name()
        self.columns = self.sheet.columns
        self.checks: Checks = checks_of(self.sheet)
        rows = self.sheet.rows()
        # Who edits one of them meanwhile waits, and is shown afterwards what was imported.
        rows = rows.select_for_update(of=("self",)) if locks else rows
        self._known = {self._key_of(row): row for row in rows}
        self._seen: dict[object, int] = {}

    def plan(self, number: int, cells: dict[str, str], too_many: bool = False) -> PlannedRow:
        """Return what the row `number` would do; `cells` are its cells by the headings of known columns."""
        planned = PlannedRow(number, cells)
        if too_many:
            planned.refuse("", CELLS_WITHOUT_HEADING)
        key = self._find(planned)
        # In the columns' own order: a database may keep the cells in another.
        for heading in self.columns:
            if heading in cells and self.columns[heading] not in self._key_columns:
                self._plan_cell(planned, heading)
        if not planned.problems:
            self.checks.look_at(planned)
        self._refuse_second(planned, key)
        return planned

    @property
    def _key_columns(self):
        return [self.sheet.fields[name] for name in self.sheet.key]

    def _key_of(self, row: Model):
        values = [getattr(row, self.sheet.fields[name].attribute) for name in self.sheet.key]
        return tuple(getattr(value, "pk", value) for value in values)

    def _find(self, planned: PlannedRow):
        """Find the row there is, and return the key that no other row of the sheet may have; None if it has none."""
        if self.sheet.key == ("entry",):
            return self._find_entry(planned)
        values = [self._clean(planned, column.column_name) for column in self._key_columns]
        if planned.problems:
            return None
        key = tuple(value.pk for value in values)
        planned.row = self._known.get(key)
        if planned.row is None:
            for column, value in zip(self._key_columns, values, strict=True):
                planned.values[column.attribute] = value
                planned.changes.append({"column": column.column_name, "old": "", "new": str(value)})
        return key

    def _find_entry(self, planned: PlannedRow):
        entry = planned.cells.get("Entry", "").strip().strip("/").rpartition("/")[2]
        if not entry:
            return None
        planned.row = self._known.get((entry,))
        if planned.row is None:
            words = f"There is no {self.sheet.noun} at “{shown(entry)}” among those that are yours. "
            planned.refuse("Entry", f"{words}Leave it empty to add a new one.")
        return (entry,)

    def _refuse_second(self, planned: PlannedRow, key) -> None:
        if key is None:
            return
        first = self._seen.setdefault(key, planned.number)
        if first != planned.number:
            planned.refuse("", f"It is about the same {self.sheet.noun} as row {first}.")

    def _plan_cell(self, planned: PlannedRow, heading: str) -> None:
        column, text = self.columns[heading], planned.cells[heading]
        old = column.export(planned.row) if planned.row is not None else ""
        # What stands there already is taken as it is, also what could not be entered today.
        if planned.row is not None and not isinstance(text, BadCell) and _same(text, old):
            return
        before = len(planned.problems)
        value = self._clean(planned, heading)
        new = "" if len(planned.problems) > before else column.widget.render(value)
        if new != old and len(planned.problems) == before:
            planned.values[column.attribute] = value
            planned.changes.append({"column": heading, "old": old, "new": new})

    def _clean(self, planned: PlannedRow, heading: str):
        column, text = self.columns[heading], planned.cells[heading]
        if isinstance(text, BadCell):
            planned.refuse(heading, text.words)
        elif column.required and not text.strip():
            planned.refuse(heading, "It must not be empty.")
        else:
            try:
                return column.clean(planned.cells)
            except CellProblem as problem:
                planned.refuse(heading, str(problem))
        return None


def _same(text: str, other: str) -> bool:
    return text.strip().replace("\r\n", "\n") == other.strip().replace("\r\n", "\n")
