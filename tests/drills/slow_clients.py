"""Slow visitors beside usual ones: two hundred at the documented front, and forty at a site that has none."""

import os
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from tests.drills.front import Front, readers
from tests.drills.slow import slow_clients
from tests.topology.programs import Supervisor
from tests.topology.site import Plan, answers, free_port, prepare, topology_in

ROW = "200 slow clients (headers, bodies, readers) at the documented front"
MUST_HOLD = "site answers as before; `make run` alone survives 40"
AT_THE_FRONT, ALONE = 200, 40
READERS, PAUSE = 4, 0.05
SECONDS_BEFORE, SECONDS_DURING = 10, 25
# Others on the machine disturb a single answer.
AS_BEFORE, AT_ALL_EVENTS = 3, 0.25


def run(folder: Path) -> str:
    return f"at the front {at_the_front(folder / 'front')}; `make run` alone {alone(folder / 'alone')}"


def at_the_front(folder: Path) -> str:
    """Measure the whole topology."""
    with topology_in(folder, Plan()) as site:
        return compared(site.port, AT_THE_FRONT)


def alone(folder: Path) -> str:
    """Measure what `make run` serves: in local mode, on SQLite, with nothing in front."""
    folder.mkdir(parents=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    port, environment = free_port(), kept | {"DATA_DIR": str(folder)}
    prepare(environment)
    supervisor = Supervisor(folder)
    with supervisor.watching():
        supervisor.start("serve", [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}"], environment)
        until = time.monotonic() + 60
        while not answers(port):
            assert time.monotonic() < until, f"It does not answer: {(folder / 'serve.log').read_text()[-1000:]}"
            time.sleep(0.1)
        return compared(port, ALONE)


def compared(port: int, count: int) -> str:
    """Return in words how usual visitors are answered before and beside so many slow ones. Raises AssertionError."""
    front = Front(port)
    # First answers take longer than all others.
    measured(front, SECONDS_BEFORE)
    before = measured(front, SECONDS_BEFORE)
    with slow_clients(port, count) as slow:
        during = measured(front, SECONDS_DURING)
    assert set(front.answers) == {200}, f"usual visitors were answered {dict(front.answers)}"
    assert during[1] <= max(AS_BEFORE * before[1], AT_ALL_EVENTS), (
        f"{words(before)} before, {words(during)} beside {count}"
    )
    away = sum(client.times_away for client in slow)
    return f"{words(before)} before, {words(during)} beside {count} of them, who were sent away {away} times"


def measured(front: Front, seconds: float) -> tuple[float, float]:
    """Return the median and the 95th percentile of the seconds that answers take."""
    with readers(front, READERS, PAUSE) as answered:
        time.sleep(seconds)
    took = [answer.seconds for answer in answered]
    assert len(took) > 20, f"only {len(took)} answers came in {seconds} seconds"
    return median(took), quantiles(took, n=20)[-1]


def words(figures: tuple[float, float]) -> str:
    return "p50 {:.0f} ms, p95 {:.0f} ms".format(*(figure * 1000 for figure in figures))
