"""Make the faults that are named, or all, each in a process of its own, and write the table anew."""

import argparse
import signal
import subprocess
import sys

from tests.drills import NAMES, report
from tests.drills.results import Result

# A drill that has not ended by then hangs.
LIMIT_SECONDS = 15 * 60
ENDING_SECONDS = 60


def main(arguments: list[str]) -> int:
    """Return 0 if everything held that had to in the drills that `arguments` name."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}; all if none is named")
    names = parser.parse_args(arguments).names or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"There is no drill {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}")
    # As Ctrl-C does: whatever was started is stopped on the way out.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    failed = [name for name in names if not held(name)]
    print(
        f"== {len(names) - len(failed)} of {len(names)} drills held", *(f"   not: {name}" for name in failed), sep="\n"
    )
    return len(failed) > 0


def held(name: str) -> bool:
    """Make the fault `name` and return whether everything held; a row of the table says so from then on."""
    print(f"== {name}", flush=True)
    result = Result.kept(name) if ended_well(name) else None
    if result is None:
        result = Result.of(name, why=f"it failed, or had not ended after {LIMIT_SECONDS // 60} minutes")
        result.keep()
    report.write()
    print(f"   {result.verdict}. {result.measured} ({result.seconds:.0f} s)", flush=True)
    return result.holds


def ended_well(name: str) -> bool:
    """Make the fault `name` in a process of its own, and return whether that ended in time and kept what it found."""
    process = subprocess.Popen([sys.executable, "-m", "tests.drills.one", name])
    try:
        return process.wait(LIMIT_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        end(process)


def end(process: subprocess.Popen) -> None:
    """Have a drill that has not ended stop what it started; kill it if it does not."""
    process.terminate()
    try:
        process.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Broken off.")
