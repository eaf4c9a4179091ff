"""A whole site in processes of its own, with its own database and folder: to be killed."""

import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection

from lcep_site.settings import BASE_DIR
from tests import databases

SERVER = ["-m", "gunicorn", "lcep_site.wsgi", "--workers", "2", "--threads", "4", "--log-level", "critical"]
WORKER = ["manage.py", "run_worker"]


class Site:
    """A site whose server listens on a socket that outlives it, so that it comes back at the same address."""

    def __init__(self, folder: Path, database_url: str, listener: socket.socket, settings: str):
        self.folder, self.database_url, self.listener = folder, database_url, listener
        self.port = listener.getsockname()[1]
        self.running: list[subprocess.Popen] = []
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": settings,
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "SITE_URL": f"http://127.0.0.1:{self.port}",
        }

    def manage(self, *arguments: str) -> None:
        """Run a command to its end."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=BASE_DIR, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def start_server(self) -> None:
        """Start the web server."""
        self._start([*SERVER, "--bind", f"fd://{self.listener.fileno()}"])

    def start_workers(self, count: int) -> None:
        """Start so many workers."""
        for _ in range(count):
            self._start(WORKER)

    def kill_everything(self) -> None:
        """Kill server and workers at once, with all their children, in a way no program can notice."""
        for process in self.running:
            # One that has ended by itself left nobody to kill.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.running:
            process.wait()
        self.running = []

    def rows(self, query: str) -> list[tuple]:
        """Return what the database answers to `query`."""
        if self.database_url.startswith("sqlite"):
            connection = sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=20)
        else:
            connection = psycopg.connect(self.database_url)
        with closing(connection):
            return [tuple(row) for row in connection.execute(query).fetchall()]

    def _start(self, arguments: list[str]) -> None:
        self.running.append(
            subprocess.Popen(
                [sys.executable, *arguments],
                cwd=BASE_DIR,
                env=self.environment,
                pass_fds=[self.listener.fileno()],
                start_new_session=True,
            )
        )


@contextmanager
def site_in(folder: Path, *, settings: str = "tests.never_lost.settings"):
    """Give a site with an empty database while the context lasts: on the server DATABASE_URL names, else on SQLite."""
    with _database(folder) as url, socket.create_server(("127.0.0.1", 0)) as listener:
        site = Site(folder, url, listener, settings)
        try:
            yield site
        finally:
            site.kill_everything()


@contextmanager
def _database(folder: Path):
    if connection.vendor == "sqlite":
        shutil.copy(databases.empty_file(), folder / "lcep.sqlite3")
        yield f"sqlite:///{folder / 'lcep.sqlite3'}"
        return
    with databases.on_the_server(f"never_lost_{secrets.token_hex(4)}") as name:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
