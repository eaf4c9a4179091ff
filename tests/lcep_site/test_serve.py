"""Server, worker and scheduler are watched over together: stopped together, and no end of one goes unseen."""

import os
import signal
import sys

import pytest
from django.core.management import CommandError, call_command

from lcep_site.management.commands import serve
from lcep_site.one_start import only_one

SLEEP = ["-c", "import time; time.sleep(60)"]


@pytest.fixture
def started(monkeypatch):
    """The processes that were started, in order; waiting for the next is cut short."""
    processes = []
    start = serve._start

    def start_and_remember(arguments, **options):
        processes.append(start(arguments, **options))
        return processes[-1]

    monkeypatch.setattr(serve, "_start", start_and_remember)
    monkeypatch.setattr(serve, "SCHEDULER", SLEEP)
    monkeypatch.setattr(serve, "RESTART_DELAY_SECONDS", 0)
    monkeypatch.setattr(serve, "POLL_SECONDS", 0.01)
    yield processes
    for process in processes:
        process.kill()
        process.wait()


def test_a_server_that_ends_by_itself_is_said_and_ends_the_others_too(started, monkeypatch):
    monkeypatch.setattr(serve.gunicorn, "COMMAND", ["-c", "raise SystemExit(3)"])
    monkeypatch.setattr(serve, "WORKER", SLEEP)

    with pytest.raises(CommandError, match=r"The web server ended by itself \(exit code 3\)"):
        call_command("serve")

    assert [process.returncode for process in started[1:]] == [-signal.SIGTERM] * 2


@pytest.mark.parametrize("name", ["worker", "scheduler"])
def test_one_beside_the_server_that_is_killed_is_said_and_started_again(started, monkeypatch, tmp_path, capsys, name):
    marks = tmp_path / "marks"
    marks.touch()
    mark_and_die = f"import os\nwith open({str(marks)!r}, 'a') as marks: marks.write('x')\nos.kill(os.getpid(), 9)"
    wait_for_two = f"import os, time\nwhile os.path.getsize({str(marks)!r}) < 2: time.sleep(0.01)"
    monkeypatch.setattr(serve, "WORKER", SLEEP)
    monkeypatch.setattr(serve, name.upper(), ["-c", mark_and_die])
    monkeypatch.setattr(serve.gunicorn, "COMMAND", ["-c", wait_for_two])

    with pytest.raises(CommandError):
        call_command("serve")

    assert f"The {name} ended by itself (signal 9). Starting it again." in capsys.readouterr().err


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_stops_all_and_is_no_mistake(started, monkeypatch, number):
    before = signal.getsignal(signal.SIGINT)
    stop_us = f"import os, signal, time; os.kill({os.getpid()}, signal.{number}); time.sleep(60)"
    monkeypatch.setattr(serve.gunicorn, "COMMAND", SLEEP)
    monkeypatch.setattr(serve, "WORKER", ["-c", stop_us])

    call_command("serve")

    assert [process.returncode for process in started] == [-signal.SIGTERM] * 3
    assert signal.getsignal(signal.SIGINT) == before


def test_what_does_not_stop_in_time_is_killed(started, monkeypatch):
    deaf = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {}; time.sleep(60)"
    monkeypatch.setattr(serve, "STOP_TIMEOUT_SECONDS", 0.1)
    monkeypatch.setattr(serve.gunicorn, "COMMAND", SLEEP)
    monkeypatch.setattr(serve, "WORKER", ["-c", deaf.format(f"os.kill({os.getpid()}, signal.SIGTERM)")])

    call_command("serve")

    _, worker, _ = started
    assert worker.wait() == -signal.SIGKILL


@pytest.fixture
def prepared(monkeypatch, settings, tmp_path):
    """Preparing does nothing but say that the directory was there already."""
    monkeypatch.setattr(serve.preparation, "prepare", lambda: False)
    monkeypatch.setattr(serve.connections, "close_all", lambda: None)
    settings.DATA_DIR = tmp_path / "data"


def test_a_second_start_in_the_same_folder_is_refused_in_words(started, prepared, settings):
    with only_one(settings.DATA_DIR / serve.LOCK), pytest.raises(CommandError, match="served from this folder already"):
        call_command("serve", prepare=True)

    assert started == []


def test_what_is_still_to_be_loaded_is_loaded_once_beside_the_server(started, prepared, monkeypatch, tmp_path):
    marks = tmp_path / "marks"
    marks.touch()
    mark = f"import os\nwith open({str(marks)!r}, 'a') as marks: marks.write(f'{{os.nice(0)}} ')"
    end_later = f"import os, time\nwhile not os.path.getsize({str(marks)!r}): time.sleep(0.01)\ntime.sleep(0.2)"
    monkeypatch.setattr(serve, "LOADER", ["-c", mark])
    monkeypatch.setattr(serve, "WORKER", SLEEP)
    monkeypatch.setattr(serve.gunicorn, "COMMAND", ["-c", end_later])

    with pytest.raises(CommandError):
        call_command("serve", prepare=True)
    niceness = marks.read_text()
    with pytest.raises(CommandError):
        call_command("serve")

    assert niceness == marks.read_text() == f"{min(os.nice(0) + serve.LOADERS_NICENESS, 19)} "


@pytest.mark.parametrize("code", [0, 3])
def test_the_daily_jobs_begin_once_all_is_loaded_or_failed_to(started, prepared, monkeypatch, tmp_path, code):
    loaded, begun = tmp_path / "loaded", tmp_path / "begun"
    is_loaded = f"import os; open({str(begun)!r}, 'w').write(str(os.path.exists({str(loaded)!r})))"
    end_then = f"import os, time\nwhile not os.path.exists({str(begun)!r}): time.sleep(0.01)\ntime.sleep(0.2)"
    load = f"import time; time.sleep(0.3); open({str(loaded)!r}, 'w').close(); raise SystemExit({code})"
    monkeypatch.setattr(serve, "LOADER", ["-c", load])
    monkeypatch.setattr(serve, "SCHEDULER", ["-c", f"{is_loaded}; import time; time.sleep(60)"])
    monkeypatch.setattr(serve, "WORKER", SLEEP)
    monkeypatch.setattr(serve.gunicorn, "COMMAND", ["-c", end_then])

    with pytest.raises(CommandError):
        call_command("serve", prepare=True)

    assert begun.read_text() == "True"


def test_a_loading_that_failed_is_said_and_the_site_stays(started, prepared, monkeypatch, capsys):
    monkeypatch.setattr(serve, "LOADER", ["-c", "raise SystemExit(3)"])
    monkeypatch.setattr(serve, "WORKER", SLEEP)
    monkeypatch.setattr(serve.gunicorn, "COMMAND", ["-c", "import time; time.sleep(1)"])

    with pytest.raises(CommandError, match="The web server ended"):
        call_command("serve", prepare=True)

    assert "Not everything was loaded (exit code 3). The next start tries again" in capsys.readouterr().err


def test_a_signal_stops_what_is_loading_too(started, prepared, monkeypatch):
    stop_us = f"import os, signal, time; os.kill({os.getpid()}, signal.SIGINT); time.sleep(60)"
    monkeypatch.setattr(serve.gunicorn, "COMMAND", SLEEP)
    monkeypatch.setattr(serve, "WORKER", SLEEP)
    monkeypatch.setattr(serve, "LOADER", ["-c", stop_us])

    call_command("serve", prepare=True)

    assert [process.returncode for process in started] == [-signal.SIGTERM] * 3


def test_both_are_run_by_the_python_that_runs_us():
    process = serve._start(["-c", "import sys; sys.exit(sys.executable != " + repr(sys.executable) + ")"])

    assert process.wait() == 0
