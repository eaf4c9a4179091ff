"""Doing the daily jobs: each in a process of its own, AT_ONCE of them at most, none longer than LONGEST.

So a job that fails, hangs or is killed keeps no other from its turn. What came of one is noted as soon as the database
takes it.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from tempfile import TemporaryFile
from threading import Event
from typing import IO

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from partnerships.database import outage
from partnerships.models import DailyRun
from partnerships.vocabulary.running import DailyOutcome
from partnerships.worker import daily, heartbeats
from partnerships.worker.lanes import SECONDS_TO_WAIT_FOR_DATABASE

logger = logging.getLogger(__name__)

AT_ONCE = 2
LONGEST = timedelta(hours=2)
POLL_SECONDS = 0.5
# How long a job has for its end when the scheduler is told to stop.
SECONDS_TO_END = 10
JOB_PROCESS = [sys.executable, "-m", "partnerships.worker.job_process"]


@dataclass
class _Work:
    """A job that is being done here: its row, its process and what that writes; what came of it, once it has ended."""

    run: DailyRun
    process: subprocess.Popen
    written: IO[bytes]
    began: float = field(default_factory=time.monotonic)
    outcome: DailyOutcome | None = None
    words: str = ""

    def look(self) -> None:
        """Note what came of it if it has ended or taken too long."""
        code = self.process.poll()
        if self.outcome or code is None and time.monotonic() - self.began < LONGEST.total_seconds():
            return
        self.outcome = DailyOutcome.FAILED
        if code is None:
            self.end(signal.SIGKILL)
            self.words = f"It took longer than {LONGEST.total_seconds() / 3600:g} hours, and was ended."
        elif code:
            self.words = f"It ended by itself (signal {-code})." if code < 0 else f"It ended with exit code {code}."
        else:
            self._read()

    def _read(self) -> None:
        self.written.seek(0)
        try:
            is_done, self.words = json.loads(self.written.read())
        except ValueError:
            self.words = "It ended without saying what it did."
        else:
            self.outcome = DailyOutcome.DONE if is_done else DailyOutcome.FAILED

    def end(self, number: int) -> None:
        """End its process, and what that may have begun, by this signal; after a while in any case.

        One that waits for a disk that does not answer ends when that does: nobody waits for it.
        """
        for each in (number, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, each)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(SECONDS_TO_END)
                return

    def close(self) -> None:
        """Let go of what it wrote and of its standard input, once it has ended."""
        self.written.close()
        if self.process.stdin:
            self.process.stdin.close()


class Scheduler:
    """Does what is due; `failed` names the jobs that failed here."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self._works: list[_Work] = []
        self._next_beat = self._next_look = time.monotonic()

    def run(self, stop: Event, *, once: bool = False) -> None:
        """Do what is due until `stop` is set, or `once` each. What is running at a stop is ended, and due again.

        A database that does not answer for a while is waited for; `once`, as cron calls it again, only for what is
        running.
        """
        begun: set[str] = set()
        try:
            while not stop.is_set():
                close_old_connections()
                try:
                    self._step(but=begun if once else ())
                    outage.mine.end()
                except (OperationalError, InterfaceError) as error:
                    if once and not self._works:
                        raise
                    outage.mine.notice(error)
                    connection.close()
                    stop.wait(SECONDS_TO_WAIT_FOR_DATABASE)
                    continue
                if once and not self._works:
                    break
                begun |= {work.run.job for work in self._works}
                stop.wait(POLL_SECONDS)
        finally:
            self._give_back()

    def _step(self, but: Collection[str]) -> None:
        """Note what has ended, say that we are alive, and begin what is due and not among `but`."""
        for work in self._works:
            work.look()
        for work in [work for work in self._works if work.outcome]:
            self._note(work)
        if time.monotonic() >= self._next_beat:
            self._beat()
        if time.monotonic() >= self._next_look:
            self._begin(but)

    def _note(self, work: _Work) -> None:
        assert work.outcome
        daily.finish(work.run, work.outcome, work.words, timezone.now())
        self._drop(work)
        # Another may have waited for its place.
        self._next_look = time.monotonic()
        if work.outcome == DailyOutcome.FAILED:
            self.failed.append(work.run.job)
            about = {"about": work.run.job}
            logger.warning("The daily job “%s” failed. %s", work.run.job, work.words, extra=about)

    def _beat(self) -> None:
        heartbeats.beat(heartbeats.SCHEDULER)
        for work in list(self._works):
            if not daily.renew(work.run, timezone.now()):
                # We were away for so long that somebody else does it now.
                work.end(signal.SIGKILL)
                self._drop(work)
        self._next_beat = time.monotonic() + heartbeats.SECONDS_BETWEEN

    def _begin(self, but: Collection[str]) -> None:
        while len(self._works) < AT_ONCE:
            here = {work.run.job for work in self._works}
            found = daily.claim_next(timezone.now(), but=here.union(but))
            if found is None:
                break
            try:
                self._works.append(_start(*found))
            except OSError as error:
                daily.finish(found[1], DailyOutcome.FAILED, f"It could not be begun: {error.strerror}.", timezone.now())
                self.failed.append(found[0].name)
        self._next_look = time.monotonic() + heartbeats.SECONDS_BETWEEN

    def _give_back(self) -> None:
        for work in list(self._works):
            work.look()
            if not work.outcome:
                work.end(signal.SIGTERM)
            # What is not told now is known from its lease.
            with suppress(DatabaseError, InterfaceError):
                if work.outcome:
                    daily.finish(work.run, work.outcome, work.words, timezone.now())
                else:
                    daily.give_back(work.run, timezone.now())
            self._drop(work)

    def _drop(self, work: _Work) -> None:
        self._works.remove(work)
        work.close()


def _start(job: daily.DailyJob, run: DailyRun) -> _Work:
    with ExitStack() as if_it_fails:
        written = if_it_fails.enter_context(TemporaryFile())
        # In a session of its own, so that it can be ended with all that it begins.
        process = subprocess.Popen(
            [*JOB_PROCESS, job.name],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=written,
            start_new_session=True,
        )
        if_it_fails.pop_all()
    return _Work(run, process, written)
