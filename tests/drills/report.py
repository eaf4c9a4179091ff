"""Writes docs/reliability.md from the results that are kept. What stands below MARK is written by hand, and stays."""

from collections.abc import Sequence
from pathlib import Path

from tests.drills import NAMES
from tests.drills.results import Result, words_of

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "reliability.md"
MARK = "<!-- What follows is written by hand. -->"
OPENING = """# Reliability

What may happen to a site in public, made on purpose, and what held. `make drills` makes every fault and writes this
page anew; `python -m tests.drills NAME` makes one, of a module in `tests/drills/` that says what it does:
{names}.

They need nginx and redis-server, from Debian's packages of these names, and two idle processors for 40 minutes at
most; PostgreSQL comes with the packages of the tests. What they found is kept in `var/drills/`, from where the table is
written. A drill in which something does not hold fails, and its row says what.

{machines}

{verdict}

| drill | must hold | measured | held | when |
|---|---|---|---|---|
"""


def write() -> None:
    """Write the page."""
    by_hand = DOCUMENT.read_text().partition(MARK)[2] if DOCUMENT.exists() else "\n"
    DOCUMENT.write_text(f"{page([Result.kept(name) for name in NAMES])}\n{MARK}{by_hand}")


def page(results: Sequence[Result | None]) -> str:
    """Return the page but for what is written by hand; a drill in NAMES whose result is None has not been made here."""
    machines = dict.fromkeys(result.machine for result in results if result)
    held = sum(result is not None and result.holds for result in results)
    names = ", ".join(f"`{name}`" for name in NAMES)
    verdict = f"Held: **{held}** of {len(NAMES)}."
    rows = [row(name, result) for name, result in zip(NAMES, results, strict=True)]
    measured_on = "\n".join(f"- {machine}" for machine in machines)
    return OPENING.format(names=names, machines=measured_on, verdict=verdict) + "".join(rows)


def row(name: str, result: Result | None) -> str:
    if result is None:
        cells = [*words_of(name), "not made yet", "–", "–"]
    else:
        verdict = result.verdict if result.holds else f"**{result.verdict}**"
        when = f"{result.day}, {result.seconds:.0f} s"
        cells = [result.row, result.must_hold, result.measured, verdict, when]
    # A bar would begin another cell, and a line break another row.
    return f"| {' | '.join(' '.join(cell.replace('|', '/').split()) for cell in cells)} |\n"
