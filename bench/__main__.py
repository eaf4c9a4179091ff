"""Measure the site: python -m bench [--large] [--whole]. Prints a row at a time, and writes docs/performance.md.

The usual run takes some minutes and measures the real directory; --large also one of 122,000 partnerships, and how
pages grow on the way there; --whole takes longer over everything, and measures Wagtail's list and `make run` too.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench import files, forms, pages, postgresql, report, sites, starting, wagtail_list
from bench.figures import Row, not_measured
from bench.pages import Effort
from bench.servers import BARE, Server, served
from bench.sites import LARGE, REAL, Site

QUICK, THOROUGH = Effort(rounds=3, seconds=0.5, changes=3), Effort(rounds=7, seconds=1.5, changes=7)
GROWTH = (REAL, 1_220, 12_200, LARGE)
LIGHTHOUSE = (
    "Lighthouse, mobile, and the shift of the layout (CLS)",
    "Browser",
    "100, 0",
    "it is no part of this bench",
)


@dataclass
class Bench:
    """A run: the bare view's server, how much effort, and what was found so far."""

    unit: Server
    effort: Effort
    mixed_requests: int
    rows: list[Row] = field(default_factory=list)
    speeds: pages.Speeds = field(default_factory=dict)
    times: files.Times = field(default_factory=dict)

    def note(self, rows: Iterator[Row] | list[Row]) -> None:
        """Print each row, and keep it."""
        for row in rows:
            print(f"{row.where:>20}  {row.what}: {row.measured}  {row.goal}  {row.verdict}", flush=True)
            self.rows.append(row)

    def measure(self, site: Site) -> None:
        """Measure everything about one site."""
        facts = site.act("facts")
        slug = facts["slug"]
        with served(site.environment) as server:
            seen = pages.seen(self.unit, server, slug, self.effort)
            self.note(pages.rows(site, seen, self.speeds))
            self.note(files.weights(server, site, slug))
            self.note(files.searches(server, site, facts["rare"], self.times, self.effort))
            self.note(forms.enquiries(self.unit, server, site, facts["consent"], self.effort))
            edits = forms.saved_edits(server, site, facts["form"], self.effort)
            edit = files.beside_the_real("edit saved in the back office", site, edits, self.times, files.MANY_TIMES)
            self.note([edit])
            self.note([files.memory(server, site, slug, self.mixed_requests)])
        for speeds in (pages.first_renders, pages.after_changes):
            self.note(pages.rows(site, speeds(self.unit, site, slug, self.effort), self.speeds))
        self.note(files.files(site, self.times))


def main(arguments: list[str]) -> None:
    """Measure what `arguments` ask for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="also a directory of 122,000 partnerships")
    parser.add_argument("--whole", action="store_true", help="take longer, and measure Wagtail and make run, too")
    parser.add_argument("--only", choices=[sites.SQLITE, sites.POSTGRESQL], help="on one of the databases")
    asked = parser.parse_args(arguments)
    growth: dict[str, dict[int, float]] = {}
    with ExitStack() as running:
        unit = running.enter_context(served({}, application=BARE))
        whole = asked.whole
        bench = Bench(unit, THOROUGH if whole else QUICK, files.MIXED_REQUESTS if whole else 1_000)
        for database in filter(None, [asked.only]) or (sites.SQLITE, sites.POSTGRESQL):
            make = _maker(database, running)
            for size in (REAL, LARGE) if asked.large else (REAL,):
                bench.measure(make(size))
        if asked.large and asked.only != sites.POSTGRESQL:
            growth = measured_growth(bench.effort)
        if asked.whole:
            bench.note(wagtail_list.rows(unit, bench.effort))
            bench.note(starting.rows())
    bench.note([not_measured(*LIGHTHOUSE)])
    report.write(bench.rows, growth, " ".join(["python -m bench", *arguments]))


def _maker(database: str, running: ExitStack) -> Callable[[int], Site]:
    """Return what makes a site of some size on `database`, whose server runs as long as `running`."""
    if database == sites.SQLITE:
        return sites.site_on_sqlite
    server = running.enter_context(postgresql.postgresql_server())
    return lambda size: postgresql.site_on_postgresql(server, size)


def measured_growth(effort: Effort) -> dict[str, dict[int, float]]:
    """Return for each page how many seconds it takes to be drawn on SQLite, by the size of the directory."""
    growth: dict[str, dict[int, float]] = {}
    for size in GROWTH:
        site = sites.site_on_sqlite(size)
        for name, seconds in pages.growth(site, site.act("facts")["slug"], effort):
            growth.setdefault(name, {})[size] = seconds
    return growth


if __name__ == "__main__":
    main(sys.argv[1:])
