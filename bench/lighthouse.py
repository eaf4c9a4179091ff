"""What Lighthouse says of the pages on a phone: python -m bench.lighthouse, while `make run` serves the site.

It needs Node, whose npx fetches Lighthouse, and Chromium (CHROME_PATH says where, if not on the path). What it found
wrong in full lies in var/lighthouse/, a file a page, for https://googlechrome.github.io/lighthouse/viewer/.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "var" / "lighthouse"
PAGES = {
    "home": "/",
    "list": "/partnerships/",
    "partnership": "/partnerships/leeds33/",
    "map": "/map/",
    "join": "/join/",
}
CHROME_FLAGS = "--headless --no-sandbox"
LAYOUT_SHIFT = "cumulative-layout-shift"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000", help="where the site is served")
    address = parser.parse_args().address.rstrip("/")
    if not shutil.which("npx"):
        sys.exit("Lighthouse needs Node, with npx: https://nodejs.org/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, path in PAGES.items():
        report = report_of(f"{address}{path}", FOLDER / f"{name}.json")
        scores = ", ".join(f"{key} {round(part['score'] * 100)}" for key, part in report["categories"].items())
        print(f"{name:>12}  {scores}, layout shift {report['audits'][LAYOUT_SHIFT]['displayValue']}", flush=True)


def report_of(address: str, file: Path) -> dict:
    """Let Lighthouse look at the page at `address`, write its report into `file`, and return it."""
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    command = ["npx", "--yes", "lighthouse", address, "--quiet", f"--chrome-flags={CHROME_FLAGS}"]
    output = ["--output=json", f"--output-path={file}"]
    subprocess.run([*command, *output], check=True, env=os.environ | ({"CHROME_PATH": chromium} if chromium else {}))
    return json.loads(file.read_text())


if __name__ == "__main__":
    main()
