"""What the accessibility statement says of each criterion of the Web Content Accessibility Guidelines 2.2, A and AA.

The table is `fixtures/accessibility.tsv`; a test makes sure that what it calls evidence is there.
"""

import csv
import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

RESULTS = {"met": "Met", "part": "Met in part", "none": "Does not apply"}
# When the statement was first written, and when somebody last went through all of it.
PREPARED_ON = datetime.date(2026, 11, 29)
REVIEWED_ON = datetime.date(2026, 11, 29)


@dataclass(frozen=True)
class Criterion:
    """A criterion, how far the site meets it (see RESULTS), and how that is known.

    `evidence` are tests, as "journeys/test_keyboard.py::test_…" below tests/, and places in docs/accessibility.md.
    """

    number: str
    name: str
    level: str
    result: str
    how: str
    evidence: tuple[str, ...]

    @property
    def words(self) -> str:
        return RESULTS[self.result]

    @property
    def tests(self) -> list[str]:
        """Return the files of its tests, each once."""
        return list(dict.fromkeys(each.partition("::")[0] for each in self.evidence if "::" in each))

    @property
    def was_looked_at(self) -> bool:
        """Whether somebody looked, too."""
        return any("::" not in each for each in self.evidence)


@cache
def criteria() -> tuple[Criterion, ...]:
    """Return all criteria, in the order of their numbers."""
    path = settings.BASE_DIR / "fixtures" / "accessibility.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Criterion(
            number=row["criterion"],
            name=row["name"],
            level=row["level"],
            result=row["result"],
            how=row["how"],
            evidence=tuple(row["evidence"].split()),
        )
        for row in rows
    )


def contents() -> dict[str, Any]:
    """Return what the statement shows, by the names of its template."""
    rows = criteria()
    return {
        "controller": settings.DATA_CONTROLLER,
        "criteria": rows,
        "in_part": [row for row in rows if row.result == "part"],
        "counts": {result: sum(row.result == result for row in rows) for result in RESULTS},
        "prepared_on": PREPARED_ON,
        "reviewed_on": REVIEWED_ON,
    }
