"""A server that starts forgets what servers counted that are gone, and nothing of those that serve."""

import os
import socket
import time

import pytest

from lcep_site.metrics import folder

pytestmark = pytest.mark.no_database
NO_PROCESS = 2**22 + 1
HERE = socket.gethostname()


@pytest.fixture
def place(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv(folder.VARIABLE, "")
    return tmp_path / "metrics"


@pytest.mark.parametrize(
    ("name", "days", "stays"),
    [
        (f"{HERE}.{os.getppid()}", 30, True),
        (f"{HERE}.{NO_PROCESS}", 0, False),
        # Processes of other machines cannot be asked.
        (f"another.{NO_PROCESS}", 6, True),
        (f"another.{NO_PROCESS}", 8, False),
    ],
    ids=["alive", "ended", "elsewhere", "elsewhere, long ago"],
)
def test_a_server_that_starts_forgets_those_that_are_gone(place, name, days, stays):
    other = place / name
    other.mkdir(parents=True)
    counts = other / "counter_1.db"
    counts.touch()
    for path in (counts, other):
        os.utime(path, (time.time() - days * 24 * 3600,) * 2)
    folder.begin()

    assert counts.exists() == stays
    assert os.environ[folder.VARIABLE] == str(place / f"{HERE}.{os.getpid()}")
