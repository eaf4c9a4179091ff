"""When counts are written: a while after the first, sooner if they are many, later if that failed, and at the end."""

import datetime
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection

from partnerships.finder.results import Nowhere
from partnerships.models import FinderCount
from partnerships.sought import tally
from partnerships.sought.tally import MOST, SECONDS, AnswerTally

LEEDS = (datetime.date(2026, 11, 1), "covered", "E08000035", "")
HULL = (datetime.date(2026, 11, 1), "covered", "E06000010", "")


@pytest.fixture
def clock(monkeypatch):
    """A clock whose `seconds` a test sets."""
    clock = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(tally, "time", SimpleNamespace(monotonic=lambda: clock.seconds))
    return clock


def due_after(counted, clock, *seconds):
    """Return whether `counted` is due so many seconds after the clock began."""
    return [bool(setattr(clock, "seconds", 1000.0 + second)) or counted.is_due() for second in seconds]


def test_a_minute_after_the_first_of_them_though_others_follow(clock):
    counted = AnswerTally()
    counted.add(LEEDS)
    clock.seconds += SECONDS - 1
    counted.add(HULL)

    assert due_after(counted, clock, SECONDS - 0.1, SECONDS) == [False, True]


def test_where_there_is_nothing_never(clock):
    assert due_after(AnswerTally(), clock, 0, 10 * SECONDS) == [False, False]


def test_very_many_are_written_sooner_but_not_after_every_answer(clock):
    few, many = AnswerTally(), AnswerTally()
    for counted, number in ((few, MOST - 1), (many, MOST)):
        for _ in range(number):
            counted.add(LEEDS)

    assert due_after(few, clock, 0.5, 1) == [False, False]
    assert due_after(many, clock, 0.5, 1) == [False, True]


def test_what_could_not_be_written_is_tried_after_a_while_with_what_came_meanwhile(clock):
    counted = AnswerTally()
    counted.add(LEEDS)
    clock.seconds += SECONDS
    taken = counted.take()
    for key in (LEEDS, HULL):
        counted.add(key)
    clock.seconds += 10
    counted.put_back(taken)

    tried = SECONDS + 10
    assert counted.counts == {LEEDS: 2, HULL: 1}
    assert due_after(counted, clock, tried + SECONDS - 1, tried + SECONDS) == [False, True]


@pytest.mark.django_db
def test_counts_are_of_months(monkeypatch):
    monkeypatch.setattr(tally.timezone, "localdate", lambda: datetime.date(2026, 11, 26))

    tally.count(Nowhere("", []), SimpleNamespace(kind="not_found"))
    tally.write()

    assert FinderCount.objects.get().month == datetime.date(2026, 11, 1)


@pytest.mark.django_db
def test_a_worker_that_ends_writes_what_is_left(monkeypatch):
    closed = []
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    tally.mine.add(LEEDS)

    tally.write_at_exit()

    assert (FinderCount.objects.get().number, closed) == (1, [True])


def test_so_does_every_process_that_counts():
    code = (
        "import django; django.setup(); from partnerships.sought import tally; tally.write = lambda: print('written')"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True, timeout=60
    )

    assert ended.stdout == "written\n"
