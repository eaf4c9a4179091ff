"""Public pages beside the bare view: seen before, asked whether they changed, drawn anew, and after a change."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median

from bench.asking import BROWSER, Wanted, ask_once, ask_over_and_over, seconds_of, the_same
from bench.figures import Row, Speed, not_measured, ratio_row
from bench.servers import Server, served
from bench.sites import POSTGRESQL, REAL, SQLITE, Site

NOTHING_KEPT = {"KEPT_ANSWERS_MB": "0"}
SEEN_GOALS = {SQLITE: 0.8, POSTGRESQL: 0.65}
UNCHANGED_GOALS = {SQLITE: 0.9, POSTGRESQL: 0.75}
FIRST_GOALS = {"home": 0.15, "partnership": 0.10, "postcode": 0.12, "list": 0.06, "map": 0.04, "suggestions": 0.4}
# Never kept, and asked for as somebody types.
SUGGESTIONS = {"suggestions": "/find/suggestions/?q=cockb"}
# What a large directory may keep of the speed of the real one.
LARGE_PARTS = {SQLITE: 1 / 3, POSTGRESQL: 1 / 2}
# A page that takes longer is measured in one round.
SLOW_SECONDS = 1
# By database, what was measured of a page, and which page.
Speeds = dict[tuple[str, str, str], Speed]
# What was measured, of which page, and how fast it is, or why that is not known.
Measured = tuple[str, str, Speed | Exception]


@dataclass(frozen=True)
class Effort:
    """How long and how often something is measured, and after how many seconds it is given up."""

    rounds: int
    seconds: float
    changes: int
    patience: float


def seen_pages(slug: str) -> dict[str, str]:
    """Return the addresses of pages that visitors share, by what they are."""
    return {"home": "/", "list": "/partnerships/", "partnership": f"/partnerships/{slug}/", "map": "/map/"} | {
        "feed": "/changes.atom"
    }


def first_pages(slug: str) -> dict[str, str]:
    """Return the addresses of pages that are measured when they are drawn, by what they are."""
    return {
        **{"home": "/", "partnership": f"/partnerships/{slug}/", "postcode": "/find/?q=LS1+3AB"},
        **{"list": "/partnerships/?region=london&region=south-east", "map": "/map/"},
    }


def speed_of(unit: Server, server: Server, wanted: Wanted, effort: Effort) -> Speed:
    """Measure `wanted` of `server` and the bare view in turn."""
    bare = Wanted("/")
    ask_once(server.address, wanted)
    is_slow = seconds_of(server.address, wanted) > SLOW_SECONDS
    unit_rates, rates = [], []
    spent = {"unit": [0.0, 0], "ours": [0.0, 0]}
    for _ in range(1 if is_slow else effort.rounds):
        for name, asked, request, found in (
            ("unit", unit, bare, unit_rates),
            ("ours", server, wanted, rates),
        ):
            before = asked.processor_seconds
            answers, seconds = ask_over_and_over(asked.address, the_same(request, effort.seconds))
            found.append(answers / seconds)
            spent[name][0] += asked.processor_seconds - before
            spent[name][1] += answers
    each = {name: seconds / answers for name, (seconds, answers) in spent.items()}
    return Speed(tuple(rates), tuple(unit_rates), each["ours"], each["unit"])


def seen(unit: Server, server: Server, slug: str, effort: Effort) -> Iterator[Measured]:
    """Measure pages that were asked for before, then with the ETag that the visitor has."""
    pages = seen_pages(slug)
    for name, path in pages.items():
        yield "seen", name, tried(partial(speed_of, unit, server, Wanted(path), effort))
    for name, path in pages.items():
        yield "unchanged", name, tried(partial(_speed_unchanged, unit, server, path, effort))


def _speed_unchanged(unit: Server, server: Server, path: str, effort: Effort) -> Speed:
    etag = ask_once(server.address, Wanted(path)).headers["etag"]
    return speed_of(unit, server, Wanted(path, (*BROWSER, ("If-None-Match", etag)), 304), effort)


def first_renders(unit: Server, site: Site, slug: str, effort: Effort) -> Iterator[Measured]:
    """Measure pages that are drawn each time they are asked for."""
    with served(site.environment | NOTHING_KEPT) as server:
        for name, path in (first_pages(slug) | SUGGESTIONS).items():
            yield "first render", name, tried(partial(speed_of, unit, server, Wanted(path), effort))


def after_changes(unit: Server, site: Site, slug: str, effort: Effort) -> Iterator[Measured]:
    """Measure the first request of a worker after each of some changes, alone on the machine."""
    with served(site.environment, options=("--workers", "1")) as server:
        for name, path in first_pages(slug).items():
            yield "after a change", name, tried(partial(_speed_after_changes, unit, server, site, path, effort))


def _speed_after_changes(unit: Server, server: Server, site: Site, path: str, effort: Effort) -> Speed:
    bare = median(seconds_of(unit.address, Wanted("/")) for _ in range(50))
    ask_once(server.address, Wanted(path))
    seconds, spent = [], 0.0
    while len(seconds) < effort.changes and sum(seconds) < SLOW_SECONDS:
        site.act("edit")
        before = server.processor_seconds
        seconds.append(seconds_of(server.address, Wanted(path)))
        spent += server.processor_seconds - before
    # Alone, a bare request waits for nothing but the processor, whose clock is too coarse for one.
    return Speed(tuple(1 / each for each in seconds), (1 / bare,) * len(seconds), spent / len(seconds) or bare, bare)


def tried(measure: Callable[[], Speed]) -> Speed | Exception:
    """Return what `measure` returns, or, if the server cannot do it, why."""
    try:
        return measure()
    except (OSError, KeyError) as error:
        return error


def goal_of(measure: str, name: str, site: Site, real: Speeds) -> float | None:
    """Return how fast a page is to be beside the bare view; in a large directory from the `real` one's speed."""
    if site.size > REAL:
        speed = real.get((site.database, measure, name))
        return speed.ratio * LARGE_PARTS[site.database] if speed else None
    if measure == "seen":
        return SEEN_GOALS[site.database]
    if measure == "unchanged":
        return UNCHANGED_GOALS[site.database]
    goal = FIRST_GOALS.get(name)
    return goal / 3 if goal and measure == "after a change" else goal


def rows(site: Site, measured: Iterable[Measured], real: Speeds) -> Iterator[Row]:
    """Yield a row for each speed, and note it in `real` if it is that of the real directory."""
    for measure, name, speed in measured:
        what, where = f"{measure}: {name}", f"{site.database}, {site.size:,}"
        if isinstance(speed, Exception):
            yield not_measured(what, where, "–", repr(speed))
            continue
        if site.size == REAL:
            real[site.database, measure, name] = speed
        yield ratio_row(what, where, speed, goal_of(measure, name, site, real))


def growth(site: Site, slug: str, effort: Effort) -> Iterator[tuple[str, float]]:
    """Yield how many seconds each page takes to be drawn."""
    with served(site.environment | NOTHING_KEPT) as server:
        for name, path in first_pages(slug).items():
            ask_once(server.address, Wanted(path))
            end, seconds = time.perf_counter() + effort.seconds, []
            while not seconds or time.perf_counter() < end:
                seconds.append(seconds_of(server.address, Wanted(path)))
            yield name, median(seconds)
