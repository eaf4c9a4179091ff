"""Requests take a thread only while they are answered, so that whoever sends or reads slowly holds up nobody.

gunicorn's worker with threads gives a connection one from its first byte to the last of the answer, and its main thread
waits for each visitor to close: eight slow ones would stop two workers of four threads. Here connections wait in the
worker's poller instead, at the cost of some kilobytes each. What is longer than AHEAD goes to a thread when so much of
it is here, and must then come at SLOWEST at least; anybody may send such, so it never has more than half the threads.
How a proxy does it is in docs/hosting/nginx.conf; this is for a site without one.
"""

import errno
import re
import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]  # it tells no types
from gunicorn.http import get_parser  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from lcep_site.request_source import BODY_SECONDS, SLOWEST, Source
from lcep_site.sending_later import PatientSocket
from lcep_site.turns import Turns

# Every form fits; files that staff send do not.
AHEAD = 128 * 1024
HEAD_SECONDS = 15
CHUNK = 64 * 1024
END_OF_HEAD, END_OF_CHUNKS = b"\r\n\r\n", b"0\r\n\r\n"
# Nobody is waited for who reads nothing at all for so long.
UNREAD_SECONDS = 60
LINGER_SECONDS, MOST_LINGERING = 2, 100
# However many digits are written: of zeros before it none, of a number nobody can send only how it begins.
_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*+0*+(\d{0,18}+)\d*+[ \t]*+\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\nTransfer-Encoding:", re.IGNORECASE)
_EXPECTS_WORD = re.compile(rb"\r\nExpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)


class Gone(OSError):
    """Whoever sent has gone before the end."""


class PatientConnection(TConn):
    """A connection whose requests are read as they come, without waiting, until one is `is_here`.

    `until` says by when it must be, in seconds of time.monotonic(); `is_long` whether more may come once it is here.
    """

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any, linger: Any) -> None:
        super().__init__(cfg, PatientSocket(sock), client, server)
        self.parser = get_parser(cfg, Source(self.sock), client)
        self.data_ready = True
        self.is_polled = False
        self._linger = linger

    def begin(self) -> None:
        """Begin with the next request, of which some may have come with the last."""
        self._came, self._wanted = bytearray(self.parser.unreader.take_buffered()), 0
        self.until, self.is_long = time.monotonic() + HEAD_SECONDS, False
        self.sock.setblocking(False)

    @property
    def is_here(self) -> bool:
        """Whether the request is here, or as much of it as we wait for."""
        return 0 < self._wanted <= len(self._came)

    def go_on(self) -> None:
        """Read what has come. Raises Gone when nothing more will."""
        self._look()
        while not self.is_here:
            try:
                received = self.sock.recv(CHUNK)
            except BlockingIOError:
                return
            if not received:
                raise Gone
            self._came += received
            self._look()

    def _look(self) -> None:
        """Find out how much to wait for, as far as that is known."""
        if self._wanted or not self._came:
            return
        end = self._came.find(END_OF_HEAD) + len(END_OF_HEAD)
        if end < len(END_OF_HEAD):
            self._wanted, self.is_long = AHEAD if len(self._came) >= AHEAD else 0, True
        elif _CHUNKED.search(self._came, 0, end):
            is_over = self._came.endswith(END_OF_CHUNKS)
            # What ends like the last chunk may be in the middle of one.
            self._wanted, self.is_long = len(self._came) if is_over or len(self._came) >= AHEAD else 0, True
        elif length := _LENGTH.search(self._came, 0, end):
            whole = end + int(length[1] or 0)
            self._wanted = min(whole, max(end, AHEAD))
            self.is_long = self._wanted < whole
            self.until += BODY_SECONDS
            self._say_go_on(end)
        else:
            self._wanted, self.is_long = end, False

    def _say_go_on(self, end: int) -> None:
        """Tell who waits for that to send the body."""
        if _EXPECTS_WORD.search(self._came, 0, end) and len(self._came) == end:
            with suppress(OSError):
                self.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def hand_over(self) -> None:
        """Let gunicorn read it."""
        self.parser.unreader.sock.refill(bytes(self._came))
        self._came = bytearray()

    def keep_the_rest(self) -> None:
        """Leave to the next request what came of it with this one."""
        unreader = self.parser.unreader
        if rest := unreader.take_buffered() + unreader.sock.take():
            unreader.unread(rest)

    def close(self, graceful: bool = False) -> None:
        """Close it; with `graceful` once the visitor has read to the end, for whom nobody waits."""
        if not graceful:
            util.close(self.sock)
            return
        try:
            self.sock.setblocking(False)
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            util.close(self.sock)
        else:
            self._linger(self.sock)


class ReadingAheadWorker(ThreadWorker):
    """Gives a thread to requests that are here. It may be stopped while others still come."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.coming: set[PatientConnection] = set()
        self.leaving: set[PatientConnection] = set()
        # Closed by us and not yet by the visitor, the oldest first, each with the moment it is given up at.
        self.lingering: dict[socket.socket, float] = {}
        self.looked_at = 0.0
        self.turns = Turns[PatientConnection](max(1, self.cfg.threads // 2))

    def init_process(self) -> None:
        """Have connections end at which nobody reads, from when they are accepted."""
        for listener in self.sockets:
            if hasattr(socket, "TCP_USER_TIMEOUT") and listener.family != socket.AF_UNIX:
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_SECONDS * 1000)
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Take a new connection, as gunicorn does, and begin to read."""
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        self.enqueue_req(PatientConnection(self.cfg, sock, client, listener.getsockname(), self.linger))

    def enqueue_req(self, conn: PatientConnection) -> None:
        """Begin to read a request, of which something may be there."""
        conn.begin()
        self.coming.add(conn)
        self.go_on_reading(conn)

    def go_on_reading(self, conn: PatientConnection, sock: object = None) -> None:
        """Read what has come of a request; once it is here, have a thread answer it."""
        try:
            conn.go_on()
        except OSError:
            self.give_up(conn)
            return
        if conn.is_here:
            self.forget(conn)
            if not conn.is_long or self.turns.may_go(conn):
                conn.hand_over()
                super().enqueue_req(conn)
            else:
                self.coming.add(conn)
        elif not conn.is_polled:
            conn.is_polled = True
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.go_on_reading, conn))

    def handle(self, conn: PatientConnection) -> Any:
        """Answer a request, in a thread; return whether another may come."""
        may_go_on = super().handle(conn)
        if may_go_on:
            conn.keep_the_rest()
        return may_go_on

    def finish_request(self, conn: PatientConnection, fs: Any) -> None:
        """Go on with a connection whose request was answered, once the answer has left as a whole."""
        self.end_turn(conn)
        if not conn.sock.unsent_bytes or conn.sock.fileno() < 0:
            super().finish_request(conn, fs)
            return
        conn.until = time.monotonic() + UNREAD_SECONDS + conn.sock.unsent_bytes / SLOWEST
        conn.sock.setblocking(False)
        self.leaving.add(conn)
        conn.is_polled = True
        self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self.go_on_sending, conn, fs))

    def go_on_sending(self, conn: PatientConnection, fs: Any, sock: object) -> None:
        """Send more of an answer to a slow reader."""
        try:
            is_over = conn.sock.send_on()
        except OSError:
            self.give_up(conn)
            return
        if is_over:
            self.forget(conn)
            super().finish_request(conn, fs)

    def forget(self, conn: PatientConnection) -> None:
        """Wait no longer for what comes or leaves on a connection."""
        self.coming.discard(conn)
        self.leaving.discard(conn)
        if conn.is_polled:
            conn.is_polled = False
            self.poller.unregister(conn.sock)

    def give_up(self, conn: PatientConnection) -> None:
        """Close a connection whose request did not come, or whose answer is not read."""
        self.forget(conn)
        self.end_turn(conn)
        self.nr_conns -= 1
        conn.close()

    def end_turn(self, conn: PatientConnection) -> None:
        """Give the thread that a long request had to the next that waits for one."""
        if following := self.turns.leave(conn):
            self.forget(following)
            following.hand_over()
            super().enqueue_req(following)

    def murder_pending(self) -> None:
        """Give up what is too slow; when we stop, what is not here yet. gunicorn asks after each event."""
        super().murder_pending()
        now = time.monotonic()
        if now < self.looked_at + 1:
            return
        self.looked_at = now
        late = [conn for conn in self.coming if conn.until < now or not self.alive]
        for conn in [*late, *(conn for conn in self.leaving if conn.until < now)]:
            self.give_up(conn)
        for sock in [sock for sock, until in self.lingering.items() if until < now]:
            self.let_go(sock)

    def linger(self, sock: socket.socket) -> None:
        """Wait for a visitor who has all of an answer to close: what we closed first might not arrive."""
        if len(self.lingering) >= MOST_LINGERING:
            self.let_go(next(iter(self.lingering)))
        self.lingering[sock] = time.monotonic() + LINGER_SECONDS
        self.poller.register(sock, selectors.EVENT_READ, self.see_whether_closed)

    def see_whether_closed(self, sock: socket.socket) -> None:
        """Read on, and let go of a connection at whose other end nobody is."""
        try:
            if sock.recv(CHUNK):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.let_go(sock)

    def let_go(self, sock: socket.socket) -> None:
        del self.lingering[sock]
        self.poller.unregister(sock)
        util.close(sock)
