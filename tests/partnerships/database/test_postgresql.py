"""Nobody who serves visitors waits for ever for a server that hangs, nor asks one that is away with every request."""

import socket
import time
from contextlib import closing

import pytest
from django.db import OperationalError, connection, transaction

from partnerships.database import limits
from partnerships.database.limits import server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def serving(monkeypatch):
    """Limits as they are in a process that serves visitors, but short."""
    for name, seconds in {"READING": 0.3, "WRITING": 1.5, "SECONDS_BETWEEN_TRIES": 0.5}.items():
        monkeypatch.setattr(limits, name, seconds)
    connection.close()
    monkeypatch.setattr(server, "is_limited", True)
    limits.of_request(is_reading=True)
    yield
    server.has_answered()
    connection.close()


@pytest.fixture
def silent(monkeypatch):
    """A server that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        address = {"HOST": "127.0.0.1", "PORT": str(listener.getsockname()[1])}
        for name, value in address.items():
            monkeypatch.setitem(connection.settings_dict, name, value)
        connection.close()
        yield


def seconds_of(statement):
    """Return how long `statement` takes until it fails, and with what words."""
    began = time.monotonic()
    with pytest.raises(OperationalError) as failed, connection.cursor() as cursor:
        cursor.execute(statement)
    return time.monotonic() - began, str(failed.value)


def test_an_answer_that_does_not_come_is_waited_for_so_long_and_the_connection_given_up(serving):
    connection.ensure_connection()
    seconds, words = seconds_of("SELECT pg_sleep(30)")

    assert (0.2 < seconds < 5, words) == (True, "the server does not answer")
    assert not connection.is_usable() and server.is_away()


def test_who_writes_may_wait_longer_but_not_once_it_is_known_that_nobody_answers(serving):
    limits.of_request(is_reading=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.7)")
    server.has_failed()
    seconds, words = seconds_of("SELECT pg_sleep(30)")

    assert (seconds < 1.4, words) == (True, "the server does not answer")


def test_whoever_asks_meanwhile_is_told_at_once_and_one_tries_again_after_a_while(serving):
    connection.close()
    server.has_failed()
    assert seconds_of("SELECT 1")[1] == "the server does not answer"

    time.sleep(0.6)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert not server.is_away()


def test_while_one_tries_the_others_do_not(serving):
    server.has_failed()
    time.sleep(0.6)

    assert [server.may_be_tried() for _ in range(3)] == [True, False, False]


@pytest.mark.slow
def test_a_server_that_takes_connections_and_says_nothing_is_away_after_seconds(serving, silent):
    seconds, words = seconds_of("SELECT 1")

    assert (limits.CONNECTING - 1.5 < seconds < limits.CONNECTING + 2, "timeout" in words) == (True, True)
    assert seconds_of("SELECT 1")[0] < 0.5


def test_the_server_gives_up_sooner_so_that_it_is_known_that_nothing_was_written(serving, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
        assert cursor.fetchone() == ("15s", "18s")


def test_a_command_has_no_limit():
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
        assert cursor.fetchone() == ("0", "0")
    server.has_failed()
    connection.close()
    connection.ensure_connection()
    server.has_answered()


def test_an_error_of_the_commit_says_so(monkeypatch):
    def broken():
        raise OperationalError("server closed the connection unexpectedly")

    with pytest.raises(OperationalError) as failed, transaction.atomic():
        monkeypatch.setattr(connection.connection, "commit", broken)
    connection.close()

    assert failed.value.in_commit
