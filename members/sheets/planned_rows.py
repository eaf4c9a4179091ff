"""What one row of a sheet would do."""

from dataclasses import dataclass, field
from typing import Any

from members.models.sheets import RowOutcome
from members.sheets.layouts import Column, SheetModel


@dataclass
class PlannedRow:
    """What the row `number` of a sheet would do; `cells` are its cells by their headings.

    `row` is the row of the directory it is about, None for a new one, and `values` are what would be put in that.
    `changes`, `problems` and `doubts` are stored with SheetRow as they are: see the fields there.
    """

    number: int
    cells: dict[str, str]
    row: SheetModel | None = None
    # By the names of the model's fields, and of their types.
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)
    doubts: list[dict[str, str]] = field(default_factory=list)

    @property
    def outcome(self) -> RowOutcome:
        if self.problems:
            return RowOutcome.ERROR
        if self.doubts:
            return RowOutcome.DOUBTFUL
        if self.row is None:
            return RowOutcome.NEW
        return RowOutcome.CHANGED if self.changes else RowOutcome.UNCHANGED

    @property
    def name(self) -> str:
        """What it is about, as it stands in the sheet."""
        parts = [self.cells.get(heading, "") for heading in ("Name", "Member organisation", "Partnership")]
        return " in ".join(" ".join(part.split()) for part in parts if part.strip())

    def change(self, column: Column, old: str, new: str, value: Any) -> None:
        """Let `column` get `value`, which stands in a cell as `new`."""
        self.values[column.name] = value
        self.changes.append({"column": column.heading, "old": old, "new": new})

    def refuse(self, column: str, message: str) -> None:
        """Add a problem in `column`, or with the row as a whole if that is ""."""
        self.problems.append({"column": column, "words": message})

    def doubt(self, column: str, message: str) -> None:
        """Add what somebody should look at before the row is imported."""
        self.doubts.append({"column": column, "words": message})
