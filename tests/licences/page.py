"""How docs/licences.md is written, below what is written by hand, and read again."""

import re

from tests.licences.reading import ROOT, RUNNING

PAGE = ROOT / "docs" / "licences.md"
LINE = re.compile(r"^\| ([a-z0-9-]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TITLES = {True: "What runs with the site", False: "Only for tests and maintainers"}


def page(packages: dict[str, dict[str, list[str]]], licences: dict[str, str]) -> str:
    """Return the page: what is written by hand in it, and a line for each of `packages`."""
    by_hand, _, _ = PAGE.read_text().partition(f"## {TITLES[True]}")
    parts = [by_hand]
    for is_run, title in TITLES.items():
        parts.append(f"## {title}\n\n| package | version | licence | for |\n|---|---|---|---|\n")
        for name, entry in packages.items():
            if bool(RUNNING & set(entry["uses"])) == is_run:
                uses = entry["uses"][:1] if is_run else entry["uses"]
                cells = name, ", ".join(entry["versions"]), licences[name], ", ".join(uses)
                parts.append(f"| {' | '.join(cells)} |\n")
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


def told() -> dict[str, str]:
    """Return the licence of each package that the page names."""
    return {name: licence for name, _, licence, _ in LINE.findall(PAGE.read_text())}
