"""A kind that another app publishes is everywhere by one declaration."""

import os
import subprocess
import sys


def test_a_kind_of_another_app_is_everywhere_by_one_declaration():
    """The app changes the site from its start on, so that it is tried in a process of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=tests.published_app.settings"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}

    done = subprocess.run(
        [*command, "tests/published_app/found_everywhere.py"], env=environment, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout
