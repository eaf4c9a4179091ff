"""Where the processes of one web server write what they count, so that any of them can tell of all."""

import os
import shutil
import socket
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# Prometheus's client reads it once, when it is imported.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
# A server that serves counts every few seconds, since it is asked how it is.
GONE_SECONDS = 7 * 24 * 3600


def begin() -> None:
    """Make an empty folder for this process and those that will part from it; forget those of others that are gone.

    The web server calls this before its workers part. Each server has a folder of its own, so one that starts takes
    nothing from another that goes on serving; machines that share a disk are told apart by their names. Containers have
    a new name each time, so of other machines those are gone that have counted nothing for a week.
    """
    folder = settings.DATA_DIR / "metrics"
    ours = folder / _name(os.getpid())
    of_this_machine = set(folder.glob(_name("*")))
    for other in folder.glob("*"):
        is_gone = not _is_alive(other) if other in of_this_machine else _is_old(other)
        if other == ours or is_gone:
            shutil.rmtree(other, ignore_errors=True)
    ours.mkdir(parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(ours)


def _name(process: int | str) -> str:
    return f"{socket.gethostname()}.{process}"


def _is_alive(folder: Path) -> bool:
    try:
        os.kill(int(folder.name.rpartition(".")[2]), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        pass
    return True


def _is_old(folder: Path) -> bool:
    with suppress(OSError):
        counted_at = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
        return counted_at < time.time() - GONE_SECONDS
    # Another has just removed it.
    return False
