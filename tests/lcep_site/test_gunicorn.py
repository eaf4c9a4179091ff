"""The web server: as many workers as the machine has room for, parted from one process that has opened nothing."""

import ctypes
import importlib
import json
import logging
import os
import subprocess
import sys
import threading
import urllib.request

import pytest
from django.db import OperationalError
from django.template import TemplateSyntaxError

from bench.servers import Application, served
from lcep_site import gunicorn
from lcep_site.settings import BASE_DIR


@pytest.fixture
def read_anew(monkeypatch):
    """Return a function that reads the configuration on a machine of so many processors."""

    def read(processors, **variables):
        monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(processors)), raising=False)
        monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return importlib.reload(gunicorn)

    yield read
    monkeypatch.undo()
    importlib.reload(gunicorn)


@pytest.mark.parametrize(("processors", "workers"), [(1, 2), (2, 2), (16, 16)])
def test_there_is_a_worker_for_each_processor_and_never_one_alone(read_anew, processors, workers):
    assert read_anew(processors).workers == workers


def test_whoever_runs_the_site_may_say_how_many_workers_there_are(read_anew):
    assert read_anew(16, WEB_CONCURRENCY="3").workers == 3
    assert read_anew(4, WEB_CONCURRENCY="").workers == 4


def test_the_image_and_the_command_serve_by_the_same_settings():
    assert gunicorn.COMMAND[-2:] == ["-c", "python:lcep_site.gunicorn"]
    assert '"gunicorn", "-c", "python:lcep_site.gunicorn"' in (BASE_DIR / "Dockerfile").read_text()


ECHO = """
import json

def application(environ, start_response):
    start_response("200 OK", [])
    names = "SCRIPT_NAME", "PATH_INFO", "wsgi.url_scheme"
    return [json.dumps([environ[name] for name in names]).encode()]
"""


def test_no_header_of_a_visitor_says_where_the_site_is_mounted(tmp_path):
    (tmp_path / "echo.py").write_text(ECHO)
    with served({"WEB_CONCURRENCY": "1"}, application=Application("echo:application", folder=tmp_path)) as server:
        # As a proxy on this machine hands on what a visitor wrote, which gunicorn would believe by itself.
        headers = {
            "SCRIPT_NAME": "/evil",
            "SCRIPT-NAME": "/evil",
            "PATH_INFO": "/evil/back-office/",
            "X-Script-Name": "/evil",
        }
        asked = urllib.request.Request(f"{server.address}/evil/find/", headers=headers)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert json.load(answer) == ["", "/evil/find/", "http"]


def test_what_is_read_before_the_workers_part_opens_no_database():
    look = """
import lcep_site.wsgi, sys, threading
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from lcep_site import gunicorn
from partnerships.abuse import learnt
from partnerships.finder import file_index
assert "partnerships.views.places" not in sys.modules
def connect(connection):
    raise AssertionError("a database is opened")
BaseDatabaseWrapper.connect = connect
gunicorn.when_ready(None)
assert "partnerships.views.places" in sys.modules and "partnerships.templatetags.drawn_once" in sys.modules
assert file_index.fixed_index.cache_info().currsize == learnt.weights.cache_info().currsize == 1
print([connection.alias for connection in connections.all() if connection.connection], threading.active_count())
"""
    looked = subprocess.run([sys.executable, "-c", look], cwd=BASE_DIR, capture_output=True, text=True, check=True)

    assert looked.stdout.split("\n")[0] == "[] 1"
    assert gunicorn.preload_app


def test_a_template_that_is_broken_keeps_no_other_from_being_read(monkeypatch):
    asked = []

    def get_template(name):
        asked.append(name)
        raise TemplateSyntaxError

    monkeypatch.setattr("django.template.loader.get_template", get_template)
    gunicorn._read_pages()

    assert {"base.html", "components/map.svg", "partnerships/find.html"} <= set(asked)


@pytest.mark.parametrize("error", [None, OperationalError("no such table")])
def test_a_worker_reads_the_names_of_schools_before_anybody_asks_and_goes_on_without_a_database(monkeypatch, error):
    read = threading.Event()

    def current():
        read.set()
        if error:
            raise error

    monkeypatch.setattr("partnerships.schools.kept.current", current)
    failed = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    before = set(threading.enumerate())

    gunicorn.post_worker_init(None)
    for started in set(threading.enumerate()) - before:
        started.join()

    assert (read.wait(10), failed) == (True, [])


def log_of_a_server():
    """Return gunicorn's own log as it is once a server of ours has started."""

    class Server:
        class log:  # noqa: N801 - as gunicorn calls it
            error_log = logging.Logger("gunicorn.error")
            error_log.parent = logging.getLogger()
            error_log.addHandler(logging.StreamHandler())

    gunicorn.on_starting(Server)
    return Server.log.error_log


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (("Error handling request %s %s", "GET", "/find/?q=LS1+3AB"), "Error handling request GET partnerships:find"),
        (("Error handling request %s", "/check/a-token/"), "Error handling request members:entry-check"),
        (("Invalid request from ip=192.0.2.1: Invalid HTTP Version: '3AB HTTP/1.1'",), "Invalid request"),
        (("Worker (pid:%s) was sent %s!", 7, "SIGKILL"), "Worker (pid:7) was sent SIGKILL!"),
    ],
)
def test_what_was_typed_stays_out_of_the_log_of_the_server(caplog, line, kept):
    log_of_a_server().warning(*line)

    assert caplog.messages == [kept]


def test_many_bad_requests_fill_no_log(caplog):
    log = log_of_a_server()
    for number in range(100):
        log.warning(f"Invalid request from ip=192.0.2.{number}: Invalid HTTP Version: 'HTTP/{number}'")
    log.error("Worker (pid:%s) was sent %s!", 7, "SIGKILL")

    assert caplog.messages == ["Invalid request", "Worker (pid:7) was sent SIGKILL!"]


HEAPS = """
import ctypes, threading
{before}
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
all_have_memory = threading.Barrier(9)

def take():
    taken = [bytes(5_000 + size) for size in range(500)]
    all_have_memory.wait()
    all_have_memory.wait()

for _ in range(8):
    threading.Thread(target=take).start()
all_have_memory.wait()
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
all_have_memory.wait()
"""


def _heaps_of_eight_threads(before=""):
    command = [sys.executable, "-c", HEAPS.format(before=before)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    return said.count("<heap ")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="only glibc gives threads heaps")
def test_threads_share_two_heaps():
    assert _heaps_of_eight_threads() > 2
    assert _heaps_of_eight_threads("import lcep_site.gunicorn") == 2
