"""Serve the whole site through nginx until it is stopped, as it is hosted but for the certificate.

    python -m tests.topology [--sqlite] [--redis] [--port 8443]

Everything is kept in var/topology/, so that the next start is quick: delete it to begin anew.
"""

import argparse
import signal
import subprocess
import sys
from pathlib import Path

from lcep_site.settings import BASE_DIR
from tests.topology import databases, nginx
from tests.topology.site import Plan, Topology, topology_in

FOLDER = BASE_DIR / "var" / "topology"
OWNER = "owner@lcep.example"


def main(arguments: list[str]) -> None:
    """Serve what `arguments` ask for. Ends with a sentence where something is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.topology", description=__doc__)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite in place of PostgreSQL")
    parser.add_argument("--redis", action="store_true", help="with a Redis that all web servers share answers in")
    parser.add_argument("--port", type=int, default=8443, help="where nginx listens (default: %(default)s)")
    asked = parser.parse_args(arguments)
    database = databases.SQLITE if asked.sqlite else databases.POSTGRESQL
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    folder = FOLDER / database.lower()
    folder.mkdir(parents=True, exist_ok=True)
    print(f"== Preparing the site on {database} in {folder}", flush=True)
    try:
        with topology_in(folder, Plan(database, redis=asked.redis, tls=True, whole=True, port=asked.port)) as site:
            tell(site)
            signal.pause()
    except (nginx.NoNginx, RuntimeError) as error:
        sys.exit(str(error))


def tell(site: Topology) -> None:
    """Say where the site is served, by what, and how to come into the back office."""
    print(f"== Serving https://localhost:{site.port}/ (stop with Ctrl-C); no browser knows the certificate")
    for name, program in site.supervisor.programs.items():
        print(f"   {name}: process {program.process.pid}, log {program.log.relative_to(Path.cwd())}")
    print(f"   Mail is kept in {site.folder}/machine-1/mail and machine-2/mail", flush=True)
    # It refuses where the owner of an earlier start has chosen a password.
    invitation = site.python("manage.py", "create_owner", OWNER, stderr=subprocess.DEVNULL, check=False)
    print(invitation or f"Sign in as {OWNER}: https://localhost:{site.port}/back-office/", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        print("Stopped.")
