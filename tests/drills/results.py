"""What a drill found, kept in var/drills/ until it is made again."""

import ast
import datetime
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.report import machine

FOLDER = Path(__file__).resolve().parent
KEPT = FOLDER.parent.parent / "var" / "drills"


@dataclass(frozen=True)
class Result:
    """A row of the table. `why` says what does not hold, if anything; `machine` when and on what it was measured."""

    name: str
    row: str
    must_hold: str
    measured: str
    why: str
    seconds: float
    day: str
    machine: str

    @classmethod
    def of(cls, name: str, *, measured: str = "", why: str = "", seconds: float = 0) -> "Result":
        """Return what was found now by the drill `name`."""
        today = f"{datetime.date.today():%-d %B %Y}"
        return cls(name, *words_of(name), measured, why, seconds, today, _machine())

    @classmethod
    def kept(cls, name: str) -> "Result | None":
        """Return what the drill `name` found last, if that is known."""
        path = KEPT / f"{name}.json"
        return cls(**json.loads(path.read_text())) if path.exists() else None

    def keep(self) -> None:
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{self.name}.json").write_text(json.dumps(asdict(self), indent=1))

    @property
    def holds(self) -> bool:
        return not self.why

    @property
    def verdict(self) -> str:
        """Whether it held, and if not why, in words."""
        return "yes" if self.holds else f"no: {self.why}"


def _machine() -> str:
    """Return on what and when, without what else the machine did: the same for drills of one day and commit."""
    return re.sub(r" Load in .*?: [\d.]+\.", "", machine())


def words_of(name: str) -> tuple[str, str]:
    """Return the ROW and the MUST_HOLD of the drill `name`, without importing what it needs."""
    said = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse((FOLDER / f"{name}.py").read_text()).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in {"ROW", "MUST_HOLD"}
    }
    return said["ROW"], said["MUST_HOLD"]
