"""Serve the site with everything it needs beside it: web server, worker, daily jobs, and what first loads its data."""

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from functools import partial

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from lcep_site import gunicorn, one_start, preparation

POLL_SECONDS = 0.5
RESTART_DELAY_SECONDS = 1
# Long enough for the worker to finish the mail it is sending, and for the web server to finish its responses.
STOP_TIMEOUT_SECONDS = 40
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WORKER = ["manage.py", "run_worker"]
SCHEDULER = ["manage.py", "run_daily"]
LOADER = ["manage.py", "load_the_rest"]
AGAIN = "The next start tries again, and so does: python manage.py load_the_rest"
# Whoever has it serves this folder, and so does whatever they have left running.
LOCK = "serving.lock"
ALREADY_RUNNING = "The site is being served from this folder already. Stop that first (Ctrl-C where it runs)."
# Visitors come first.
LOADERS_NICENESS = 10


class Command(BaseCommand):
    help = "Serves the site, with the worker and the daily jobs beside it, until it is stopped (Ctrl-C); then all stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="Where to listen (default: %(default)s).")
        usage = "First make what the first page needs, in an empty folder too; the rest is loaded beside the server."
        parser.add_argument("--prepare", action="store_true", help=usage)

    def handle(self, *args: object, bind: str, prepare: bool, **options: object) -> None:
        """Run all until a signal says stop. Raises CommandError when the web server ends by itself."""
        try:
            with one_start.only_one(settings.DATA_DIR / LOCK) if prepare else nullcontext() as kept:
                self._serve(bind, prepare, kept)
        except one_start.AlreadyRunning as error:
            raise CommandError(ALREADY_RUNNING) from error

    def _serve(self, bind: str, prepare: bool, kept: int | None) -> None:
        is_new = prepare and self._prepare(bind)
        self.is_to_stop = False
        self._start = partial(_start, kept=kept)
        before = {number: signal.signal(number, self._stop) for number in STOP_SIGNALS}
        children: dict[str, subprocess.Popen] = {}
        try:
            children["server"] = self._start([*gunicorn.COMMAND, "--bind", bind])
            children["worker"] = self._start(WORKER)
            if prepare:
                children["loader"] = self._start([*LOADER, *(["--new"] if is_new else [])], niceness=LOADERS_NICENESS)
            else:
                children["scheduler"] = self._start(SCHEDULER)
            self._watch(children)
        finally:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            _end(list(children.values()))
            for number, handler in before.items():
                signal.signal(number, handler)

    def _prepare(self, bind: str) -> bool:
        """Prepare, say where the site is served, and return whether the directory was loaded just now."""
        self.stdout.write("== Preparing the database")
        is_new = preparation.prepare()
        connections.close_all()
        self.stdout.write(f"== Serving http://{bind} (stop with Ctrl-C)")
        self.stdout.write(f"   Mail is kept in {settings.MAIL_FOLDER}: open the .eml files with any mail program")
        return is_new

    def _stop(self, number: int, frame: object) -> None:
        # Only noted: an exception could come between the start of a child and our knowing it, and leave it running.
        self.is_to_stop = True

    def _watch(self, children: dict[str, subprocess.Popen]) -> None:
        while not self.is_to_stop:
            if (code := children["server"].poll()) is not None:
                raise CommandError(f"The web server ended by itself ({_in_words(code)}).")
            for name, command in (("worker", WORKER), ("scheduler", SCHEDULER)):
                if name in children and (code := children[name].poll()) is not None:
                    self.stderr.write(f"The {name} ended by itself ({_in_words(code)}). Starting it again.")
                    time.sleep(RESTART_DELAY_SECONDS)
                    children[name] = self._start(command)
            if "loader" in children and (code := children["loader"].poll()) is not None:
                del children["loader"]
                # Not before: what it loads and writes is what the daily jobs read, and visitors come first.
                children["scheduler"] = self._start(SCHEDULER)
                if code:
                    self.stderr.write(f"Not everything was loaded ({_in_words(code)}). {AGAIN}")
            time.sleep(POLL_SECONDS)


def _start(arguments: list[str], niceness: int = 0, kept: int | None = None) -> subprocess.Popen:
    us = os.getpid()

    def begin() -> None:
        os.nice(niceness)
        one_start.end_with(us)

    # In a session of its own, so that Ctrl-C reaches us alone and each is told to stop once.
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        start_new_session=True,
        preexec_fn=begin,
        pass_fds=[] if kept is None else [kept],
    )


def _end(children: list[subprocess.Popen]) -> None:
    """Tell every child to stop and wait; what does not stop in time is killed, which loses nothing."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


def _in_words(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
