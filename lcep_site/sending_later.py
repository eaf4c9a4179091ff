"""A socket that keeps what a slow reader has not taken yet, so that no thread waits for that."""

import socket
from collections import deque

# Any page and list of the directory as it is. Beyond that whoever sends waits.
MOST_UNSENT = 2 * 1024 * 1024


class PatientSocket(socket.socket):
    """Takes over a connected socket. `sendall` returns at once unless very much is unsent; `send_on` sends the rest."""

    __slots__ = ("_unsent", "_unsent_bytes")

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock.family, sock.type, sock.proto, fileno=sock.detach())
        self._unsent: deque[memoryview] = deque()
        self._unsent_bytes = 0

    @property
    def unsent_bytes(self) -> int:
        """How much was given to be sent and has not left."""
        return self._unsent_bytes

    # The bytes are kept as they are, not copied: answers that are given again are in memory once.
    def sendall(self, data: bytes, flags: int = 0) -> None:  # type: ignore[override]
        """Send what can leave now and keep the rest. Raises OSError."""
        self._unsent.append(memoryview(data))
        self._unsent_bytes += len(data)
        self.send_on()
        if self._unsent_bytes > MOST_UNSENT:
            while self._unsent:
                super().sendall(self._unsent.popleft(), flags)
            self._unsent_bytes = 0

    def send_on(self) -> bool:
        """Send what can leave now; return whether nothing is left. Raises OSError."""
        while self._unsent:
            view = self._unsent[0]
            try:
                sent = super().send(view, socket.MSG_DONTWAIT) if view else 0
            except BlockingIOError:
                return False
            self._unsent_bytes -= sent
            if sent == len(view):
                self._unsent.popleft()
            else:
                self._unsent[0] = view[sent:]
        return True
