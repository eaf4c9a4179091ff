"""How many requests a network may send, in which span."""

import datetime
import sqlite3

import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet

from partnerships.abuse import rate_limit
from partnerships.database import waiting
from partnerships.models import RequestCount
from tests.text_columns import mentions

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 24, 12, 0, tzinfo=datetime.UTC)


def after(minutes):
    """Return the moment that many minutes after noon."""
    return NOON + datetime.timedelta(minutes=minutes)


@pytest.fixture
def three(monkeypatch):
    """Three requests are allowed in a span."""
    monkeypatch.setattr(rate_limit, "MAX_REQUESTS", 3)


def test_there_is_room_for_a_class_behind_one_network():
    in_an_hour = rate_limit.MAX_REQUESTS * datetime.timedelta(hours=1) / rate_limit.SPAN

    assert in_an_hour == 30 * 120


def test_what_is_left_goes_down_until_it_is_over_and_begins_anew(three):
    allowances = [rate_limit.count("192.0.2.1", after(minute)) for minute in (0, 1, 2, 3, 10)]

    assert [(allowance.remaining, allowance.is_over) for allowance in allowances] == [
        (2, False),
        (1, False),
        (0, False),
        (0, True),
        (2, False),
    ]


def test_the_seconds_are_those_until_the_span_ends(three):
    assert [rate_limit.count("192.0.2.1", after(minute)).seconds for minute in (0, 4, 9.99)] == [600, 360, 1]


def test_networks_are_counted_apart_and_one_not_known_not_at_all(three):
    for network in ("192.0.2.1", "192.0.2.2", "", "", "", ""):
        allowance = rate_limit.count(network, NOON)

    assert (allowance.remaining, allowance.is_over) == (3, False)
    assert sorted(RequestCount.objects.values_list("count", flat=True)) == [1, 1]


def test_the_network_itself_is_not_kept():
    rate_limit.count("192.0.2.77", NOON)

    assert mentions("192.0.2.77") == []


def test_counts_of_days_ago_go_with_the_first_request_of_a_span():
    rate_limit.count("192.0.2.1", NOON - datetime.timedelta(days=2))
    rate_limit.count("192.0.2.1", NOON)

    assert [row.since for row in RequestCount.objects.all()] == [NOON]


@pytest.mark.parametrize("rows", [1, 3])
def test_counting_asks_the_database_the_same_for_any_number(django_assert_num_queries, rows):
    for number in range(rows):
        rate_limit.count(f"192.0.2.{number}", NOON)

    with django_assert_num_queries(2):
        rate_limit.count("192.0.2.0", NOON)


def test_what_the_database_cannot_take_now_is_counted_with_the_next_request(three, monkeypatch):
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorcode = sqlite3.SQLITE_BUSY

    def be_locked(*args, **kwargs):
        raise OperationalError("database is locked") from locked

    with monkeypatch.context() as patched:
        patched.setattr(QuerySet, "update", be_locked)
        assert [rate_limit.count("10.0.0.0/24", NOON).is_over for _ in range(2)] == [False, False]

    assert rate_limit.count("10.0.0.0/24", NOON).remaining == 0
    assert rate_limit.count("10.0.0.0/24", NOON).is_over


def test_a_database_that_is_away_is_told(three, monkeypatch):
    def be_away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(QuerySet, "update", be_away)

    with pytest.raises(OperationalError, match="refused"):
        rate_limit.count("10.0.0.0/24", NOON)


@pytest.mark.sqlite
def test_who_reads_hardly_waits_for_who_writes():
    def timeout():
        return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]

    before = timeout()
    with waiting.hardly():
        assert timeout() == waiting.MILLISECONDS < before
    assert timeout() == before


def test_a_network_waits_until_the_next_minute_once_it_had_its_files():
    limit = rate_limit.MemoryLimit(most=2, span=60)

    waits = [limit.seconds_to_wait("192.0.2.1", 600 + second) for second in (0, 1, 2, 59.5, 60)]

    assert waits == [0, 0, 58, 1, 0]


def test_networks_have_files_of_their_own_and_one_not_known_any_number():
    limit = rate_limit.MemoryLimit(most=1, span=60)

    assert [limit.seconds_to_wait(network, 600) for network in ("a", "b", "", "", "a")] == [0, 0, 0, 0, 60]
