"""One start in a folder at a time, and nothing left running by one that was killed."""

import ctypes
import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Longer than what is told to stop takes.
LEFT_OVER_SECONDS = 45
_POLL_SECONDS = 0.2
# prctl(2): the signal that a process gets when whoever started it is gone. Only Linux has it.
_SIGNAL_AT_PARENTS_DEATH = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class AlreadyRunning(Exception):
    """Another start has not ended in this folder, or has left something running."""


@contextmanager
def only_one(path: Path) -> Iterator[int]:
    """Hold the lock of the file `path` while the context lasts, and give the number by which children keep it open.

    It is held until they have ended too. What a start that was killed has left is waited for. Raises AlreadyRunning.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        until = time.monotonic() + LEFT_OVER_SECONDS
        while not _is_locked(file.fileno()):
            file.seek(0)
            if _is_alive(file.read()) or time.monotonic() > until:
                raise AlreadyRunning
            time.sleep(_POLL_SECONDS)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield file.fileno()


def end_with(parent: int) -> None:
    """Have this process told to stop when `parent`, which started it, is gone: by SIGKILL, say. On Linux only."""
    if _libc is not None:
        _libc.prctl(_SIGNAL_AT_PARENTS_DEATH, int(signal.SIGTERM))
        if os.getppid() != parent:
            # Then this one ends at once.
            raise ProcessLookupError(parent)


def _is_locked(file: int) -> bool:
    """Take the lock of an open file, and return whether nobody else had it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_alive(pid: str) -> bool:
    """Whether there is a process of that number. One that has just taken the lock has not written it yet."""
    if not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
