"""The site as `make run` serves it: its data loaded, its files collected, gunicorn in front, on a port of its own.

Data and files are made once for all who serve it, until something changes of which they are made.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from lcep_site.settings import BASE_DIR
from tests.databases import copy_folder, empty_file, kept

CONTENTS = "from tests.journeys import contents; contents.make()"
START_TIMEOUT_SECONDS = 60
MADE_OF = (
    *("lcep_site", "members", "partnerships", "fixtures", "static", "tests/*.py"),
    *(f"tests/journeys/{name}.py" for name in ("contents", "people", "settings")),
)


def digest() -> str:
    """Return a hash of all that the data and files of the site are made of."""
    files = {BASE_DIR / "requirements.lock"}
    for pattern in MADE_OF:
        for path in BASE_DIR.glob(pattern):
            files |= {path} if path.is_file() else set(path.rglob("*.*"))
    parts = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file() and path.suffix != ".pyc"):
        parts.update(f"{path.relative_to(BASE_DIR)}\n".encode() + path.read_bytes())
    return parts.hexdigest()[:16]


def environment_of(folder: Path, address: str = "http://127.0.0.1") -> dict[str, str]:
    """Return the environment of the site with its data in `folder`, served at `address`."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "DATA_DIR": str(folder),
        "SITE_URL": address,
    }


def told(folder: Path, command: str, address: str = "http://127.0.0.1") -> str:
    """Run `command`, lines of Python, in a process of the site in `folder`, and return what it printed."""
    shell = [sys.executable, "manage.py", "shell", "--verbosity=0", f"--command={command}"]
    environment = environment_of(folder, address)
    return subprocess.run(shell, cwd=BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def prepare(folder: Path) -> None:
    """Put the data and files of the site into `folder`."""
    empty = empty_file()
    with kept(f"site-{digest()}") as (path, is_there):
        if not is_there:
            unfinished = path.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            shutil.copy(empty, unfinished / "lcep.sqlite3")
            told(unfinished, CONTENTS)
            unfinished.rename(path)
        copy_folder(path, folder)


@contextmanager
def served_site(folder: Path):
    """Serve the site, prepared in `folder`, while the context lasts; give its address without a slash."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        # The server gets the listening socket itself, so no other program can take the port in between.
        gunicorn = ["-m", "gunicorn", "lcep_site.wsgi", "--bind", f"fd://{listener.fileno()}", "--threads", "4"]
        server = subprocess.Popen(
            [sys.executable, *gunicorn, "--log-level", "critical"],
            cwd=BASE_DIR,
            env=environment_of(folder, address),
            pass_fds=[listener.fileno()],
        )
        try:
            urlopen(f"{address}/health/", timeout=START_TIMEOUT_SECONDS).close()
            yield address
        finally:
            server.terminate()
            server.wait()
