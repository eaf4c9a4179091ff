"""A process says that it is alive, however busy it is, and waits for no lock to say so."""

import datetime
from threading import Event, Thread, Timer

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from partnerships.models import Heartbeat
from partnerships.worker import heartbeats
from tests import databases

PATIENCE_SECONDS = 10
A_MINUTE = datetime.timedelta(minutes=1)


@pytest.mark.django_db
def test_the_last_beat_of_a_kind_is_known_and_others_are_not_mixed_up_with_it():
    Heartbeat.objects.create(kind="worker", at=timezone.now() - A_MINUTE)

    before = timezone.now()
    beats = [heartbeats.beat("worker"), heartbeats.beat("worker")]

    assert beats == [True, True]
    assert before <= heartbeats.last("worker") <= timezone.now()
    assert heartbeats.last("scheduler") is None
    assert heartbeats.beat("scheduler")
    assert Heartbeat.objects.count() == 2


@pytest.mark.django_db
def test_one_beat_is_a_handful_of_small_statements(django_assert_num_queries):
    heartbeats.beat("worker")

    with django_assert_num_queries(3):
        heartbeats.beat("worker")


@pytest.mark.django_db
def test_a_worker_that_is_started_every_minute_beats_each_time():
    call_command("run_worker", "--once")

    assert heartbeats.last("worker")


def holding_a_lock(is_held, let_go):
    """Hold the row of the worker, and on SQLite thereby everything, until `let_go`."""
    with transaction.atomic():
        Heartbeat.objects.filter(kind="worker").update(at=timezone.now())
        is_held.set()
        let_go.wait(PATIENCE_SECONDS)
    connections.close_all()


def usual_patience():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        return cursor.fetchone()[0]


def test_a_beat_waits_for_no_lock_and_the_connection_stays_as_patient_as_it_was(any_database, tmp_path):
    is_held, let_go = Event(), Event()
    with databases.of_its_own(tmp_path):
        heartbeats.beat("worker")
        patience = usual_patience()
        other = Thread(target=holding_a_lock, args=[is_held, let_go])
        other.start()
        is_held.wait(PATIENCE_SECONDS)
        # Whoever waits for the lock gets it.
        timer = Timer(3, let_go.set)
        timer.start()
        taken = heartbeats.beat("worker")
        let_go.set()
        other.join()
        timer.cancel()
        again = [heartbeats.beat("worker"), usual_patience() == patience]

    assert (taken, again) == (False, [True, True])


def test_a_database_that_is_away_ends_nothing(monkeypatch):
    def fail(**conditions):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(Heartbeat.objects, "filter", fail)
    monkeypatch.setattr(connection, "cursor", fail)

    assert heartbeats.beat("worker") is False


def test_it_goes_on_beating_until_the_context_is_left_even_after_a_beat_that_was_not_taken(monkeypatch):
    beats, third = [], Event()

    def beat(kind):
        beats.append(kind)
        if len(beats) == 3:
            third.set()
        return len(beats) != 1

    monkeypatch.setattr(heartbeats, "beat", beat)
    monkeypatch.setattr(heartbeats, "SECONDS_BETWEEN", 0.01)
    with heartbeats.beating("worker"):
        came = third.wait(PATIENCE_SECONDS)
    number = len(beats)
    third.wait(0.1)

    assert came
    assert set(beats) == {"worker"}
    assert len(beats) == number
