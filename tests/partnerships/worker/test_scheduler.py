"""The scheduler, with real processes: none of its jobs keeps another from its turn, and it may itself be killed."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from io import BytesIO
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections

from partnerships.models import DailyRun
from partnerships.worker import daily, heartbeats, scheduler
from tests import databases
from tests.daily_jobs.apps import jobs_called
from tests.never_lost.site import site_in
from tests.partnerships.worker.test_one_worker import wait_until

pytestmark = pytest.mark.usefixtures("any_database")
SETTINGS = "tests.daily_jobs.settings"
RUN_DAILY = ["manage.py", "run_daily"]
ALL = "SELECT job, outcome, tries FROM partnerships_dailyrun ORDER BY job"


@contextmanager
def site_with(folder, monkeypatch, *names):
    """Give a site with jobs of these names, in whose database and environment this process is too."""
    with site_in(folder, settings=SETTINGS) as site:
        site.environment["TEST_JOBS"] = " ".join(names)
        for name, value in site.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(daily, "JOBS", {})
        daily.register(*jobs_called(names))
        with databases.connected_to(site.database):
            yield site


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def began(folder, name):
    """Return the processes of the job `name` so far."""
    path = folder / name
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_whatever_becomes_of_some_jobs_the_others_are_done(tmp_path, monkeypatch, caplog, capfd):
    monkeypatch.setattr(scheduler, "LONGEST", scheduler.timedelta(hours=0.002))
    with site_with(tmp_path, monkeypatch, "hangs", "dies", "fails", "refuses", "counts"):
        with pytest.raises(CommandError, match="tried again when this is called again: ") as failed:
            call_command("run_daily", "--once")
        runs = {
            job: (outcome, words) for job, outcome, words in DailyRun.objects.values_list("job", "outcome", "words")
        }
        is_seen = heartbeats.last("scheduler") is not None

    assert runs == {
        "counts": ("done", "All was counted."),
        "dies": ("failed", "It ended by itself (signal 9)."),
        "fails": ("failed", "Something went wrong (ValueError); the log says more."),
        "hangs": ("failed", "It took longer than 0.002 hours, and was ended."),
        "refuses": ("failed", "There is no such file."),
    }
    assert all(name in str(failed.value) for name in ("dies", "fails", "hangs", "refuses"))
    assert "counts" not in str(failed.value)
    assert is_seen
    assert not is_alive(*began(tmp_path, "hangs"))
    # The trace is in the log, once, and nowhere else.
    assert capfd.readouterr().err.count("failed: ValueError: [e-mail] is not a number") == 1
    assert "The daily job “refuses” failed. There is no such file." in caplog.text
    assert "jo@" not in caplog.text


def test_two_schedulers_at_once_do_each_job_once(tmp_path, monkeypatch):
    names = [f"counts-{number}" for number in range(5)]
    with site_with(tmp_path, monkeypatch, *names) as site:
        both = [site.python(*RUN_DAILY, "--once") for _ in range(2)]
        codes = [process.wait(60) for process in both]
        runs = site.ask(ALL)

    assert codes == [0, 0]
    assert runs == [(name, "done", 1) for name in names]
    assert [len(began(tmp_path, name)) for name in names] == [1] * 5


def test_the_job_of_a_scheduler_that_is_killed_ends_with_it_and_is_taken_over(tmp_path, monkeypatch):
    hold = tmp_path / "hold-holds"
    hold.touch()
    with site_with(tmp_path, monkeypatch, "holds") as site:
        first = site.python(*RUN_DAILY)
        wait_until(lambda: began(tmp_path, "holds"))
        first.kill()
        first.wait()
        wait_until(lambda: not is_alive(*began(tmp_path, "holds")))
        left, beats = site.ask(ALL), site.ask("SELECT kind FROM partnerships_heartbeat")
        # As though its lease were over.
        DailyRun.objects.update(next_try_at=DailyRun.objects.get().started_at)
        hold.unlink()
        second = site.python(*RUN_DAILY)
        try:
            wait_until(lambda: site.ask(ALL) == [("holds", "done", 2)])
        finally:
            second.kill()
            second.wait()

    assert (left, beats) == ([("holds", "running", 1)], [("scheduler",)])
    assert len(began(tmp_path, "holds")) == 2


def test_a_scheduler_that_is_told_to_stop_ends_its_job_which_is_due_again_at_once(tmp_path, monkeypatch):
    (tmp_path / "hold-holds").touch()
    with site_with(tmp_path, monkeypatch, "holds") as site:
        first = site.python(*RUN_DAILY)
        wait_until(lambda: began(tmp_path, "holds"))
        first.terminate()
        code = first.wait(60)
        left = site.ask(ALL)
        (tmp_path / "hold-holds").unlink()
        call_command("run_daily", "--once")
        after = site.ask(ALL)

    assert (code, left, after) == (0, [("holds", "running", 0)], [("holds", "done", 1)])
    assert not is_alive(began(tmp_path, "holds")[0])


def test_what_somebody_else_has_taken_over_meanwhile_is_ended_here(tmp_path, monkeypatch):
    monkeypatch.setattr(heartbeats, "SECONDS_BETWEEN", 0.05)
    monkeypatch.setattr(scheduler, "POLL_SECONDS", 0.02)
    (tmp_path / "hold-holds").touch()
    stop = Event()

    def schedule():
        scheduler.Scheduler().run(stop)
        connections.close_all()

    with site_with(tmp_path, monkeypatch, "holds") as site:
        thread = Thread(target=schedule)
        thread.start()
        try:
            wait_until(lambda: began(tmp_path, "holds"))
            far = DailyRun.objects.get().started_at + scheduler.timedelta(days=1)
            DailyRun.objects.update(tries=2, next_try_at=far)
            wait_until(lambda: not is_alive(*began(tmp_path, "holds")))
        finally:
            stop.set()
            thread.join()
        runs = site.ask(ALL)

    assert runs == [("holds", "running", 2)]


def test_a_database_that_is_away_is_waited_for_and_what_has_ended_is_noted_then(tmp_path, monkeypatch, caplog):
    finish, failures = daily.finish, [OperationalError("closed the connection")] * 2
    monkeypatch.setattr(scheduler, "SECONDS_TO_WAIT_FOR_DATABASE", 0.01)

    def finish_at_the_third_call(*arguments):
        if failures:
            raise failures.pop()
        finish(*arguments)

    monkeypatch.setattr(daily, "finish", finish_at_the_third_call)
    with site_with(tmp_path, monkeypatch, "counts") as site:
        call_command("run_daily", "--once")
        runs = site.ask(ALL)

    assert runs == [("counts", "done", 1)]
    assert (caplog.text.count("The database is away"), caplog.text.count("answers again")) == (1, 1)


def test_a_process_that_cannot_be_begun_is_a_job_that_failed(tmp_path, monkeypatch):
    monkeypatch.setattr(scheduler, "JOB_PROCESS", [str(tmp_path / "no-python")])
    with site_with(tmp_path, monkeypatch, "counts"):
        with pytest.raises(CommandError):
            call_command("run_daily", "--once")
        words = DailyRun.objects.get().words

    assert words == "It could not be begun: No such file or directory."


def test_jobs_are_nicer_than_what_visitors_wait_for(tmp_path, monkeypatch):
    (tmp_path / "hold-holds").touch()
    with site_with(tmp_path, monkeypatch, "holds") as site:
        process = site.python(*RUN_DAILY)
        try:
            wait_until(lambda: began(tmp_path, "holds"))
            (pid,) = began(tmp_path, "holds")
            niceness = os.getpriority(os.PRIO_PROCESS, pid)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()

    assert niceness == min(os.nice(0) + 10, 19)


def test_a_job_that_ends_without_saying_what_it_did_has_failed(tmp_path, monkeypatch):
    monkeypatch.setattr(scheduler, "JOB_PROCESS", [sys.executable, "-c", "print('Odd.')"])
    with site_with(tmp_path, monkeypatch, "counts"):
        with pytest.raises(CommandError):
            call_command("run_daily", "--once")
        words = DailyRun.objects.get().words

    assert words == "It ended without saying what it did."


def test_nobody_waits_for_a_process_that_no_signal_ends(monkeypatch):
    class Stuck:
        pid = 0

        def wait(self, seconds):
            raise subprocess.TimeoutExpired("a job", seconds)

    signals = []
    monkeypatch.setattr(scheduler.os, "killpg", lambda pid, number: signals.append(number))

    scheduler._Work(DailyRun(), Stuck(), BytesIO()).end(signal.SIGTERM)

    assert signals == [signal.SIGTERM, signal.SIGKILL]


def test_called_by_cron_none_waits_beside_the_next_for_a_database_that_is_away(tmp_path, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS_TO_WAIT_FOR_DATABASE", 0.01)
    answers = [OperationalError("closed the connection"), None]

    def claim_next(*arguments, **options):
        if answer := answers.pop(0):
            raise answer

    monkeypatch.setattr(daily, "claim_next", claim_next)
    with site_with(tmp_path, monkeypatch, "counts"), pytest.raises(OperationalError):
        call_command("run_daily", "--once")
