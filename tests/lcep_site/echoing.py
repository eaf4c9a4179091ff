"""Says what it was sent, for tests of the web server: gunicorn tests.lcep_site.echoing:application."""

import hashlib
import os
import socket

from lcep_site import reading_ahead, request_source
from lcep_site.sending_later import PatientSocket

# Tests that wait for a limit have a short one.
if seconds := os.environ.get("PATIENCE"):
    reading_ahead.HEAD_SECONDS = reading_ahead.BODY_SECONDS = request_source.BODY_SECONDS = float(seconds)
# The system itself keeps little of what is sent, as over a slow line.
_usual = PatientSocket.__init__


def _narrow(self, sock):
    _usual(self, sock)
    self.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)


PatientSocket.__init__ = _narrow
LARGE = b"x" * 1_500_000


def application(environ, start_response):
    """Answer with a digest of the body and the path, or with much at /large."""
    body = environ["wsgi.input"].read()
    path = environ["PATH_INFO"]
    answer = LARGE if path == "/large" else f"{path} {hashlib.sha256(body).hexdigest()}".encode()
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]
