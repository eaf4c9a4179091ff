"""Where the processes of one web server write what they count, so that any of them can tell of all."""

import os
import shutil
import socket
from pathlib import Path

from django.conf import settings

# Prometheus's client reads it once, when it is imported.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def begin() -> None:
    """Make an empty folder for this process and those that will part from it; forget those of others that are gone.

    The web server calls this before its workers part. Each server has a folder of its own, so one that starts takes
    nothing from another that goes on serving; machines that share a disk are told apart by their names.
    """
    folder = settings.DATA_DIR / "metrics"
    ours = folder / _name(os.getpid())
    for other in folder.glob(_name("*")):
        if other == ours or not _is_alive(other):
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
