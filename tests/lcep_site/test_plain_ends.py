"""A command that finds a disk full ends with a sentence and exit code 1; a mistake of ours with its trace."""

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.db import DataError, InterfaceError, OperationalError

from lcep_site import plain_ends
from lcep_site.environment import local_secret_key
from lcep_site.gunicorn import COMMAND
from lcep_site.settings import BASE_DIR

pytestmark = pytest.mark.no_database


def full_in_sqlite():
    """Raise what Django raises of a database that may not grow."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count = 1")
        try:
            database.execute("CREATE TABLE a (b)")
        except sqlite3.OperationalError as error:
            raise OperationalError(str(error)) from error


def full_on_the_server():
    cause = Exception("could not extend file")
    cause.sqlstate = "53100"
    raise OperationalError("could not extend file") from cause


def full_folder():
    raise OSError(errno.ENOSPC, "No space left on device", "/srv/lcep/static")


@pytest.mark.parametrize(
    ("fault", "where"),
    [
        (full_in_sqlite, "on the disk, for the database."),
        (full_on_the_server, "on the disk of the database server."),
        (full_folder, "on the disk, for /srv/lcep/static."),
    ],
)
def test_a_full_disk_is_told_in_a_sentence(capsys, fault, where):
    with pytest.raises(SystemExit) as ended, plain_ends.in_words():
        fault()

    assert ended.value.code == 1
    assert where in capsys.readouterr().err


def test_what_somebody_stops_is_told_in_a_sentence_as_shells_expect_it(capsys):
    with pytest.raises(SystemExit) as ended, plain_ends.in_words():
        raise KeyboardInterrupt

    assert (ended.value.code, capsys.readouterr().err) == (130, "Stopped. Run the same command again.\n")


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_database_that_does_not_answer_is_told_in_a_sentence(capsys, kind):
    with pytest.raises(SystemExit), plain_ends.in_words():
        raise kind("connection refused")

    assert capsys.readouterr().err.startswith("The database cannot be used now: connection refused. ")


@pytest.mark.parametrize("mistake", [DataError("value too long"), OSError(errno.EACCES, "Permission denied")])
def test_what_is_something_else_is_raised(mistake):
    with pytest.raises(type(mistake)), plain_ends.in_words():
        raise mistake


def test_every_command_ends_so():
    code = "import errno; from django.core import management\n"
    code += "def run(argv): raise OSError(errno.ENOSPC, 'No space left on device', '/srv')\n"
    code += "management.execute_from_command_line = run\n"
    code += "import runpy; runpy.run_path('manage.py', run_name='__main__')"
    child = subprocess.run([sys.executable, "-c", code], cwd=BASE_DIR, capture_output=True, text=True, env=os.environ)

    assert child.returncode == 1
    assert child.stderr.startswith("There is no room left on the disk, for /srv.")
    assert "Traceback" not in child.stderr


@pytest.mark.parametrize("command", [["manage.py", "migrate"], ["manage.py", "run_worker"], COMMAND])
def test_a_setting_that_is_refused_is_told_in_its_sentence_alone(command):
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    child = subprocess.run(
        [sys.executable, *command],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        env=environment | {"LCEP_MODE": "production"},
        timeout=60,
    )

    assert child.returncode == 1
    assert child.stderr == "SECRET_KEY is not set. In production it must be: see docs/variables.md.\n"


def test_a_secret_key_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    def be_full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr("lcep_site.environment.os.link", be_full)
        local_secret_key(tmp_path)
    assert list(tmp_path.iterdir()) == []

    key = local_secret_key(tmp_path)
    assert (local_secret_key(tmp_path), len(key) > 40) == (key, True)
    [path] = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


def test_of_two_who_make_a_secret_key_at_once_both_have_that_of_the_first(tmp_path, monkeypatch):
    link = os.link

    def come_second(source, target):
        monkeypatch.setattr("lcep_site.environment.os.link", link)
        target.write_text("of the first")
        return link(source, target)

    monkeypatch.setattr("lcep_site.environment.os.link", come_second)

    assert local_secret_key(tmp_path) == "of the first"
