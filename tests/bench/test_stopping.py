"""The bench leaves nothing running, however it ends."""

import os
import signal
import subprocess
import sys

import pytest

from bench import servers
from lcep_site.settings import BASE_DIR

pytestmark = pytest.mark.no_database
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
# Serves the bare view in place of measuring, and says by which process.
SERVING = """
import bench.__main__ as bench, time
def serve(*given):
    with bench.served({}, application=bench.BARE) as server:
        print(server.process.pid, flush=True)
        time.sleep(60)
bench.measure_all = serve
bench.main([])
"""


def test_a_server_that_does_not_stop_is_killed(monkeypatch):
    monkeypatch.setattr(servers, "STOP_TIMEOUT_SECONDS", 0.1)
    with subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE) as process:
        process.stdout.readline()

        servers.stop(process)

        assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_bench_that_is_told_to_stop_leaves_no_server_behind(number):
    # A shell that runs us behind its back has us ignore SIGINT, and so what we start.
    before = signal.signal(number, signal.default_int_handler)
    with subprocess.Popen([sys.executable, "-c", SERVING], cwd=BASE_DIR, stdout=subprocess.PIPE) as process:
        signal.signal(number, before)
        server = int(process.stdout.readline())

        process.send_signal(number)

        assert process.wait(60) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
