"""A whole site in processes of its own, with its own database and folder: to be killed."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from lcep_site.settings import BASE_DIR
from tests import databases

STARTER = ["-m", "tests.never_lost.starter"]
SERVER = ["-m", "gunicorn", "-c", "python:lcep_site.gunicorn", "--log-level", "critical"]
WORKER = ["manage.py", "run_worker"]


class Site:
    """A site whose server listens on a socket that outlives it, so that it comes back at the same address."""

    def __init__(self, folder: Path, database: str, listener: socket.socket, settings: str):
        self.folder, self.database, self.listener = folder, database, listener
        self.port = listener.getsockname()[1]
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": settings,
            "LCEP_MODE": "local",
            "DATA_DIR": str(folder),
            "DATABASE_URL": _url(database),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
        }

    @contextmanager
    def starter(self):
        """Let server and workers be started while the context lasts; at its end they are killed."""
        with self.python(*STARTER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as self._starter:
            yield

    def start_server(self) -> None:
        """Start the web server."""
        self._tell([*SERVER, "--bind", f"fd://{self.listener.fileno()}"])

    def start_workers(self, count: int) -> None:
        """Start so many workers."""
        for _ in range(count):
            self._tell(WORKER)

    def kill_everything(self) -> None:
        """Kill server and workers at once, with all their children, in a way no program can notice."""
        self._tell([])

    def ask(self, query: str) -> list[tuple]:
        """Return what the database answers to `query`."""
        with databases.connected_to(self.database), connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []

    def python(self, *arguments: str, **options) -> subprocess.Popen:
        """Begin a process that runs Python with `arguments` in the environment of the site."""
        command = [sys.executable, *arguments]
        return subprocess.Popen(
            command, cwd=BASE_DIR, env=self.environment, pass_fds=[self.listener.fileno()], **options
        )

    def _tell(self, arguments: list[str]) -> None:
        """Tell the starter to begin something, or to kill all."""
        print(json.dumps(arguments), file=self._starter.stdin, flush=True)
        assert self._starter.stdout.readline(), "The starter has ended by itself."


@contextmanager
def site_in(folder: Path, *, settings: str = "tests.never_lost.settings"):
    """Give a site with an empty database while the context lasts: on the server DATABASE_URL names, else on SQLite."""
    with _database(folder) as name, socket.create_server(("127.0.0.1", 0)) as listener:
        yield Site(folder, name, listener, settings)


@contextmanager
def _database(folder: Path):
    if connection.vendor == "sqlite":
        yield shutil.copy(databases.empty_file(), str(folder / "lcep.sqlite3"))
        return
    with databases.on_the_server(f"never_lost_{secrets.token_hex(4)}") as name:
        yield name


def _url(database: str) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{database}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
