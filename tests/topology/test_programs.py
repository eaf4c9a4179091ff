"""What is killed comes again, as on a machine that looks after it; what is stopped does not, and leaves nothing."""

import sys
import time
from pathlib import Path

import pytest

from tests.topology import programs
from tests.topology.programs import Supervisor

pytestmark = pytest.mark.no_database
# Has a child of its own, and says the numbers of both.
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(os.getpid(), child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "RESTART_SECONDS", 0.1)
    monkeypatch.setattr(programs, "STOP_SECONDS", 5)
    supervisor = Supervisor(tmp_path)
    with supervisor.watching():
        yield supervisor


def said_by(program, starts):
    """Wait until it was started so often, and return the numbers of its processes then."""
    until = time.monotonic() + 30
    while len(lines := program.log.read_text().splitlines()) < starts:
        assert time.monotonic() < until, "It was not started again."
        time.sleep(0.05)
    return [int(number) for number in lines[-1].split()]


def are_gone(numbers):
    """Return whether they end in a moment: whoever is killed together with another is not waited for."""
    until = time.monotonic() + 5
    while any(is_running(number) for number in numbers):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def is_running(number):
    status = Path(f"/proc/{number}/stat")
    # What has ended and nobody has asked about is there still, as a zombie.
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_what_is_killed_with_all_it_started_is_started_again(supervisor):
    program = supervisor.start("parent", [sys.executable, "-c", PARENT], {})
    first = said_by(program, 1)

    supervisor.kill("parent")
    second = said_by(program, 2)

    assert are_gone(first)
    assert all(is_running(number) for number in second)
    assert supervisor.ended == ["parent"]


def test_what_ends_by_itself_is_started_again(supervisor):
    program = supervisor.start("brief", [sys.executable, "-c", "import os; print(os.getpid())"], {})

    said_by(program, 3)

    assert len(set(program.log.read_text().splitlines())) >= 3


def test_what_is_stopped_stays_so_and_the_rest_stops_at_the_end(tmp_path):
    supervisor = Supervisor(tmp_path)
    with supervisor.watching():
        kept, ended = [supervisor.start(name, [sys.executable, "-c", PARENT], {}) for name in ("kept", "ended")]
        kept_numbers, ended_numbers = said_by(kept, 1), said_by(ended, 1)

        supervisor.stop("ended")

        assert are_gone(ended_numbers)
        assert supervisor.programs == {"kept": kept}
    assert are_gone(kept_numbers)
    assert supervisor.ended == []
