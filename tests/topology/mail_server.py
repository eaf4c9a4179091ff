"""A mail server of this machine that takes everything, slowly, and writes down what it took."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

# Long enough that a kill often comes while a mail is leaving, before or after it was taken.
SECONDS = 0.02


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps in `taken` every mail it said yes to, in that order."""

    allow_reuse_address = daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[EmailMessage] = []

    @property
    def url(self) -> str:
        """EMAIL_URL of whoever is to send by it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of whoever was killed in the middle."""


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            command = line.split()[0].upper()
            if command == "DATA":
                self._say("354 go on")
                self._take()
            self._say("221 bye" if command == "QUIT" else "250 yes")

    def _take(self) -> None:
        """Take a mail; one that was not sent to its end is none."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        time.sleep(SECONDS)
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run one while the context lasts."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        yield server
        server.shutdown()
