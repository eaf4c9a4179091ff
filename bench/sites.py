"""The sites that are measured: the real directory and a large one, on SQLite and on PostgreSQL.

Each is made the first time it is needed, as an operator would, and kept in var/bench/, which may be deleted.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.servers import FOLDER

KEPT = FOLDER / "var" / "bench"
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
REAL, LARGE = 122, 122_000
# What an operator runs before the first start, and with every new version.
SET_UP = (
    *(("migrate", "--verbosity", "0"), ("sync_roles",), ("collectstatic", "--noinput", "--verbosity", "0")),
    *(("load_directory",), ("import_postcodes",), ("import_schools",)),
)
UPDATE = SET_UP[:3]


@dataclass(frozen=True)
class Site:
    """A directory on a database: which, with how many partnerships, and the environment of its processes."""

    database: str
    size: int
    folder: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        # The bench says for each visitor where they are, as a proxy does.
        here = {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url, "PROXIES_IN_FRONT": "1"}
        # As many enquiries as it can take.
        here["FORMS_AN_HOUR"] = "0"
        return here | {"LCEP_MODE": "local", "DJANGO_SETTINGS_MODULE": "lcep_site.settings"}

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py."""
        run([sys.executable, "manage.py", *arguments], self.environment)

    def act(self, name: str, *arguments: str) -> Any:
        """Do one of the acts of bench/acts.py in a process of its own, and return what it says."""
        said = run([sys.executable, "-m", "bench.acts", name, *arguments], self.environment)
        return json.loads(said)


def run(command: list[str], environment: dict[str, str], folder: Path = FOLDER) -> str:
    """Run a command and return what it prints. Raises CalledProcessError when it fails."""
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def site_on_sqlite(size: int) -> Site:
    """Return the directory with `size` partnerships on SQLite."""
    folder = KEPT / f"sqlite-{size}"
    file = folder / "lcep.sqlite3"
    site = Site(SQLITE, size, folder, f"sqlite:///{file}")
    set_up(site, is_there=file.exists())
    return site


def set_up(site: Site, *, is_there: bool) -> None:
    """Make `site` ready: with all that is new since, or, if it is not there, from nothing."""
    site.folder.mkdir(parents=True, exist_ok=True)
    if is_there and not (site.folder / "made").exists():
        # Broken off: what is there may not be whole.
        (site.folder / "lcep.sqlite3").unlink()
        is_there = False
    if not is_there:
        print(f"Making the directory with {site.size:,} partnerships on {site.database}", flush=True)
    for arguments in UPDATE if is_there else SET_UP:
        site.manage(*arguments)
    if not is_there and site.size > REAL:
        site.manage("generate_directory", "--partnerships", str(site.size - REAL))
    (site.folder / "made").touch()
