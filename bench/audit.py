"""Which packages of the locks have a weakness that is known: python -m bench.audit, by pip-audit.

It asks the Python Package Index of every package by name and version, so it needs to reach it; what is asked for is no
secret, and nothing of ours is sent. It fails if there is anything, and if a package could not be asked for.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".venv-audit" / "bin" / "pip-audit"
# Everything in the locks, which have versions and hashes: nothing is installed or worked out.
OPTIONS = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]
LIMIT_SECONDS = 300
NOT_REACHED = (
    "The service that knows of weaknesses cannot be reached from here, so nothing was looked at: "
    "run this where pypi.org can be."
)


def main() -> None:
    told: set[str] = set()
    asked = unknown = 0
    for lock in sorted(ROOT.glob("requirements*.lock")):
        packages = look(lock)
        asked += len(packages)
        unknown += sum("skip_reason" in package for package in packages)
        told |= {f"{lock.name}: {words}" for package in packages for words in findings(package)}
    if asked == unknown:
        sys.exit(NOT_REACHED)
    print(*sorted(told) or [f"No weakness is known in {asked} packages."], sep="\n")
    sys.exit(1 if told else 0)


def look(lock: Path) -> list[dict]:
    """Return what is known of each package in `lock`; none if the service could not be reached."""
    try:
        ended = subprocess.run(
            [PROGRAM, *OPTIONS, "--requirement", lock], capture_output=True, text=True, timeout=LIMIT_SECONDS
        )
        return json.loads(ended.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return []


def findings(package: dict) -> Iterator[str]:
    """Give a line for each weakness of a package, and for one that nothing is known of."""
    name = f"{package['name']} {package.get('version', '')}".strip()
    if "skip_reason" in package:
        yield f"{name} could not be looked up."
    for weakness in package.get("vulns", []):
        mended = ", ".join(weakness["fix_versions"]) or "no version yet"
        yield f"{name} has {weakness['id']}, mended in {mended}."


if __name__ == "__main__":
    main()
