"""The site as `make run` serves it: its data loaded, its files collected, gunicorn in front, on a port of its own."""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from lcep_site.settings import BASE_DIR

COMMANDS = (
    ["migrate"],
    ["load_directory"],
    ["shell", "--command=from tests import published_examples; published_examples.make_all()"],
    ["import_postcodes"],
    ["collectstatic", "--no-input"],
    ["shell", "-c", "from tests.journeys.people import make_people; make_people()"],
)
START_TIMEOUT_SECONDS = 60


@contextmanager
def served_site(folder: Path):
    """Serve the site with its data and files in `folder` while the context lasts; give its address without a slash."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        settings = {"DJANGO_SETTINGS_MODULE": "tests.journeys.settings", "DATA_DIR": str(folder), "SITE_URL": address}
        environment = inherited | settings
        for command in COMMANDS:
            subprocess.run(
                [sys.executable, "manage.py", *command, "--verbosity=0"],
                cwd=BASE_DIR,
                env=environment,
                check=True,
            )
        # The server gets the listening socket itself, so no other program can take the port in between.
        gunicorn = ["-m", "gunicorn", "lcep_site.wsgi", "--bind", f"fd://{listener.fileno()}", "--threads", "4"]
        server = subprocess.Popen(
            [sys.executable, *gunicorn, "--log-level", "critical"],
            cwd=BASE_DIR,
            env=environment,
            pass_fds=[listener.fileno()],
        )
        try:
            urlopen(f"{address}/health/", timeout=START_TIMEOUT_SECONDS).close()
            yield address
        finally:
            server.terminate()
            server.wait()
