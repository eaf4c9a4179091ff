"""What Wapiti finds that an attacker could use: python -m bench.wapiti, while `make run` serves the site.

It looks at up to so many pages and attacks what they take, within ten minutes in all; what it found lies in
var/wapiti/report.json. It asks no other machine: attacks that need one of theirs to answer are left out, and so are
lists of what other people's programs get wrong, and LDAP, which the site does not know. The forms are attacked too, so
enquiries come of it: never run it at a site that is in use. On SQLite let `make run` first load all it loads.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".venv-wapiti" / "bin" / "wapiti"
FOLDER = ROOT / "var" / "wapiti"
MODULES = (
    *("backup", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "methods"),
    *("permanentxss", "redirect", "sql", "timesql", "upload", "xss"),
)
# In seconds: for looking, for each kind of attack, and for all together.
LOOKING, EACH_ATTACK, TOGETHER = 60, 60, 600
# What it finds and is right here, with the reason.
RIGHT_HERE = {"Secure flag is not set in the cookie": "make run has no HTTPS; tests/lcep_site/test_settings.py"}
START = (
    *("/", "/find/?q=Leeds", "/join/?topic=join", "/news-by-mail/", "/partnerships/leeds33/correct/"),
    "/accounts/sign-in/",
)
BOUNDS = {"--depth": 3, "--max-links-per-page": 40, "--max-files-per-dir": 12, "--max-parameters": 20}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000", help="where the site is served")
    address = parser.parse_args().address.rstrip("/")
    if urlsplit(address).hostname not in {"127.0.0.1", "localhost", "::1"}:
        sys.exit("Wapiti attacks what it looks at: only ever a site on this machine.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (report := FOLDER / "report.json").unlink(missing_ok=True)
    attack(address, report)
    if not report.exists():
        sys.exit(f"Wapiti did not come to an end within {TOGETHER} seconds, or could not reach {address}.")
    found = findings(json.loads(report.read_text()))
    print(*found or ["Wapiti found nothing."], sep="\n")
    sys.exit(1 if found else 0)


def attack(address: str, report: Path) -> None:
    """Let Wapiti attack the site at `address`, and write what it finds into `report`."""
    bounds = [text for name, value in BOUNDS.items() for text in (name, str(value))]
    starts = [text for path in START for text in ("--start", f"{address}{path}")]
    command = [str(PROGRAM), "--url", f"{address}/", "--scope", "domain", *starts, *bounds]
    command += ["--module", ",".join(MODULES), "--max-scan-time", str(LOOKING), "--max-attack-time", str(EACH_ATTACK)]
    command += ["--flush-session", "--no-bugreport", "--verbose", "0", "--format", "json", "--output", str(report)]
    # It keeps what it knows in its home.
    try:
        subprocess.run(command, check=False, timeout=TOGETHER, env=os.environ | {"HOME": str(FOLDER)})
    except subprocess.TimeoutExpired:
        print(f"It was stopped after {TOGETHER} seconds.", file=sys.stderr)


def findings(report: dict) -> list[str]:
    """Return what stands in the `report` of Wapiti: a line for each weakness and each page that broke down."""
    kinds = {**report["vulnerabilities"], **report["anomalies"]}
    lines = [f"{kind}: {each['method']} {each['path']} {each['info']}" for kind, all_ in kinds.items() for each in all_]
    return [line for line in lines if not any(right in line for right in RIGHT_HERE)]


if __name__ == "__main__":
    main()
