"""Run the tests of an earlier commit on the tables that the migrations of today make: old code on the new schema.

    python -m tests.rolling_deploy.old_code COMMIT [WHAT PYTEST IS TOLD …]

With tests.with_postgresql before it, on PostgreSQL. The earlier code lies in var/old-code/ meanwhile.
"""

import os
import shutil
import subprocess
import sys

from lcep_site.settings import BASE_DIR

FOLDER = BASE_DIR / "var" / "old-code"
PLUGIN = "tables_of_today"


def main(commit: str, told: list[str]) -> int:
    """Return the exit code of pytest, run by the code of `commit`."""
    worktree = ["git", "worktree"]
    subprocess.run([*worktree, "add", "--quiet", "--force", "--detach", FOLDER, commit], cwd=BASE_DIR, check=True)
    try:
        shutil.copy(BASE_DIR / "tests" / "rolling_deploy" / f"{PLUGIN}.py", FOLDER)
        (FOLDER / ".venv").symlink_to(BASE_DIR / ".venv")
        command = [sys.executable, "-m", "pytest", "-p", PLUGIN, *told]
        return subprocess.run(command, cwd=FOLDER, env={**os.environ, "CODE_OF_TODAY": str(BASE_DIR)}).returncode
    finally:
        subprocess.run([*worktree, "remove", "--force", FOLDER], cwd=BASE_DIR, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
