"""Make the virtual environment, and install what a lock names: a part of `make run`, by the Python it is to be made of.

    python3 lcep_site/virtual_environment.py requirements.lock run.stamp [OPTION OF PIP …]

Whoever comes while another does so waits. What was broken off is made anew: pip takes a package that is half there for
whole. It needs no package, nor anything of ours.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO

BASE = Path(__file__).resolve().parent.parent
FOLDER = BASE / ".venv"
LOCK = BASE / ".venv.lock"
UNFINISHED = "unfinished"
PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--progress-bar", "on"]


def main(requirements: Path, stamp: Path, options: list[str]) -> None:
    """Install what `requirements` names, unless `stamp` says that this was done."""
    with LOCK.open("a+") as lock:
        _take(lock.fileno())
        lock.seek(0)
        was_broken_off = lock.read() == UNFINISHED
        if not was_broken_off and _is_newer(stamp, requirements):
            return
        _note(lock, UNFINISHED)
        python = _environment(anew=was_broken_off)
        subprocess.run([python, *PIP, *options, "--no-deps", "--require-hashes", "-r", requirements], check=True)
        stamp.touch()
        _note(lock, "")


def _environment(*, anew: bool) -> Path:
    """Return the Python of the virtual environment, made if it is not there, or `anew`."""
    python = FOLDER / "bin" / "python"
    if anew or not python.exists():
        print("== Making a virtual environment", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
    return python


def _take(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("== Waiting for another that installs packages here", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def _note(lock: TextIO, words: str) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(words)
    lock.flush()
    os.fsync(lock.fileno())


def _is_newer(stamp: Path, requirements: Path) -> bool:
    return stamp.exists() and stamp.stat().st_mtime >= requirements.stat().st_mtime


if __name__ == "__main__":
    try:
        main(BASE / sys.argv[1], FOLDER / sys.argv[2], sys.argv[3:])
    except subprocess.CalledProcessError:
        sys.exit("The packages could not be installed. The next start begins anew.")
    except KeyboardInterrupt:
        sys.exit("Broken off. The next start begins anew.")
