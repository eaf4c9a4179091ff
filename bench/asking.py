"""Asks a server: for one page, or for the same over and over on several connections at once, and counts."""

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlencode, urlsplit

from bench.answers import Answer, read_answer

CONNECTIONS = 4
TIMEOUT_SECONDS = 120
BROWSER = (("Accept-Encoding", "br, gzip"),)
# What the proxy in front would write. Each request is of another visitor: one alone could not ask so often.
FROM = "X-Forwarded-For"
_visitors = cycle(f"198.18.{number // 250}.{number % 250 + 1}" for number in range(50_000))


class WrongAnswerError(OSError):
    """The server answered with another status than the one to be measured, or not to the end."""


@dataclass(frozen=True)
class Wanted:
    """What to ask for: a path, with headers, and the status of the answer. With a `form` it is posted."""

    path: str
    headers: tuple[tuple[str, str], ...] = BROWSER
    status: int = 200
    form: tuple[tuple[str, str], ...] | None = None

    def as_sent(self, host: str) -> bytes:
        """Return the request as it goes over the wire."""
        body = b"" if self.form is None else urlencode(self.form).encode()
        headers = [("Host", host), *self.headers]
        if not any(name == FROM for name, _ in headers):
            headers.append((FROM, next(_visitors)))
        if self.form is not None:
            headers += [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", str(len(body)))]
        method = "GET" if self.form is None else "POST"
        lines = [f"{method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@dataclass
class Connection:
    """A connection that asks one thing after the other. It is opened anew when the server has closed it."""

    address: str
    _socket: socket.socket | None = None
    _received: bytes = b""
    _wanted: Wanted = field(default_factory=lambda: Wanted("/"))

    def send(self, wanted: Wanted) -> socket.socket:
        """Send a request and return the socket on which the answer will come."""
        parts = urlsplit(self.address)
        if self._socket is None:
            self._socket = socket.create_connection((parts.hostname or "", parts.port or 80), TIMEOUT_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wanted, self._received = wanted, b""
        self._socket.sendall(wanted.as_sent(parts.netloc))
        return self._socket

    def answered(self) -> Answer | None:
        """Read what has come, and return the answer once it is whole. Raises WrongAnswerError if it is another."""
        assert self._socket, "Nothing was asked."
        more = self._socket.recv(1 << 18)
        self._received += more
        answer = read_answer(self._received, is_over=not more)
        if answer is None and not more:
            raise WrongAnswerError(f"{self._wanted.path} was not answered to its end.")
        if answer and answer.status != self._wanted.status:
            raise WrongAnswerError(f"{self._wanted.path} was answered {answer.status}, not {self._wanted.status}.")
        if answer and answer.ends_connection:
            self.close()
        return answer

    def ask(self, wanted: Wanted) -> Answer:
        """Send a request, wait for its answer and return it. Raises WrongAnswerError if it is another."""
        self.send(wanted)
        while (answer := self.answered()) is None:
            pass
        return answer

    def close(self) -> None:
        """Close it, if it is open."""
        if self._socket:
            self._socket.close()
            self._socket = None


def ask_once(address: str, wanted: Wanted) -> Answer:
    """Return one answer of the server at `address`, over a connection of its own."""
    connection = Connection(address)
    try:
        return connection.ask(wanted)
    finally:
        connection.close()


def seconds_of(address: str, wanted: Wanted) -> float:
    """Return how long the server at `address` takes for one request."""
    began = time.perf_counter()
    ask_once(address, wanted)
    return time.perf_counter() - began


def ask_over_and_over(address: str, wanted: Callable[[], Wanted | None]) -> tuple[int, float]:
    """Ask on CONNECTIONS connections until `wanted` returns None; return how many answers came, in how many seconds."""
    began, answers = time.perf_counter(), 0
    with selectors.DefaultSelector() as selector:
        waiting = sum(_ask_next(selector, Connection(address), wanted) for _ in range(CONNECTIONS))
        while waiting:
            for key, _ in selector.select(TIMEOUT_SECONDS):
                selected, connection = key.fileobj, key.data
                if connection.answered() is None:
                    continue
                answers += 1
                selector.unregister(selected)
                waiting -= not _ask_next(selector, connection, wanted)
    return answers, time.perf_counter() - began


def _ask_next(selector: selectors.BaseSelector, connection: Connection, wanted: Callable[[], Wanted | None]) -> bool:
    """Ask for what is wanted next; return whether there is anything."""
    request = wanted()
    if request is None:
        connection.close()
        return False
    selector.register(connection.send(request), selectors.EVENT_READ, connection)
    return True


def the_same(wanted: Wanted, seconds: float) -> Callable[[], Wanted | None]:
    """Want the same for so many seconds from now on."""
    end = time.perf_counter() + seconds
    return lambda: wanted if time.perf_counter() < end else None


def each_once(requests: Iterator[Wanted]) -> Callable[[], Wanted | None]:
    """Want each of `requests`, once."""
    return lambda: next(requests, None)
