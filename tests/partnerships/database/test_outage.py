"""One line in the log when the database goes away, one when it is back, and no trace of any request between."""

import logging

import pytest
from django.db import OperationalError

from partnerships.database import outage
from partnerships.database.outage import Outage

AWAY = OperationalError("connection refused\n\tIs the server running?")


def deadlock():
    import psycopg

    error = OperationalError("deadlock detected")
    error.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")
    return error


def test_an_outage_is_one_line_and_its_end_another_with_what_was_answered(caplog):
    mine = Outage()
    for _ in range(100):
        mine.notice(AWAY)
    mine.count(is_refused=True)
    mine.count(is_refused=False)
    mine.count(is_refused=False)
    mine.end()
    mine.end()

    assert caplog.messages == [
        "The database is away: connection refused Is the server running?",
        "The database answers again, after 0 s. Meanwhile 2 answers came from what was kept or in memory, and 1 "
        "requests were refused.",
    ]
    assert not any(line.exc_info for line in caplog.records)


def test_the_next_one_is_told_and_counted_anew(caplog):
    mine = Outage()
    mine.notice(AWAY)
    mine.count(is_refused=True)
    mine.end()
    caplog.clear()
    mine.notice(AWAY)
    mine.end()

    assert caplog.messages == [
        "The database is away: connection refused Is the server running?",
        "The database answers again, after 0 s.",
    ]


def test_what_it_could_not_take_is_no_outage_and_told_once_a_minute(caplog, monkeypatch):
    mine = Outage()
    monkeypatch.setattr("partnerships.database.outage.time.monotonic", lambda: 1000.0)
    for _ in range(5):
        mine.notice(deadlock())
        mine.count(is_refused=True)
    monkeypatch.setattr("partnerships.database.outage.time.monotonic", lambda: 1061.0)
    mine.notice(deadlock())

    assert (mine.since, mine.refused) == (None, 0)
    assert caplog.messages == [
        "The database could not take what was sent: deadlock detected",
        "The database could not take what was sent: deadlock detected (4 more since the last such line)",
    ]


@pytest.mark.parametrize(
    ("name", "error", "is_told"),
    [("django.request", AWAY, False), ("django.request", ValueError(), True), ("members", AWAY, True)],
)
def test_a_request_that_failed_for_it_has_no_line_of_its_own(name, error, is_told):
    line = logging.LogRecord(name, logging.ERROR, "", 0, "", (), (type(error), error, None))

    assert outage.is_told(line) is is_told
