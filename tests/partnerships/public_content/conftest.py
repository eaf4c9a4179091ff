"""A database in which what is committed stays, and which several connections share."""

import shutil

import pytest
from django.db import connection

from members.organisations import slots
from partnerships.search.snapshot import keeping
from tests import databases


@pytest.fixture
def committed(any_database, tmp_path, worker_id):
    """Connect to an empty database of the test's own. That of the other tests is one in memory on SQLite, where readers
    wait for writers.
    """
    # What is kept is of another database, which is as if ours had been put back while the site ran.
    keeping.forget()
    slots.kept.forget()
    if connection.vendor == "postgresql":
        with databases.on_the_server(f"content_{worker_id}") as name, databases.connected_to(name):
            yield
    else:
        file = shutil.copy(databases.empty_file(), tmp_path / "content.sqlite3")
        with databases.connected_to(str(file)):
            yield
