"""Visitors who take their time on purpose: a byte a second of a head, of a body, or read of an answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle, islice

# The longest of the lists: no buffer of the system holds it, packed for nobody who does not ask for that.
LARGE = "/partnerships.geojson"
TOLD = "Host: localhost\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: {address}\r\n"
HEADS, BODIES, READERS = "heads", "bodies", "readers"
KINDS = (HEADS, BODIES, READERS)
FORM = "Content-Type: application/x-www-form-urlencoded"
BEGINNINGS = {
    HEADS: "GET / HTTP/1.1\r\nX-Slow: ",
    BODIES: "POST /join/ HTTP/1.1\r\n{told}{form}\r\nContent-Length: 5000\r\n\r\n",
    READERS: "GET {large} HTTP/1.1\r\n{told}\r\n",
}
# So few bytes an answer finds room for on its way.
ROOM = 2048


@dataclass
class SlowClient:
    """One of them. It comes again when it is sent away. `times_away` counts that."""

    kind: str
    number: int
    port: int
    times_away: int = 0
    _socket: socket.socket | None = None

    def begin(self) -> None:
        """Connect and begin what will not end."""
        told = TOLD.format(address=f"10.200.{self.number // 250}.{self.number % 250 + 1}")
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        self._socket.settimeout(10)
        self._socket.connect(("127.0.0.1", self.port))
        self._socket.sendall(BEGINNINGS[self.kind].format(told=told, form=FORM, large=LARGE).encode())

    def go_on(self) -> None:
        """Send or read the next byte."""
        try:
            if self.kind == READERS:
                is_there = bool(self._socket.recv(1))
            else:
                self._socket.sendall(b"x")
                is_there = self._is_open()
        except OSError:
            is_there = False
        if not is_there:
            self.times_away += 1
            self.end()
            with suppress(OSError):
                self.begin()

    def _is_open(self) -> bool:
        self._socket.setblocking(False)
        try:
            return bool(self._socket.recv(1))
        except BlockingIOError:
            return True
        finally:
            self._socket.settimeout(10)

    def end(self) -> None:
        self._socket.close()


@contextmanager
def slow_clients(port: int, count: int) -> Iterator[list[SlowClient]]:
    """Have so many of them, of each kind in turn, while the context lasts."""
    clients = [SlowClient(kind, number, port) for number, kind in enumerate(islice(cycle(KINDS), count))]
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(1):
            for client in clients:
                client.go_on()

    for client in clients:
        client.begin()
    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield clients
    finally:
        over.set()
        thread.join()
        for client in clients:
            client.end()
