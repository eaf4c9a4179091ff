"""What grows with the directory: search, files, the dump, a worker's memory; and what goes over the wire."""

import os
import re
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice, takewhile
from statistics import median
from subprocess import DEVNULL, Popen

from bench.asking import Wanted, ask_once, ask_over_and_over, each_once, seconds_of
from bench.figures import Row, kilobytes, megabytes, milliseconds, not_measured
from bench.pages import Effort, first_pages, seen_pages
from bench.servers import FOLDER, Server, served
from bench.sites import REAL, Site

FILES = {"sitemap": "/sitemap.xml", "partnerships as CSV": "/partnerships.csv", "members as CSV": "/members.csv"}
FILES |= {"partnerships as GeoJSON": "/partnerships.geojson"}
MANY_TIMES = 3
MEMORY_GOALS = {REAL: 150}
LARGE_MEMORY_GOAL = 250
MIXED_REQUESTS, MIXED_PAGES = 10_000, 2_000
LOCATION = re.compile("<loc>([^<]+)</loc>")
# Of a page with its CSS, compressed, and of all that the page of the map fetches; and how often a browser asks.
WEIGHT_GOALS = {"list": 25, "partnership": 25, "map": 60}
WHOLE_VISIT = {"map"}
MAX_REQUESTS = 5
FETCHED = re.compile(r'<(?:link rel="(?:stylesheet|preload|icon)"|img|script|use)[^>]*?(?:href|src)="(/static/[^"#]+)')
FONT, CSS = ".woff2", ".css"
Times = dict[tuple[str, str], float]


def beside_the_real(what: str, site: Site, seconds: list[float], real: Times, most: float) -> Row:
    """Return the row of something that may take `most` times as long in a large directory as in the `real` one."""
    took, key = median(seconds), (site.database, what)
    if site.size == REAL:
        real[key] = took
        return Row(what, where(site), "–", milliseconds(seconds))
    if key not in real:
        return Row(what, where(site), f"< {most:,.0f} times that at {REAL}", milliseconds(seconds))
    times = took / real[key]
    goal = f"< {most:,.0f} times that at {REAL}"
    return Row(what, where(site), goal, f"{milliseconds(seconds)}: {times:,.1f} times", times < most)


def searches(server: Server, site: Site, rare: str, real: Times, effort: Effort) -> Iterator[Row]:
    """Measure the list searched for a word that every entry has, and for two that few have."""
    for what, words in (("search, one common word", "partnership"), ("search, two rare words", rare)):
        yield beside_the_real(what, site, _times(server, f"/partnerships/?q={words}", effort), real, MANY_TIMES)


def _times(server: Server, path: str, effort: Effort) -> list[float]:
    ask_once(server.address, Wanted(path))
    return [seconds_of(server.address, Wanted(path)) for _ in range(effort.changes)]


def files(site: Site, real: Times, effort: Effort) -> Iterator[Row]:
    """Measure files of everything, the first time they are asked for: they may grow as the rows do, and no memory."""
    most = site.size / REAL * 1.5
    with served(site.environment, options=("--workers", "1")) as server:
        for what, path in FILES.items():
            before = server.proportional_bytes
            try:
                took = seconds_of(server.address, Wanted(path))
            except OSError as error:
                yield not_measured(f"{what}, first time", where(site), "–", str(error))
                continue
            row = beside_the_real(f"{what}, first time", site, [took], real, most)
            grown = f"{row.measured}; the worker grew by {megabytes(server.proportional_bytes - before)}"
            yield Row(row.what, row.where, row.goal, grown, row.is_met)
    took, peak = _dump(site, effort.patience)
    row = beside_the_real("dump of everything", site, [took], real, most)
    yield Row(row.what, row.where, row.goal, f"{row.measured}; {megabytes(peak)} at most", row.is_met)


def _dump(site: Site, patience: float) -> tuple[float, int]:
    """Return how long manage.py export_open_data takes, and how much memory at most. Raises TimeoutError."""
    began = time.perf_counter()
    process = Popen(
        [sys.executable, "manage.py", "export_open_data"],
        cwd=FOLDER,
        env={**os.environ, **site.environment},
        stdout=DEVNULL,
    )
    try:
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            if time.perf_counter() - began > patience:
                raise TimeoutError(f"The dump of everything takes longer than {patience:.0f} seconds.")
            time.sleep(0.02)
    except BaseException:
        process.kill()
        raise
    _, status, used = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, "export_open_data failed."
    return time.perf_counter() - began, used.ru_maxrss * 1024


def memory(server: Server, site: Site, slug: str, effort: Effort) -> Iterator[Row]:
    """Measure how much memory a worker takes after MIXED_REQUESTS, and after half of them.

    Most are for pages of records, more than the answers that a worker keeps. A slow site is asked as often as patience
    allows.
    """
    often = [*seen_pages(slug).values(), *first_pages(slug).values(), "/members/", "/news/", "/find/?q=leeds"]
    others = cycle(often)
    asked_for = cycle([path for page in _pages_of_records(server) for path in (page, next(others))])
    halves, asked = [], 0
    for _ in range(2):
        requests = _until(effort.patience, (Wanted(path) for path in islice(asked_for, MIXED_REQUESTS // 2)))
        asked += ask_over_and_over(server.address, each_once(requests))[0]
        halves.append(server.proportional_bytes)
    goal = MEMORY_GOALS.get(site.size, LARGE_MEMORY_GOAL)
    is_met = halves[1] < goal * 2**20 and halves[1] < halves[0] * 1.05
    measured = f"{megabytes(halves[1])}, {megabytes(halves[0])} after half"
    yield Row(f"memory of a worker after {asked:,} requests", where(site), f"< {goal} MB, flat", measured, is_met)


def _pages_of_records(server: Server) -> list[str]:
    """Return the paths of MIXED_PAGES pages at most, as far apart in the sitemap as may be: a part of it for a kind."""
    parts = {part.rpartition("-")[0]: part for part in reversed(_paths_in(server, "/sitemap.xml"))}
    paths = [path for part in parts.values() for path in _paths_in(server, part)]
    return paths[:: len(paths) // MIXED_PAGES + 1]


def _paths_in(server: Server, path: str) -> list[str]:
    sitemap = ask_once(server.address, Wanted(path, ())).content.decode()
    return [address.removeprefix(server.address) for address in LOCATION.findall(sitemap)]


def _until(seconds: float, requests: Iterator[Wanted]) -> Iterator[Wanted]:
    """Yield `requests` as long as so many seconds are not over."""
    end = time.perf_counter() + seconds
    return takewhile(lambda request: time.perf_counter() < end, requests)


def weights(server: Server, site: Site, slug: str) -> Iterator[Row]:
    """Measure what a first visit fetches, compressed as it is sent; the font, which is kept for a year, apart.

    Pictures and scripts count where the goal is for the whole visit, and are named beside it elsewhere.
    """
    for name, goal in WEIGHT_GOALS.items():
        page = ask_once(server.address, Wanted(seen_pages(slug)[name]))
        assert page.headers.get("content-encoding"), f"The {name} was sent without being compressed."
        plain = ask_once(server.address, Wanted(seen_pages(slug)[name], ())).content.decode()
        fetched = {path: ask_once(server.address, Wanted(path)) for path in set(FETCHED.findall(plain))}
        sizes = {path: len(answer.content) for path, answer in fetched.items() if not path.endswith(FONT)}
        whole, requests = len(page.content) + sum(sizes.values()), 1 + len(sizes)
        with_css = len(page.content) + sum(size for path, size in sizes.items() if path.endswith(CSS))
        coding = page.headers["content-encoding"]
        measured = f"{kilobytes(with_css)} ({coding}), {kilobytes(whole)} with all it fetches, {requests} requests"
        is_met = (whole if name in WHOLE_VISIT else with_css) <= goal * 1024 and requests <= MAX_REQUESTS
        yield Row(f"first visit: {name}", where(site), f"≤ {goal} KB, ≤ {MAX_REQUESTS} requests", measured, is_met)


def where(site: Site) -> str:
    """Return in which directory something was measured: "SQLite, 122"."""
    return f"{site.database}, {site.size:,}"
