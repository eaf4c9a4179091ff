"""Looking at everything within a limit of time, whatever hangs.

A machine that vanished, or a disk elsewhere, holds whoever asks for as long as the network allows. So a thread looks,
and who asked waits for it no longer than SECONDS. Until that thread comes back no other begins: what hangs takes one
thread and one connection of each process, however often we are asked. What it has found is good for SECONDS_GOOD, so
that nobody keeps the database busy by asking.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.db import Error, connection

from lcep_site.health.checks import CHECKS, CheckedHealth, HealthCheck
from lcep_site.health.findings import Finding, broken, needs_attention

logger = logging.getLogger(__name__)

SECONDS, SECONDS_GOOD = 2.0, 2.0
# A statement of ours gives up before whoever waits for it does.
STATEMENT_MILLISECONDS = 1500
NO_ANSWER = f"It gave no answer within {SECONDS:.0f} seconds. Look whether it runs and can be reached."
NOT_KNOWN = "It is not known how it is, since what it is asked by does not answer."


class Look:
    """One look at all of `checks`, which may still be going on. `run` is called once."""

    def __init__(self, checks: tuple[HealthCheck, ...]) -> None:
        self.checks = checks
        self.began = time.monotonic()
        self.found: list[Finding] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        try:
            for check in self.checks:
                self.found.append(_looked_at(check))
        finally:
            self.is_over.set()

    def so_far(self) -> list[CheckedHealth]:
        """Return what was found, and of the rest that it is not known; what is looked at right now does not answer."""
        found = list(self.found)
        rest = [broken(NO_ANSWER), *[needs_attention(NOT_KNOWN)] * len(self.checks)]
        return [CheckedHealth(check, finding) for check, finding in zip(self.checks, [*found, *rest], strict=False)]


class Looker:
    """Takes one look at a time. `start` begins the function it gets beside us."""

    def __init__(self, checks: tuple[HealthCheck, ...], start: Callable[[Callable[[], None]], object]) -> None:
        self._checks, self._start = checks, start
        self._lock = threading.Lock()
        self._look: Look | None = None

    def checked(self) -> list[CheckedHealth]:
        """Return what a look of the last SECONDS_GOOD found, or one taken now."""
        with self._lock:
            look = self._look
            if look is None or look.is_over.is_set() and time.monotonic() - look.began > SECONDS_GOOD:
                look = Look(self._checks)
                # Raises where no thread is to be had: then the next who asks begins.
                self._start(look.run)
                self._look = look
        look.is_over.wait(max(0.0, look.began + SECONDS - time.monotonic()))
        return look.so_far()


def apart(look: Callable[[], None]) -> None:
    """Begin `look` in a thread with a connection of its own, whose statements take no longer than they may."""

    def limited() -> None:
        try:
            _limit()
            look()
        finally:
            connection.close()

    threading.Thread(target=limited, name="health", daemon=True).start()


def checked() -> list[CheckedHealth]:
    """Return how everything is, at most SECONDS_GOOD ago, in the order of CHECKS, within SECONDS."""
    return _looker.checked()


def checked_now() -> list[CheckedHealth]:
    """Return how everything is now, looked at by the caller and on its connection, for as long as that takes."""
    return [CheckedHealth(check, _looked_at(check)) for check in CHECKS]


def _looked_at(check: HealthCheck) -> Finding:
    try:
        return check.look()
    except Error:
        # The look at the database says what it says.
        return needs_attention(NOT_KNOWN)
    except Exception:
        logger.exception("Something went wrong in the look at “%s”", check.name)
        return needs_attention(NOT_KNOWN)


def _limit() -> None:
    """Limit what the statements of this connection may take, if it can be opened: else the look itself says so.

    Whatever goes wrong here ends nothing: else the look would never be over.
    """
    limit = {
        "sqlite": f"PRAGMA busy_timeout = {STATEMENT_MILLISECONDS // 2}",
        "postgresql": f"SET statement_timeout = {STATEMENT_MILLISECONDS}",
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(limit[connection.vendor])
    except Exception:
        connection.close()


_looker = Looker(CHECKS, apart)
