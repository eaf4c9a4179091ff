"""Where gunicorn reads a request from that was read ahead, in whole or in part."""

import errno
import io
import socket
import time

# How long a form may take that is waited for, and what more comes of one once it has a thread.
BODY_SECONDS = 30
# Bytes a second, of what is longer, and of an answer.
SLOWEST = 4096


class Source:
    """What gunicorn reads a request from: what is here of it, then the socket if that is not all."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.refill(b"")

    def refill(self, ready: bytes) -> None:
        """Let it begin with `ready`."""
        self._ready, self._until = io.BytesIO(ready), time.monotonic() + BODY_SECONDS

    def take(self) -> bytes:
        """Return what nobody has read of what was ready, and hold it no longer."""
        return self._ready.read()

    def recv(self, size: int) -> bytes:
        """Return up to `size` bytes. Raises ConnectionResetError when they come more slowly than SLOWEST."""
        if ready := self._ready.read(size):
            return ready
        before = self._sock.gettimeout()
        left = max(0.01, self._until - time.monotonic())
        self._sock.settimeout(left if before is None else min(left, before))
        try:
            received = self._sock.recv(size)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "It came too slowly.") from None
        finally:
            self._sock.settimeout(before)
        self._until += len(received) / SLOWEST
        return received

    def gettimeout(self) -> float | None:
        return self._sock.gettimeout()

    def settimeout(self, seconds: float | None) -> None:
        self._sock.settimeout(seconds)
