"""Owners are written to when something needs a person: once when it begins, each week, and once when it is over."""

import datetime
import logging
import socket

import pytest
from django.core.management import call_command
from django.utils import timezone

from lcep_site.health import alerts, asking
from lcep_site.health.checks import HealthCheck
from lcep_site.health.findings import good, needs_attention
from lcep_site.logs import repeats
from partnerships.models import KnownTrouble, OutgoingMail
from partnerships.vocabulary import MailState
from partnerships.worker import daily, heartbeats, lanes
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2036, 11, 27, 12, tzinfo=datetime.UTC)


@pytest.fixture
def after(monkeypatch):
    """A function that looks so long after noon, while the disk is well or not; a worker runs."""
    state = {}
    monkeypatch.setattr(asking, "CHECKS", (HealthCheck("disk", "Disk", lambda: state["found"]),))

    def look(is_well, **since):
        now = NOON + datetime.timedelta(**since)
        state["found"] = good("There is room.") if is_well else needs_attention("It is nearly full.")
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        if state.get("worker", True):
            heartbeats.beat(heartbeats.WORKER)
        assert alerts.look() is False
        return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))

    look.state = state
    return look


@pytest.fixture(autouse=True)
def owner():
    return make_superuser(email="owner@lcep.example", is_staff=True)


def test_one_mail_when_it_begins_one_a_week_and_one_when_it_is_over(after):
    told = ["LCEP Directory – Disk: needs attention"]
    assert after(False) == after(False, minutes=9) == []
    assert after(False, minutes=11) == after(False, minutes=12) == after(False, days=6) == told
    told.append("LCEP Directory – Disk: still needs attention")
    assert after(False, days=8) == after(False, days=8, hours=1) == told
    assert after(True, days=9) == after(True, days=9, minutes=29) == told
    told.append("LCEP Directory – Disk: well again")
    assert after(True, days=9, minutes=31) == after(True, days=10) == told
    assert not KnownTrouble.objects.exists()


def test_what_is_over_soon_is_nobodys_business(after):
    after(False)
    after(True, minutes=5)
    after(True, minutes=9)

    assert after(False, minutes=11) == []
    assert KnownTrouble.objects.get().began_at == NOON + datetime.timedelta(minutes=11)


def test_what_comes_back_soon_was_never_over(after):
    after(False)
    after(False, minutes=11)
    after(True, minutes=20)
    after(False, minutes=40)

    assert len(after(True, minutes=51)) == 1
    assert len(after(True, minutes=82)) == 2


def test_what_one_machine_finds_not_well_and_others_well_is_told(after):
    for minute in range(10):
        assert after(False, minutes=minute) == []
        assert after(True, minutes=minute, seconds=20) == after(True, minutes=minute, seconds=40) == []

    assert after(False, minutes=11) == ["LCEP Directory – Disk: needs attention"]


def test_who_finds_it_well_takes_nothing_back_that_another_has_just_found(after):
    after(False)
    after(True, minutes=1)
    as_read = KnownTrouble.objects.get()
    after(False, minutes=5)

    found = asking.CheckedHealth(asking.CHECKS[0], good("There is room."))
    alerts._note_well(as_read, found, NOON + datetime.timedelta(minutes=6))
    assert KnownTrouble.objects.exists()


def test_only_owners_are_told_with_what_to_do_and_where(after, owner):
    make_user(username="editor", email="editor@lcep.example", is_staff=True)
    make_superuser(username="gone", email="gone@lcep.example", is_active=False)
    make_superuser(username="other", email="other@lcep.example", is_staff=True)
    after(False)
    after(False, minutes=11)

    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {"owner@lcep.example", "other@lcep.example"}
    text = OutgoingMail.objects.first().text
    assert "since 27 November 2036, 12:00" in text and "It is nearly full." in text
    assert "/back-office/status/" in text and "again in a week" in text
    assert f"Seen on the machine {socket.gethostname()}." in text


def test_two_who_look_at_once_tell_once(after, monkeypatch):
    after(False)
    as_read = KnownTrouble.objects.get()
    assert len(after(False, minutes=11)) == 1

    alerts._tell_of(as_read, asking.checked_now()[0], timezone.now() + datetime.timedelta(minutes=1))
    assert OutgoingMail.objects.count() == 1


def test_without_a_worker_the_looker_sends_it_itself(after, django_capture_on_commit_callbacks):
    after.state["worker"] = False
    with django_capture_on_commit_callbacks(execute=True):
        after(False)
        after(False, minutes=11)

    assert OutgoingMail.objects.get().state == MailState.SENT


def test_with_a_worker_it_is_left_to_that(after, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        after(False)
        after(False, minutes=11)

    assert OutgoingMail.objects.get().state == MailState.QUEUED


def test_it_stands_in_the_log_too_since_mail_may_be_what_is_stuck(after, caplog):
    after(False)
    after(False, minutes=11)

    [record] = [each for each in caplog.records if each.name == alerts.__name__]
    words = f"Disk: needs attention. It is nearly full. Seen on the machine {socket.gethostname()}."
    assert (record.levelno, record.getMessage()) == (logging.ERROR, words)


def test_the_log_tells_of_each_of_several_troubles_of_one_minute(after, caplog, monkeypatch):
    checks = tuple(HealthCheck(name, name, lambda: needs_attention("It is not.")) for name in ("mail", "worker"))
    monkeypatch.setattr(asking, "CHECKS", checks)
    after(False)
    after(False, minutes=11)

    kinds = {repeats.kind_of(each) for each in caplog.records if each.name == alerts.__name__}
    assert len(kinds) == 2


def test_worker_and_scheduler_look():
    assert "health" in lanes.LANES
    assert [lane.name for lane in lanes.of_scheduler()] == ["health"]


def test_all_is_looked_at(all_well):
    alerts.look()
    assert not KnownTrouble.objects.exclude(name="disk").exists()

    heartbeats.Heartbeat.objects.update(at=timezone.now() - datetime.timedelta(days=2))
    alerts.look()
    assert set(KnownTrouble.objects.values_list("name", flat=True)) >= {"worker", "scheduler"}


def test_the_scheduler_works_in_its_own_lanes_alone(monkeypatch):
    worked = []
    of_both = lanes.Lane("both", lambda: bool(worked.append("both")), is_for_scheduler=True)
    of_worker = lanes.Lane("worker", lambda: bool(worked.append("worker")))
    monkeypatch.setattr(lanes, "LANES", {"both": of_both, "worker": of_worker})
    monkeypatch.setattr(daily, "JOBS", {})

    call_command("run_daily", once=True)
    assert worked == ["both"]

    call_command("run_worker", once=True)
    assert worked == ["both", "both", "worker"]
