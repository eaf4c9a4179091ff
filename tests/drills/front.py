"""Asks the site through what stands in front of it, as visitors and staff do, and counts how it was answered."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.never_lost.visitors import FORM, Visitor

NO_ANSWER = 0
PATIENCE_SECONDS = 60
PAGES = (
    "/",
    "/partnerships/",
    "/find/?q=Leeds",
    "/find/?q=York",
    "/map/",
    "/partnerships/leeds33/",
    "/join/",
    "/news/",
)
SERVER_ERRORS = range(500, 600)


class FrontError(http.client.HTTPException):
    """The site answered that something went wrong on its side."""


@dataclass(frozen=True)
class Answer:
    """What came back, and in how many seconds."""

    status: int
    headers: Mapping[str, str]
    page: str
    seconds: float


@dataclass
class Front:
    """What is reached on `port`. `answers` counts by status; NO_ANSWER are those that were not answered to the end."""

    port: int
    answers: Counter = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, path: str, form: Sequence[tuple[str, str]] | Mapping | None = None, **headers: str) -> Answer:
        """Return the answer to a GET, or to a POST of `form`. Raises OSError or HTTPException without one."""
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        told = {"Host": f"localhost:{self.port}", "Referer": f"https://localhost:{self.port}/"}
        told |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.99.0.1"} | (FORM if form is not None else {})
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        status = NO_ANSWER
        try:
            method, body = ("GET", None) if form is None else ("POST", urlencode(form))
            connection.request(method, path, body, told)
            response = connection.getresponse()
            page = response.read().decode(errors="replace")
            status = response.status
            return Answer(status, response.headers, page, time.perf_counter() - began)
        finally:
            connection.close()
            with self._lock:
                self.answers[status] += 1

    @property
    def faults(self) -> int:
        """How many answers said that something went wrong, or did not come."""
        return sum(count for status, count in self.answers.items() if status in SERVER_ERRORS or status == NO_ANSWER)


@dataclass
class FrontVisitor(Visitor):
    """Somebody with an enquiry who comes through the front, and tries again as people do where something goes wrong."""

    front: Front | None = None

    def _ask(self, method: str, path: str, values: Mapping | None = None) -> tuple[str, str]:
        address = f"10.{self.number // 62500 + 1}.{self.number // 250 % 250}.{self.number % 250 + 1}"
        answer = self.front.ask(path, values, X_Forwarded_For=address)
        if answer.status in SERVER_ERRORS:
            raise FrontError(f"{method} {path} was answered {answer.status}.")
        assert answer.status in {200, 302}, f"{method} {path} was answered {answer.status}."
        return answer.headers.get("Location", ""), answer.page


@contextmanager
def readers(front: Front, count: int, pause: float) -> Iterator[list[Answer]]:
    """Have `count` visitors read pages while the context lasts, each after a `pause` in seconds; give their answers."""
    answers: list[Answer] = []
    over = threading.Event()

    def read() -> None:
        while not over.wait(pause):
            try:
                answers.append(front.ask(random.choice(PAGES)))
            except (OSError, http.client.HTTPException):
                # The front has counted it.
                continue

    threads = [threading.Thread(target=read, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()
