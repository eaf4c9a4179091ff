"""The look at the database: it answers, takes what is written, and has the tables of this release."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from lcep_site.health import database
from lcep_site.health.findings import HealthState

pytestmark = pytest.mark.django_db
GOOD, ATTENTION, BROKEN = HealthState


def rows_of_the_cache():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        return cursor.fetchone()[0]


def fail_when(beginning, message):
    """Let each statement that has `beginning` fail with `message`."""

    def execute(run, sql, params, many, context):
        if sql.startswith(beginning):
            raise OperationalError(message)
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


def test_it_is_written_to_and_nothing_stays():
    cache.set("before", 1)
    before = rows_of_the_cache()

    with connection.execute_wrapper(lambda run, sql, *rest: written.append(sql) or run(sql, *rest)):
        written = []
        found = database.database()

    assert found.state == GOOD
    assert [sql for sql in written if sql.startswith("INSERT")] == [database.WRITE]
    assert rows_of_the_cache() == before


def test_one_that_does_not_answer_is_not_working_and_what_it_says_is_for_staff():
    with fail_when("SELECT 1", 'connection to server at "10.1.2.3" failed'):
        found = database.database()

    assert found.state == BROKEN and "does not answer" in found.words
    assert "10.1.2.3" not in found.words and "10.1.2.3" in str(found.figures)


@pytest.mark.parametrize(
    "message",
    [
        "database or disk is full",
        "cannot execute INSERT in a read-only transaction",
        "attempt to write a readonly database",
    ],
)
def test_one_that_takes_nothing_is_not_working(message):
    with fail_when("INSERT", message):
        found = database.database()

    assert found.state == BROKEN and "takes nothing" in found.words


def test_one_that_somebody_else_writes_to_just_now_is_told_but_works():
    with fail_when("INSERT", "database is locked"):
        found = database.database()

    assert found.state == ATTENTION and "Somebody else writes" in found.words


def test_tables_older_than_the_code_are_not_working_and_newer_ones_are():
    recorder = MigrationRecorder(connection)
    recorder.record_applied("partnerships", "9999_of_tomorrow")
    assert database.migrations().state == GOOD

    last = max(name for app, name in database.known_migrations() if app == "partnerships")
    recorder.record_unapplied("partnerships", last)
    found = database.migrations()

    assert found.state == BROKEN and "manage.py migrate" in found.words
    assert last not in found.words and f"partnerships {last}" in dict(found.figures)["Pending"]


def test_migrations_are_looked_at_in_one_question(django_assert_num_queries):
    database.known_migrations()

    with django_assert_num_queries(1):
        database.migrations()
