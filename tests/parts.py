"""Run the parts of `make test`, and say at the end what took longest.

    python -m tests.parts

Beside the tests of a kind run others, because each leaves a processor idle here and there. What these say is shown when
they end. The first part that fails ends the run.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
SECONDS = FOLDER / "var" / "test-seconds"
# Parts of `make test`, each with the one that runs beside it.
PAIRS = {"test-postgresql": "lint", "test-journeys": "test-sqlite"}
TESTS = ["test-postgresql", "test-journeys", "test-sqlite"]
SHOWN = 10


@dataclass
class Part:
    """A target of the Makefile that is being made: its process, and when it began."""

    name: str
    process: subprocess.Popen
    began: float

    def finish(self) -> str:
        """Wait for it, and return how long it took in words. Raises SystemExit if it fails."""
        _, status, used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if self.process.returncode:
            raise SystemExit(self.process.returncode)
        seconds = time.monotonic() - self.began
        return f"{seconds:7.1f} s, {used.ru_utime + used.ru_stime:7.1f} s of processors: {self.name}"


def start(name: str, **options) -> Part:
    """Begin to make the target `name`."""
    return Part(name, subprocess.Popen(["make", name], cwd=FOLDER, **options), time.monotonic())


def seconds_of_files() -> Counter:
    """Return how many seconds each file of tests took in each part, added up over the workers."""
    found = Counter()
    for part in TESTS:
        path = SECONDS / f"{part}.json"
        found.update({f"{part}: {name}": seconds for name, seconds in json.loads(path.read_text()).items()})
    return found


def keep(part: str, seconds: dict[str, float]) -> None:
    """Keep how many seconds each file took in `part`, for the end of the run."""
    SECONDS.mkdir(parents=True, exist_ok=True)
    (SECONDS / f"{part}.json").write_text(json.dumps(seconds))


def run_beside(name: str, other: str) -> list[str]:
    """Run two parts at once and return how long each took. Raises SystemExit if one fails."""
    with tempfile.TemporaryFile("w+") as said:
        beside = start(other, stdout=said, stderr=subprocess.STDOUT)
        try:
            took = start(name).finish()
            try:
                return [took, beside.finish()]
            finally:
                said.seek(0)
                print(said.read(), end="", flush=True)
        finally:
            if beside.process.returncode is None:
                beside.process.terminate()
                beside.process.wait()


def main() -> None:
    """Run all parts and print the slowest."""
    took = [words for pair in PAIRS.items() for words in run_beside(*pair)]
    print("== Time, from the beginning to the end and of all processors", *took, sep="\n")
    print(f"== The {SHOWN} slowest files, in seconds of their tests")
    print(*(f"{seconds:7.1f} s: {name}" for name, seconds in seconds_of_files().most_common(SHOWN)), sep="\n")
    print("== All checks passed")


if __name__ == "__main__":
    sys.exit(main())
