"""Slow visitors take no thread of the web server, and what comes in pieces is read as though it had come at once."""

import hashlib
import http.client
import socket
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from bench.servers import Application, served
from lcep_site import reading_ahead
from tests.lcep_site.echoing import LARGE

pytestmark = pytest.mark.no_database
ECHOING = Application("tests.lcep_site.echoing")
ONE_OF_TWO_THREADS = ("--workers", "1", "--threads", "2")
# Less than it takes until slow visitors are given up.
PATIENCE_SECONDS = 10
SLOW_VISITORS = 20
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
MUCH_OF_A_BODY = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n" + b"x" * reading_ahead.AHEAD
SLOW = {
    "say nothing": b"",
    "begin a head": b"GET / HTTP/1.1\r\nHost: a",
    "begin a body": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsome",
    "begin chunks": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nso",
    "begin a body of zeros": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0000000000000000000100\r\n\r\nsome",
    "begin a body without end": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999999\r\n\r\nsome",
    "begin much of a body": MUCH_OF_A_BODY,
    "begin much of a head": b"GET / HTTP/1.1\r\nHost: a" + b"\r\nA: b" * reading_ahead.AHEAD,
    "begin many chunks": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n\r\n",
    "begin a second": b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT",
    "do not close": b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "do not read": b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n",
}


NEVER_WHOLE = ["say nothing", "begin a head", "begin a body", "begin chunks"]


@contextmanager
def server_with(**environment):
    with served(environment, application=ECHOING, options=ONE_OF_TWO_THREADS) as server:
        yield server


@pytest.fixture(scope="module")
def server():
    with server_with() as server:
        yield server


@contextmanager
def connected(server, sent=b"", receive_buffer=None):
    """Give a connection on which `sent` was sent, with room for so few bytes to come."""
    parts = urlsplit(server.address)
    with socket.socket() as connection:
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(PATIENCE_SECONDS)
        connection.connect((parts.hostname, parts.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(sent)
        yield connection


def answers_on(connection, count):
    """Return the bodies of so many answers."""
    file, bodies = connection.makefile("rb"), []
    for _ in range(count):
        while (status := file.readline()) == GO_ON[:-2]:
            file.readline()
        assert status == b"HTTP/1.1 200 OK\r\n"
        headers = http.client.parse_headers(file)
        bodies.append(file.read(int(headers["Content-Length"])).decode())
    return bodies


def echo_of(path, body=b""):
    return f"{path} {hashlib.sha256(body).hexdigest()}"


def send_in_pieces(connection, content):
    """Send `content` so that no piece comes with the next."""
    third = len(content) // 3
    for piece in (content[:1], content[1:third], content[third:-1], content[-1:]):
        connection.sendall(piece)
        # What is asked elsewhere meanwhile has been answered once the piece has come.
        yield


@pytest.mark.parametrize("slow", SLOW.values(), ids=SLOW)
def test_slow_visitors_hold_up_nobody(server, slow):
    with ExitStack() as connections:
        for _ in range(SLOW_VISITORS):
            connections.enter_context(connected(server, slow, receive_buffer=2048))

        # Who comes second finds the main thread at work on what the slow have left it.
        for path in ("/first", "/second"):
            asked = f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
            asking = connections.enter_context(connected(server, asked))

            assert answers_on(asking, 1) == [echo_of(path)]


@pytest.mark.parametrize("size", [1, 10_000, reading_ahead.AHEAD, reading_ahead.AHEAD * 3])
def test_a_body_that_comes_in_pieces_is_whole(server, size):
    body = bytes(number % 251 for number in range(size))
    head = f"POST /form HTTP/1.1\r\nHost: a\r\ncontent-length: {size}\r\n\r\n".encode()
    with connected(server) as connection, connected(server) as other:
        for _ in send_in_pieces(connection, head + body):
            other.sendall(b"GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
            assert answers_on(other, 1) == [echo_of("/other")]

        assert answers_on(connection, 1) == [echo_of("/form", body)]


def test_long_bodies_at_once_are_all_answered(server):
    body = b"x" * reading_ahead.AHEAD * 2
    head = f"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with ExitStack() as connections:
        # All begin, before any ends.
        sending = [connections.enter_context(connected(server, head + body[:-1])) for _ in range(3)]
        for connection in sending:
            connection.sendall(body[-1:])

            assert answers_on(connection, 1) == [echo_of("/form", body)]


def test_a_length_with_zeros_before_it_is_read_as_it_is(server):
    head = b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 00000000000000000000003\r\n\r\n"
    with connected(server, head) as connection:
        connection.sendall(b"abc")

        assert answers_on(connection, 1) == [echo_of("/form", b"abc")]


def test_chunks_that_come_in_pieces_are_whole(server):
    chunks = b"POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
    with connected(server) as connection:
        for _ in send_in_pieces(connection, chunks):
            pass

        assert answers_on(connection, 1) == [echo_of("/form", b"abcdefg")]


def test_requests_sent_in_one_go_are_answered_one_after_the_other(server):
    together = (
        b"POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1"
    )
    with connected(server, together) as connection:
        assert answers_on(connection, 2) == [echo_of("/1", b"abc"), echo_of("/2")]

        connection.sendall(b"\r\nHost: a\r\n\r\n")

        assert answers_on(connection, 1) == [echo_of("/3")]


def test_a_visitor_who_asks_whether_to_go_on_is_told_so(server):
    head = b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
    with connected(server, head) as connection:
        assert connection.recv(100) == GO_ON

        connection.sendall(b"abc")

        assert answers_on(connection, 1) == [echo_of("/form", b"abc")]


def test_an_answer_that_is_read_late_is_whole(server):
    with connected(server, SLOW["do not read"], receive_buffer=2048) as late, connected(server) as other:
        other.sendall(b"GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
        answers_on(other, 1)

        assert answers_on(late, 1) == [LARGE.decode()]


@pytest.mark.parametrize("slow", [*NEVER_WHOLE, "begin a body without end", "begin much of a body"])
def test_what_does_not_come_is_given_up(slow):
    with server_with(PATIENCE="0.2") as server, connected(server, SLOW[slow]) as connection:
        assert connection.recv(100) == b""


def test_a_server_that_is_told_to_stop_does_not_wait_for_the_slow():
    with server_with() as server, connected(server, SLOW["begin a body"]), connected(server, SLOW["say nothing"]):
        server.process.terminate()

        assert server.process.wait(PATIENCE_SECONDS) == 0
