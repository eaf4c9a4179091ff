"""Servers to be measured: gunicorn as `manage.py serve` starts it, with another application or data of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.asking import Wanted, ask_once
from lcep_site import gunicorn

FOLDER = Path(__file__).resolve().parent.parent
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
STOP_TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Application:
    """What is served: the name of its module, and the Python and the folder it is found by."""

    name: str
    python: str = sys.executable
    folder: Path = FOLDER


OURS = Application("lcep_site.wsgi")
BARE = Application("bench.bare")


@dataclass(frozen=True)
class Server:
    """A running server: its address without a slash, and the process that started its workers."""

    address: str
    process: subprocess.Popen

    @property
    def workers(self) -> list[int]:
        """The process ids of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    @property
    def processor_seconds(self) -> float:
        """How much processor time its workers have used since they began."""
        return sum(processor_seconds(Path(f"/proc/{pid}/stat").read_text()) for pid in self.workers)

    @property
    def proportional_bytes(self) -> int:
        """How much memory the worker that takes most takes, what several share counted in parts (PSS)."""
        return max(proportional_bytes(Path(f"/proc/{pid}/smaps_rollup").read_text()) for pid in self.workers)


def processor_seconds(stat: str) -> float:
    """Return how much processor time a process has used, from the text of its /proc/…/stat."""
    # The name of a process, in brackets, may hold blanks.
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


def proportional_bytes(rollup: str) -> int:
    """Return the PSS in bytes, from the text of a process's /proc/…/smaps_rollup."""
    return next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))


@contextmanager
def served(
    environment: Mapping[str, str], *, application: Application = OURS, options: tuple[str, ...] = (), first: str = "/"
) -> Iterator[Server]:
    """Serve `application` with the options of `manage.py serve`, and `options`, while the context lasts.

    It has answered `first` by then, by each of its workers most likely.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            [application.python, *gunicorn.COMMAND, *options, application.name, "--bind", f"fd://{listener.fileno()}"],
            cwd=application.folder,
            env={**os.environ, "PYTHONPATH": str(FOLDER), **environment, "SITE_URL": f"http://127.0.0.1:{port}"},
            pass_fds=[listener.fileno()],
        )
        server = Server(f"http://127.0.0.1:{port}", process)
        try:
            for _ in range(8):
                ask_once(server.address, Wanted(first))
            yield server
        finally:
            stop(process)


def stop(process: subprocess.Popen) -> None:
    """Tell a server to stop and wait until it has; one that does not is killed, which its workers notice."""
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(address: str, path: str, seconds: float, *, holding: str = "") -> None:
    """Wait until `path` is answered with 200 and a page that holds `holding`. Raises TimeoutError after `seconds`."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        try:
            if holding.encode() in ask_once(address, Wanted(path, headers=())).content:
                return
        except (OSError, ValueError):
            pass
        time.sleep(0.05)
    raise TimeoutError(f"{address}{path} was not there in {seconds:.0f} seconds.")
