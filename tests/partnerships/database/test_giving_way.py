"""While tables are changed, no visitor waits for long or is broken off: who changes them lets go and tries again."""

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from lcep_site import preparation
from partnerships.database import giving_way

pytestmark = pytest.mark.django_db(transaction=True)
CHANGE = "LOCK TABLE partnerships_region IN ACCESS EXCLUSIVE MODE"


@pytest.fixture
def visitor():
    """Somebody else who reads the table, and holds it so."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT count(*) FROM partnerships_region")
        yield other
        other.rollback()


def change(calls):
    """Return a change of the table that notes each call."""

    def run():
        calls.append(len(calls) + 1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CHANGE)

    return run


@pytest.mark.postgresql
def test_a_table_that_somebody_reads_is_changed_once_they_are_done_and_not_waited_for(visitor, monkeypatch):
    calls, pauses = [], []
    monkeypatch.setattr(giving_way, "PATIENCE_MILLISECONDS", 50)

    def sleep(seconds):
        pauses.append(seconds)
        if len(pauses) == 2:
            visitor.rollback()

    monkeypatch.setattr(giving_way.time, "sleep", sleep)
    giving_way.to_visitors(change(calls))

    assert (calls, pauses) == ([1, 2, 3], [giving_way.PAUSE_SECONDS] * 2)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.postgresql
def test_at_last_it_says_that_the_table_is_held(visitor, monkeypatch):
    calls = []
    monkeypatch.setattr(giving_way, "PATIENCE_MILLISECONDS", 50)
    monkeypatch.setattr(giving_way, "TRIES", 2)
    monkeypatch.setattr(giving_way.time, "sleep", lambda seconds: None)

    with pytest.raises(OperationalError, match="lock timeout"):
        giving_way.to_visitors(change(calls))
    assert calls == [1, 2]


def test_what_went_wrong_otherwise_is_not_tried_again():
    calls = []

    def fail():
        calls.append(1)
        raise OperationalError("no such table")

    with pytest.raises(OperationalError, match="no such table"):
        giving_way.to_visitors(fail)
    assert calls == [1]


def test_a_public_site_is_prepared_so(monkeypatch):
    given_way, called = [], []
    monkeypatch.setattr(preparation, "collect_static_files", lambda: None)
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: called.append((name, len(given_way))))

    def to_visitors(change):
        given_way.append(change)
        change()

    monkeypatch.setattr(preparation.giving_way, "to_visitors", to_visitors)
    preparation.prepare_public_site()

    assert dict(called)["migrate"] == 1 and dict(called)["check"] == 0 and len(given_way) == 1
