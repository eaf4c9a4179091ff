"""How long a process waits for an answer of a database server before it takes it to be away.

Only who serves visitors has limits, said once by `serve`: they have few threads, which an answer that never comes would
hold one by one. Commands and the worker may wait as long as their statements take.
"""

import threading
import time

# To connect; for what a visitor reads; for what is written, which may wait for what somebody else is writing.
CONNECTING, READING, WRITING = 3, 5, 20
# The server itself gives up sooner, and says that nothing was written.
OPTIONS = f"-c lock_timeout={(WRITING - 5) * 1000} -c statement_timeout={(WRITING - 2) * 1000}"
SECONDS_BETWEEN_TRIES = 1


class _OfThread(threading.local):
    seconds: float = WRITING


class _Server:
    """What this process knows of the database server: until when nobody here asks it again."""

    def __init__(self) -> None:
        self.is_limited = False
        self._lock = threading.Lock()
        self._next_try: float | None = None

    def is_away(self) -> bool:
        """Whether it did not answer when it was last asked."""
        return self._next_try is not None

    def may_be_tried(self) -> bool:
        """Whether to ask it: while it is away one thread does so at a time, now and then."""
        if self._next_try is None:
            return True
        with self._lock:
            now = time.monotonic()
            if self._next_try is None or now >= self._next_try:
                self._next_try = now + CONNECTING + SECONDS_BETWEEN_TRIES
                return True
            return False

    def has_failed(self) -> None:
        self._next_try = time.monotonic() + SECONDS_BETWEEN_TRIES

    def has_answered(self) -> None:
        self._next_try = None


server = _Server()
_of_thread = _OfThread()


def serve() -> None:
    """Let this process, which serves visitors, wait for so long and no longer."""
    server.is_limited = True


def of_request(*, is_reading: bool) -> None:
    """Let this thread, until it is told otherwise, wait as somebody may who only reads, or as who writes may."""
    _of_thread.seconds = READING if is_reading else WRITING


def is_over(began: float) -> bool:
    """Whether this thread has waited long enough for what it asked at `began`, by the clock that only goes on."""
    waited = time.monotonic() - began
    return server.is_limited and (waited > _of_thread.seconds or (waited > READING and server.is_away()))
