"""The figures as Prometheus reads them, of a web server with two workers that part from one process."""

import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from partnerships.models import Heartbeat
from tests import databases
from tests.factories import make_mail, make_partnership
from tests.never_lost.site import SERVER, site_in
from tests.partnerships.worker.test_one_worker import wait_until

pytestmark = [pytest.mark.usefixtures("any_database"), pytest.mark.slow]
TOKEN = "a-token-that-nobody-guesses"
SETTINGS = "tests.lcep_site.metrics.served"


class Served:
    """A web server that is being served."""

    def __init__(self, site, process):
        self.site, self.process = site, process

    def get(self, path, **headers):
        """Return status and text of the answer."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.site.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def figures(self, **headers):
        """Return the figures by name and labels, as they are written."""
        status, text = self.get("/metrics", Authorization=f"Bearer {TOKEN}", **headers)
        assert status == 200, text
        lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, _, value in lines}

    def workers(self):
        return workers_of(self.process)


def workers_of(process):
    """Return the numbers of the processes that parted from `process`."""
    listed = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


@contextmanager
def served(folder, **variables):
    with site_in(folder, settings=SETTINGS) as site:
        site.environment |= {"WEB_CONCURRENCY": "2", **variables}
        process = site.python(*SERVER, "--bind", f"fd://{site.listener.fileno()}")
        try:
            wait_until(lambda: len(workers_of(process)) == 2 or process.poll())
            with databases.connected_to(site.database):
                yield Served(site, process)
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("metrics"), METRICS_TOKEN=TOKEN) as it:
        yield it


def responses(figures, status, view, method="GET"):
    name = (
        f'django_http_responses_total_by_status_view_method_total{{method="{method}",status="{status}",view="{view}"}}'
    )
    return figures.get(name, 0)


def test_every_worker_tells_what_all_have_counted(server):
    before = server.figures()
    for _ in range(30):
        assert server.get("/accessibility/")[0] == 200
    # Whichever worker is asked.
    told = {
        responses(server.figures(), 200, "accessibility") - responses(before, 200, "accessibility") for _ in range(12)
    }

    assert told == {30}


def test_answers_are_told_by_where_they_came_from_and_how_long_they_took(server):
    before = server.figures()
    for _ in range(40):
        server.get("/about/")
    after = server.figures()

    def more(name):
        return after.get(name, 0) - before.get(name, 0)

    # Each of the two workers draws it once at most.
    assert more('lcep_answers_total{source="drawn"}') <= 2
    assert more('lcep_answers_total{source="drawn"}') + more('lcep_answers_total{source="kept"}') == 40
    assert more('django_http_requests_latency_seconds_by_view_method_count{method="GET",view="about"}') == 40
    buckets = [name for name in after if 'method="GET",view="about"' in name and "_bucket" in name]
    assert len(buckets) == 14


def test_nothing_that_was_typed_and_no_path_is_told(server):
    found, _ = server.get("/find/?q=LS1%204AP&jo=jo@school.example")
    server.get("/LS14AP/jo@school.example/")
    server.get("/partnerships/jo-at-school/")
    request = urllib.request.Request(f"http://127.0.0.1:{server.site.port}/about/", method="LS14AP")
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request)
    figures = server.figures()

    assert responses(figures, found, "partnerships:find") == 1
    assert responses(figures, 404, "unknown") >= 1
    assert responses(figures, 403, "about", "other") == 1
    assert not [name for name in figures if re.search(r"LS1|4AP|school|jo\b|example", name)]


def test_an_error_of_ours_is_counted_by_its_type(server):
    assert server.get("/breaks/")[0] == 500

    figures = server.figures()
    assert figures['django_http_exceptions_total_by_type_total{type="ZeroDivisionError"}'] == 1
    assert responses(figures, 500, "breaks") == 1


@pytest.mark.parametrize("headers", [{}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": "Bearer ü"}])
def test_without_the_token_there_is_no_such_page(server, headers):
    status, text = server.get("/metrics", **headers)

    assert (status, "lcep_" in text) == (404, False)


def test_prometheus_may_ask_by_the_number_of_the_machine(server):
    assert server.figures(Host="10.0.3.4:8000")["lcep_database_up"] == 1


def test_queues_are_told_from_rows(server):
    figures = server.figures()
    assert figures['lcep_mails{state="queued"}'] == figures["lcep_mail_oldest_unsent_seconds"] == 0
    make_mail()
    make_partnership(name="St Jo’s")
    Heartbeat.objects.create(kind="worker")
    figures = server.figures()

    assert figures['lcep_mails{state="queued"}'] == 1
    assert 0 < figures["lcep_mail_oldest_unsent_seconds"] < 600
    assert 0 <= figures['lcep_heartbeat_age_seconds{kind="worker"}'] < 600
    assert figures['lcep_imports{state="done"}'] == figures["lcep_imports_waiting"] == 0
    assert figures['lcep_daily_job_failing{job="retention"}'] == 0


def test_what_a_killed_worker_counted_stays_but_it_is_answering_nothing_any_more(server, tmp_path):
    figures = server.figures()
    before = responses(figures, 200, "accessibility") + figures["lcep_requests_in_progress"]
    killed = server.workers()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(set(server.workers()) - set(killed)) == 2)
    folder = next((server.site.folder / "metrics").iterdir())
    wait_until(lambda: not [pid for pid in killed if (folder / f"gauge_livesum_{pid}.db").exists()])

    figures = server.figures()
    assert responses(figures, 200, "accessibility") + figures["lcep_requests_in_progress"] == before


def test_a_server_that_starts_forgets_what_those_before_it_counted_and_leaves_those_that_run(tmp_path):
    of_a_dead_one = tmp_path / "metrics" / f"{os.uname().nodename}.{2**22 + 1}"
    of_us = tmp_path / "metrics" / f"{os.uname().nodename}.{os.getpid()}"
    of_another_machine = tmp_path / "metrics" / f"another.{2**22 + 1}"
    for folder in (of_a_dead_one, of_us, of_another_machine):
        folder.mkdir(parents=True)
    with served(tmp_path, METRICS_TOKEN=TOKEN) as it:
        it.figures()
        left = set((tmp_path / "metrics").iterdir())
        ours = tmp_path / "metrics" / f"{os.uname().nodename}.{it.process.pid}"

    assert left == {of_us, of_another_machine, ours}


def test_where_no_token_is_set_nothing_is_counted_nor_even_imported(tmp_path):
    with served(tmp_path) as it:
        page, figures = it.get("/modules/"), it.get("/metrics", Authorization="Bearer ")

    assert page == (200, "[]")
    assert figures[0] == 404
    assert not (tmp_path / "metrics").exists()
