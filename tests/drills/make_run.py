"""The first `make run` in an empty folder, interrupted again and again, and then begun twice at once."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from bench.servers import wait_for
from bench.starting import ITS_ANSWER, POSTCODE
from lcep_site.management.commands.serve import ALREADY_RUNNING
from lcep_site.settings import BASE_DIR
from tests.topology.site import free_port

ROW = "`make run` interrupted anywhere, or twice at once"
MUST_HOLD = "the next start is whole"
# After which words, and how many seconds later, the start is ended how.
MOMENTS = (
    ("Making a virtual environment", 1, signal.SIGKILL),
    ("Making a virtual environment", 8, signal.SIGKILL),
    ("Preparing the database", 1, signal.SIGKILL),
    ("Preparing the database", 3, signal.SIGINT),
    ("Preparing the database", 6, signal.SIGKILL),
    ("Serving", 2, signal.SIGKILL),
    ("Serving", 6, signal.SIGINT),
    ("Serving", 12, signal.SIGKILL),
)
PATIENCE_SECONDS = 180
LAST_OF_ALL = "var/media/open-data"
NOT_OURS = re.compile(r"DATABASE_URL|DJANGO_|LCEP_|SITE_URL|DATA_DIR|SECRET_KEY|MAKE|MFLAGS|VIRTUAL_ENV|PYTHONPATH")


class Start:
    """A `make run` in a folder, whose words go to a file beside it."""

    def __init__(self, folder: Path, port: int, name: str):
        self.log = folder.parent / f"{name}.log"
        environment = {key: value for key, value in os.environ.items() if not NOT_OURS.match(key)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["make", "run", f"PORT={port}", f"PYTHON={sys.base_prefix}/bin/python3"],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def words(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, words: str) -> None:
        """Wait until it has said `words`. Raises AssertionError if it ends before, or never does."""
        until = time.monotonic() + PATIENCE_SECONDS
        while words not in self.words:
            ended = self.process.poll()
            assert ended is None, f"a start ended with {ended} before it said “{words}”: {self.words[-300:]}"
            assert time.monotonic() < until, f"a start did not come to “{words}”: {self.words[-300:]}"
            time.sleep(0.05)

    def end(self, number: int) -> None:
        """Send the signal to all in its terminal, as Ctrl-C does, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        self.process.wait(PATIENCE_SECONDS)


def run(folder: Path) -> str:
    """Interrupt the first start at every moment, begin two at once, and look at what the one that goes on serves."""
    place, port = folder / "site", free_port()
    place.mkdir()
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=BASE_DIR, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x", "-C", str(place)], input=archive, check=True)
    try:
        for number, (words, seconds, how) in enumerate(MOMENTS):
            start = Start(place, port, f"start-{number}")
            try:
                start.wait_for(words)
                time.sleep(seconds)
                assert start.process.poll() is None, f"start {number + 1} ended by itself: {start.words[-300:]}"
            finally:
                start.end(how)
        took = _begin_two(place, port)
        _check(place)
    finally:
        left = _left_running(place)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(place, ignore_errors=True)
    assert not left, f"{len(left)} processes were left running"
    kills = sum(how == signal.SIGKILL for _, _, how in MOMENTS)
    return (
        f"first start killed {kills} times and stopped {len(MOMENTS) - kills} times, at its environment, packages, "
        f"tables, data and while it served; of two at once one served and one said why not; everything was there "
        f"{took:.0f} s after the last start, and nothing left running"
    )


def _begin_two(place: Path, port: int) -> float:
    """Begin two at once, and see that one serves all there is while the other says why not; return how long it took."""
    began = time.monotonic()
    both = [Start(place, port, f"both-{number}") for number in (1, 2)]
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while all(start.process.poll() is None for start in both):
            assert time.monotonic() < until, "two starts at once both run on"
            time.sleep(0.1)
        [refused] = [start for start in both if start.process.poll() is not None]
        assert ALREADY_RUNNING in refused.words, f"the second of two starts said: {refused.words[-300:]}"
        wait_for(f"http://127.0.0.1:{port}", POSTCODE, PATIENCE_SECONDS, holding=ITS_ANSWER)
        # Schools come after postcodes, and the file of everything last.
        while not (place / LAST_OF_ALL).exists():
            assert time.monotonic() < until + PATIENCE_SECONDS, "not everything was loaded"
            time.sleep(0.2)
        return time.monotonic() - began
    finally:
        for start in both:
            start.end(signal.SIGINT)


def _check(place: Path) -> None:
    """Compare what is in the database with what is committed."""
    with closing(sqlite3.connect(place / "var" / "lcep.sqlite3")) as database:

        def number(query: str) -> int:
            return database.execute(query).fetchone()[0]

        assert number("PRAGMA integrity_check") == "ok", "the database is broken"
        wanted = len((place / "fixtures" / "directory" / "partnerships.tsv").read_text().splitlines()) - 1
        there = number("SELECT count(*) FROM partnerships_partnership")
        assert there == wanted, f"{there} partnerships of {wanted} are there"
        for table in ("partnerships_postcode", "partnerships_school"):
            assert number(f"SELECT count(*) FROM {table}") > 10_000, f"{table} is not loaded"


def _left_running(place: Path) -> list[int]:
    """Return the numbers of the processes that run in `place`, after what is told to stop has had its time."""
    until = time.monotonic() + 45
    while (left := _running_in(place)) and time.monotonic() < until:
        time.sleep(0.5)
    return left


def _running_in(place: Path) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").resolve() == place.resolve():
                found.append(int(process.name))
    return found
