"""A drill on both databases, each in a process of its own that knows its database from the start.

    python -m tests.drills.both NAME FOLDER

makes the fault NAME in FOLDER on the database of DATABASE_URL, SQLite without it, and prints what was measured.
"""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import django

DATABASES = {"SQLite": [], "PostgreSQL": ["-m", "tests.with_postgresql", sys.executable]}


def on_both(name: str, folder: Path) -> str:
    """Return what the drill `name` measures in each database, by its `on_this_database(folder)`.

    Raises AssertionError with what does not hold in one of them.
    """
    measured = []
    for database, by in DATABASES.items():
        place = folder / database.lower()
        place.mkdir()
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        command = [sys.executable, *by, "-m", "tests.drills.both", name, str(place)]
        ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
        words = ended.stdout.strip().rpartition("\n")[2]
        assert ended.returncode == 0, f"On {database}: {words or 'the drill itself failed'}"
        measured.append(f"{database}: {words}")
    return "; ".join(measured)


def main(name: str, folder: str) -> int:
    """Return 0 if everything held; the last line that is printed says what was measured, or what did not hold."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    try:
        print(import_module(f"tests.drills.{name}").on_this_database(Path(folder)))
    except AssertionError as error:
        print(" ".join(str(error).split()))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
