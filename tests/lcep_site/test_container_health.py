"""A container says by itself whether it is well: of a web server, and of what answers nobody."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lcep_site import container_health
from lcep_site.health.checks import CHECKS
from lcep_site.settings import BASE_DIR

pytestmark = pytest.mark.no_database
GONE = "No worker runs, so mail does not leave."


@pytest.fixture
def answering():
    """A function that makes a web server answer with a status and data, and gives its address and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        status, data = 200, {}

        def do_GET(self):  # noqa: N802 - as the library calls it
            asked.append(self.path)
            self.send_response(self.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(self.data).encode())

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def answer(status, data):
        Handler.status, Handler.data = status, data
        return f"http://127.0.0.1:{server.server_port}", asked

    yield answer
    server.shutdown()
    server.server_close()


def test_a_web_server_is_asked_whether_it_is_alive(answering, monkeypatch, capsys):
    address, asked = answering(200, {"status": "live"})
    monkeypatch.setattr(container_health, "OWN", address)

    assert (container_health.main([]), asked, capsys.readouterr().out) == (0, ["/health/live/"], "")
    answering(500, {})
    assert container_health.main([]) == 1
    assert capsys.readouterr().out.startswith("The web server does not answer: ")


@pytest.mark.parametrize("status", [200, 503])
@pytest.mark.parametrize(("state", "said"), [("good", ""), ("needs attention", f"{GONE}\n")])
def test_of_a_worker_a_web_server_tells_ready_or_not(answering, capsys, status, state, said):
    checks = [
        {"name": "disk", "state": "not working", "words": "Full."},
        {"name": "worker", "state": state, "words": GONE},
    ]
    address, asked = answering(status, {"checks": checks})

    assert (container_health.main(["worker", address]), capsys.readouterr().out) == (int(bool(said)), said)
    assert asked == ["/health/ready/?format=json"]


def test_what_no_web_server_tells_of_is_not_well(answering, capsys):
    address, _ = answering(200, {"checks": []})

    assert container_health.main(["worker", address]) == 1
    assert capsys.readouterr().out == "The web server says nothing of “worker”.\n"


def test_nothing_that_answers_is_not_well_either(capsys):
    assert container_health.main(["worker", "http://127.0.0.1:9"]) == 1


def test_what_it_asks_for_is_looked_at():
    assert {"worker", "scheduler"} <= {check.name for check in CHECKS}


def test_it_reads_nothing_of_the_site():
    look = "import sys, lcep_site.container_health; print([name for name in sys.modules if name.startswith('django')])"
    looked = subprocess.run([sys.executable, "-c", look], cwd=BASE_DIR, capture_output=True, text=True, check=True)

    assert looked.stdout == "[]\n"
