"""What was measured: rows of the table, and the figures they are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Speed:
    """How fast something is beside the bare view: requests a second of both, and what one took of a processor."""

    rates: tuple[float, ...]
    unit_rates: tuple[float, ...]
    processor_seconds: float
    unit_processor_seconds: float

    @property
    def ratio(self) -> float:
        """How many requests were answered for one of the bare view: the median of the rounds."""
        return median(ours / unit for ours, unit in zip(self.rates, self.unit_rates, strict=True))

    @property
    def processor_ratio(self) -> float:
        """The same by processor time, which others on the machine disturb less."""
        return self.unit_processor_seconds / self.processor_seconds

    def __str__(self) -> str:
        rate, milliseconds = median(self.rates), self.processor_seconds * 1000
        return (
            f"{self.ratio:.3g} ({rate:,.1f} a second, {milliseconds:.2f} ms; {self.processor_ratio:.3g} by processor)"
        )


@dataclass(frozen=True)
class Row:
    """One row of a table: what was measured where, the goal, the figure, and whether it is met; None without a goal."""

    what: str
    where: str
    goal: str
    measured: str
    is_met: bool | None = None
    is_met_by_processor: bool = False

    @property
    def verdict(self) -> str:
        if self.is_met is None:
            return "–"
        if self.is_met:
            return "met"
        return "**not met** by the clock, met by processor time" if self.is_met_by_processor else "**not met**"


def ratio_row(what: str, where: str, speed: Speed, goal: float | None) -> Row:
    """Return the row of a speed that is to be `goal` times that of the bare view at least."""
    if goal is None:
        return Row(what, where, "–", str(speed))
    return Row(what, where, f"≥ {goal:.3g}", str(speed), speed.ratio >= goal, speed.processor_ratio >= goal)


def not_measured(what: str, where: str, goal: str, why: str) -> Row:
    """Return the row of something that was not measured."""
    return Row(what, where, goal, f"{NOT_MEASURED}: {why}")


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = ["| what | goal | measured | |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.goal} | {row.measured} | {row.verdict} |" for row in rows]
    return "\n".join(lines) + "\n"


def milliseconds(seconds: Sequence[float]) -> str:
    """Return the median of some times in words: "12.3 ms"."""
    return f"{median(seconds) * 1000:,.1f} ms"


def megabytes(size: float) -> str:
    return f"{size / 2**20:,.0f} MB"


def kilobytes(size: float) -> str:
    return f"{size / 2**10:,.1f} KB"
