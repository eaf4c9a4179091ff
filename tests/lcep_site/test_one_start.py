"""Of two starts in a folder one goes on, and what one that was killed has left is gone before the next."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest

from lcep_site import one_start
from lcep_site.one_start import AlreadyRunning, only_one
from lcep_site.settings import BASE_DIR

pytestmark = pytest.mark.no_database
# Takes the lock and begins a process that keeps it open, and says the number of that.
HOLDER = """
import subprocess, sys, time
from pathlib import Path
from lcep_site.one_start import only_one
with only_one(Path(sys.argv[1])) as kept:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=[kept])
    print(child.pid, flush=True)
    time.sleep(60)
"""
# Begins a process that is to end with it, and says the number of that once it sleeps.
PARENT = """
import os, subprocess, sys, time
from functools import partial
from lcep_site import one_start
child = subprocess.Popen(
    [sys.executable, "-c", "print(flush=True); import time; time.sleep(60)"],
    preexec_fn=partial(one_start.end_with, os.getpid()), stdout=subprocess.PIPE,
)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""


@contextmanager
def begun(code, *arguments):
    """Run Python with `code` while the context lasts; give the process, and the number of another that it begins."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True) as process:
        child = int(process.stdout.readline())
        try:
            yield process, child
        finally:
            process.kill()
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def test_a_second_start_is_refused_at_once(tmp_path):
    with begun(HOLDER, tmp_path / "lock"), pytest.raises(AlreadyRunning), only_one(tmp_path / "lock"):
        pass


def test_what_a_killed_start_has_left_is_waited_for_and_not_for_ever(tmp_path, monkeypatch):
    with begun(HOLDER, tmp_path / "lock") as (holder, child):
        holder.kill()
        holder.wait()
        monkeypatch.setattr(one_start, "LEFT_OVER_SECONDS", 0)
        with pytest.raises(AlreadyRunning), only_one(tmp_path / "lock"):
            pass
        monkeypatch.setattr(one_start, "LEFT_OVER_SECONDS", 60)
        os.kill(child, signal.SIGKILL)

        with only_one(tmp_path / "lock"):
            assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_after_the_end_of_one_the_next_goes_on(tmp_path):
    for _ in range(2):
        with only_one(tmp_path / "lock"):
            pass


def test_what_ends_with_its_parent_is_told_to_stop_when_that_is_killed():
    with begun(PARENT) as (parent, child):
        parent.kill()
        parent.wait()

        until = time.monotonic() + 60
        while is_running(child) and time.monotonic() < until:
            time.sleep(0.02)
        # Only Linux tells processes of it.
        assert is_running(child) is (sys.platform != "linux")


def is_running(pid):
    """Whether the process is there and no zombie that nobody has waited for."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
