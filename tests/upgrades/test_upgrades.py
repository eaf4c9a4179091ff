"""A database that any commit of ours made is brought up to date, with all that is in it.

The dumps are of each commit from which on `migrate` left other tables than before, and of two databases that were
upgraded once since: see dumps.py.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from tests.upgrades.dumps import PATHS, put_up
from tests.upgrades.known_rows import missing
from tests.upgrades.rows import DROPPED_APPS, kinds_of_rows, numbers_of_rows, permissions, rights
from tests.upgrades.tables import parts_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MADE_AT_ONCE = [dump for dump in PATHS if dump.count("-") == 1]
UPGRADED_BEFORE = [dump for dump in PATHS if dump.count("-") == 2]
CHANGES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")


def left_to_do():
    """Return the migrations that have not been made."""
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def in_turn(dump):
    """Return `dump`, left to `make upgrades` if it takes no step that another of `make test` does not take too.

    The oldest takes every step there is, the first of those upgraded before is mended besides, and the newest is what
    people have: on SQLite it is left to that too, since it takes no step that the others do not. What was made in
    between can break only by an edit of a migration that people have made.
    """
    taken = {MADE_AT_ONCE[0], UPGRADED_BEFORE[0]} | ({MADE_AT_ONCE[-1]} if connection.vendor == "postgresql" else set())
    return dump if dump in taken else pytest.param(dump, marks=pytest.mark.upgrade)


@pytest.mark.parametrize("dump", [in_turn(dump) for dump in PATHS])
def test_a_database_of_an_earlier_day_is_brought_up_to_date_and_nothing_in_it_is_lost(dump, tmp_path):
    wanted = parts_of(connection)
    with put_up(dump, tmp_path):
        rows, kinds, named, held = [look() for look in (numbers_of_rows, kinds_of_rows, permissions, rights)]

        call_command("migrate", verbosity=0)

        assert left_to_do() == []
        found = parts_of(connection)
        assert (found - wanted, wanted - found) == ({}, {})
        now = numbers_of_rows()
        assert {table: now.get(table) for table in rows} == rows
        assert kinds - kinds_of_rows() == set()
        assert named - permissions() == set()
        assert rights() == held
        assert missing(dump) == []
        assert not ContentType.objects.filter(app_label__in=DROPPED_APPS).exists()


def test_a_database_that_needs_no_mending_is_left_alone(tmp_path):
    with put_up(MADE_AT_ONCE[-1], tmp_path):
        with CaptureQueriesContext(connection) as queries:
            call_command("migrate", "partnerships", "0009", verbosity=0)

        changes = [query["sql"] for query in queries if query["sql"].startswith(CHANGES)]
        assert [sql for sql in changes if "django_migrations" not in sql] == []
