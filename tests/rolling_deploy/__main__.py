"""Look at our migrations since the first release as both databases would make them: a part of `make lint`.

    python -m tests.rolling_deploy

It ends with 1, and says why, if the code of the release before could not go on working.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django

ON_THIS_ONE = "--on-this-database"
COMMAND = [sys.executable, "-m", "tests.rolling_deploy", ON_THIS_ONE]
ADVICE = "These migrations cannot be made while the release before is running: see “Migrations” in CONTRIBUTING.md."


def look() -> bool:
    """Return whether all is well on the database that DATABASE_URL names; print what is not."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.rolling_deploy.linter import RollingLinter

    linter = RollingLinter()
    linter.lint_all_migrations()
    return not linter.has_errors


def look_on_both() -> bool:
    """Return whether all is well on SQLite and on PostgreSQL."""
    from tests.with_postgresql import server_in

    with tempfile.TemporaryDirectory(prefix="lcep-lint-", dir="/tmp") as folder, server_in(Path(folder)) as postgresql:
        environments = [{**os.environ, "DATABASE_URL": "sqlite://:memory:"}, postgresql]
        codes = [subprocess.run(COMMAND, env=environment).returncode for environment in environments]
        return codes == [0, 0]


if __name__ == "__main__":
    if ON_THIS_ONE in sys.argv:
        sys.exit(not look())
    if not look_on_both():
        sys.exit(ADVICE)
