"""Measure the site: python -m bench [--large] [--whole]. Prints a row at a time, and writes docs/performance.md.

The usual run takes some minutes and measures the real directory, and Wagtail's list if that was installed before;
--wagtail installs it. --large also measures a directory of 122,000 partnerships, how pages grow on the way there, and
`make run`; --chart nothing but that growth. --whole takes longer over everything.
"""

import argparse
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from bench import files, forms, pages, postgresql, report, sites, starting, wagtail_list
from bench.figures import Row, not_measured
from bench.pages import Effort
from bench.servers import BARE, Server, served
from bench.sites import LARGE, REAL, Site

QUICK = Effort(rounds=3, seconds=0.5, changes=3, patience=120)
THOROUGH = Effort(rounds=7, seconds=1.5, changes=7, patience=1800)
GROWTH = (REAL, 12_200, LARGE)
LIGHTHOUSE = (
    "Lighthouse, mobile, and the shift of the layout (CLS)",
    "Browser",
    "100, 0",
    "make lighthouse does that",
)


@dataclass
class Bench:
    """A run: the bare view's server, how much effort, and what was found so far."""

    unit: Server
    effort: Effort
    rows: list[Row] = field(default_factory=list)
    speeds: pages.Speeds = field(default_factory=dict)
    times: files.Times = field(default_factory=dict)

    def note(self, rows: Iterable[Row]) -> None:
        """Print each row, and keep it."""
        for row in rows:
            print(f"{row.where:>20}  {row.what}: {row.measured}  {row.goal}  {row.verdict}", flush=True)
            self.rows.append(row)

    def try_to_note(self, what: str, site: Site, rows: Iterable[Row]) -> None:
        """Note `rows`; where the site gives no answer to be measured, the rest of them is one row that says so."""
        try:
            self.note(rows)
        except (OSError, LookupError) as error:
            self.note([not_measured(what, files.where(site), "–", repr(error))])

    def measure(self, site: Site) -> None:
        """Measure everything about one site."""
        facts = site.act("facts")
        slug, effort, note = facts["slug"], self.effort, partial(self.try_to_note, site=site)
        with served(site.environment) as server:
            seen = pages.seen(self.unit, server, slug, effort)
            note("pages", rows=pages.rows(site, seen, self.speeds))
            note("first visits", rows=files.weights(server, site, slug))
            note("searches", rows=files.searches(server, site, facts["rare"], self.times, effort))
            note("enquiries", rows=forms.enquiries(self.unit, server, site, facts["consent"], effort))
            note("edits", rows=forms.saved_edits(server, site, facts["form"], self.times, effort))
            note("memory", rows=files.memory(server, site, slug, effort))
        for speeds in (pages.first_renders, pages.after_changes):
            note("pages", rows=pages.rows(site, speeds(self.unit, site, slug, effort), self.speeds))
        note("files", rows=files.files(site, self.times, effort))


def main(arguments: list[str]) -> None:
    """Measure what `arguments` ask for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="also 122,000 partnerships, growth, Wagtail, make run")
    parser.add_argument("--wagtail", action="store_true", help="install Wagtail, if it is not there, and measure it")
    parser.add_argument("--chart", action="store_true", help="only how pages grow: draw the chart, and no table")
    parser.add_argument("--whole", action="store_true", help="take longer over everything")
    parser.add_argument("--only", choices=[sites.SQLITE, sites.POSTGRESQL], help="on one of the databases")
    asked = parser.parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        # As Ctrl-C does: whatever we started is stopped on the way out.
        signal.signal(number, signal.default_int_handler)
    effort = THOROUGH if asked.whole else QUICK
    if asked.chart:
        report.write_chart(measured_growth(effort))
    else:
        measure_all(asked, effort, " ".join(["python -m bench", *arguments]))


def measure_all(asked: argparse.Namespace, effort: Effort, command: str) -> None:
    """Measure everything that was `asked` for, by the `command`, and write the page as far as it has come."""
    growth: dict[str, dict[int, float]] = {}
    with ExitStack() as running:
        unit = running.enter_context(served({}, application=BARE))
        bench = Bench(unit, effort)
        for database in [asked.only] if asked.only else [sites.SQLITE, sites.POSTGRESQL]:
            make = _maker(database, running)
            for size in (REAL, LARGE) if asked.large else (REAL,):
                bench.measure(make(size))
                # What was measured is not lost if the rest is broken off.
                report.write(bench.rows, growth, command)
        if asked.large or asked.wagtail or wagtail_list.is_there():
            bench.note(wagtail_list.rows(unit, effort))
        if asked.large:
            bench.note(starting.rows())
            report.write(bench.rows, growth, command)
            growth = measured_growth(effort)
    bench.note([not_measured(*LIGHTHOUSE)])
    report.write(bench.rows, growth, command)


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
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("Broken off.")
