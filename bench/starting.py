"""How long `make run` takes: from an empty folder, and again."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figures import Row
from bench.servers import FOLDER, wait_for
from bench.sites import KEPT

WHERE = "make run"
FIRST_PAGE_GOAL, LOADED_GOAL, AGAIN_GOAL = 25, 60, 4
PATIENCE_SECONDS = 900
# What the finder answers once the postcodes are loaded: before, it names no partnership as the answer.
POSTCODE, ITS_ANSWER = "/find/?q=LS1+3AB", "card-title"


def rows() -> Iterator[Row]:
    """Measure `make run` in a copy of what is committed: its first page, all of it, and its first page once more."""
    folder = KEPT / "fresh"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=FOLDER, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    with _running(folder) as (address, began):
        wait_for(address, "/", PATIENCE_SECONDS)
        yield _row("from an empty folder, packages cached: first page", time.perf_counter() - began, FIRST_PAGE_GOAL)
        wait_for(address, POSTCODE, PATIENCE_SECONDS, holding=ITS_ANSWER)
        yield _row("from an empty folder: everything loaded", time.perf_counter() - began, LOADED_GOAL)
    with _running(folder) as (address, began):
        wait_for(address, "/", PATIENCE_SECONDS)
        yield _row("again: first page", time.perf_counter() - began, AGAIN_GOAL)
    shutil.rmtree(folder)


def _row(what: str, seconds: float, goal: float) -> Row:
    return Row(what, WHERE, f"< {goal} s", f"{seconds:.1f} s", seconds < goal)


@contextmanager
def _running(folder: Path) -> Iterator[tuple[str, float]]:
    """Run the site in `folder` while the context lasts; give its address and when it was started."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}", began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)
