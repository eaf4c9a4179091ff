"""Links are looked up on the public internet alone, in time, and through redirects just as carefully."""

import http.server
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

from partnerships.curation import safe_fetch
from partnerships.curation.safe_fetch import NoAnswer, NotPublic, public_address, request_status

USER_AGENT = "Test"


class Pages(http.server.BaseHTTPRequestHandler):
    """Answers with the status in the path; remembers what was requested."""

    requests = []
    seconds = 0

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        """Answer, after `seconds`."""
        Pages.requests.append(f"{self.command} {self.headers['Host'].partition(':')[0]} {self.path}")
        time.sleep(Pages.seconds)
        first = self.path.split("/")[1]
        status = {"head-refused": 405 if self.command == "HEAD" else 200}.get(first) or int(first)
        self.send_response(status)
        if status == 302:
            location = self.path.removeprefix("/302")
            self.send_header("Location", location[1:] if "://" in location else location)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    """A server on this machine; gives its port."""
    Pages.requests, Pages.seconds = [], 0
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def fetch(server):
    """A function that requests an address of "arts.example", which is the server."""

    def resolve(host, port):
        if host != "arts.example":
            raise NotPublic
        return "127.0.0.1", server

    return lambda url: request_status(url, user_agent=USER_AGENT, resolve=resolve)


@pytest.mark.parametrize("status", [200, 204, 404, 410])
def test_the_answer_is_the_status(fetch, status):
    assert fetch(f"http://arts.example/{status}/") == status


def test_the_server_is_asked_by_name_and_only_for_the_head(fetch):
    fetch("http://arts.example/200/caf\u00e9 bar?q=a b#part")

    assert Pages.requests == ["HEAD arts.example /200/caf%C3%A9%20bar?q=a%20b"]


def test_a_server_that_does_not_know_head_is_asked_again(fetch):
    assert fetch("http://arts.example/head-refused/") == 200
    assert [line.split()[0] for line in Pages.requests] == ["HEAD", "GET"]


def test_redirects_are_followed(fetch):
    assert fetch("http://arts.example/302/302/200/") == 200


def test_redirects_without_end_are_no_answer(fetch):
    with pytest.raises(NoAnswer):
        fetch("http://arts.example" + "/302" * 7 + "/200/")


@pytest.mark.parametrize("to", ["http://inside.example/200/", "file:///etc/passwd", "http://user@arts.example/"])
def test_a_redirect_is_looked_at_as_carefully(fetch, to):
    with pytest.raises(NotPublic):
        fetch(f"http://arts.example/302/{to}")


def test_a_server_that_drips_is_left(fetch, monkeypatch):
    monkeypatch.setattr(safe_fetch, "TOTAL_TIMEOUT_SECONDS", 0.2)
    Pages.seconds = 1

    began = time.monotonic()
    with pytest.raises(NoAnswer):
        fetch("http://arts.example/200/")
    assert time.monotonic() - began < 0.9


def test_a_server_that_is_not_there_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(NoAnswer):
        request_status("http://arts.example/", user_agent=USER_AGENT, resolve=lambda host, _: ("127.0.0.1", port))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://arts.example/",
        "file:///etc/passwd",
        "http:///nothing",
        "http://user:secret@arts.example/",
        "http://arts.example:99999/",
        "http://[broken/",
        "arts.example",
        "",
    ],
)
def test_what_is_no_address_of_a_page_is_not_asked(fetch, url):
    with pytest.raises(NotPublic):
        fetch(url)
    assert Pages.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 an address to refuse
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        # IPv4 addresses inside IPv6 ones: compatible, 6to4, Teredo (either end), NAT64 (and that for inside), ISATAP.
        "::127.0.0.1",
        "::10.1.2.3",
        "2002:7f00:1::1",
        "2002:c0a8:101::",
        "2001:0:7f00:1:0:0:a247:27dd",
        "2001:0:5db8:d80e:0:0:f5fe:fdfc",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::5db8:d80e",
        "2a00:1450:4009:80b:0:5efe:127.0.0.1",
        "2a00:1450:4009:80b:200:5efe:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "2001:db8::1",
        "ff0e::1",
        "255.255.255.255",
        # Other ways to write 127.0.0.1 that a resolver takes.
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "[::1]",
        "localhost",
    ],
)
def test_an_address_inside_a_network_is_not_public(address):
    with pytest.raises(NotPublic):
        public_address(urlsplit(f"http://{address}").hostname if "[" in address else address, 80)


@pytest.mark.parametrize("address", ["2a00:1450:4009:80b::200e", "64:ff9b::5db8:d80e", "::ffff:93.184.215.14"])
def test_an_address_that_leads_out_is_public(address):
    assert public_address(address, 80)[1] == 80


def test_a_name_that_leads_elsewhere_the_second_time_is_looked_up_once_for_each_connection(server, monkeypatch):
    answers = iter(["93.184.215.14", "127.0.0.1"])
    connected_to = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **options: [(0, 0, 0, "", (next(answers), port))])

    def connect(address, timeout):
        connected_to.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NoAnswer):
        request_status("http://rebinding.example/", user_agent=USER_AGENT)
    with pytest.raises(NotPublic):
        request_status("http://rebinding.example/", user_agent=USER_AGENT)

    assert connected_to == [("93.184.215.14", 80)]


def test_a_redirect_to_a_name_that_now_leads_inside_is_not_followed(server, monkeypatch):
    looked_up = []

    def connect(address, timeout):
        # Our server stands in for the public one.
        sock = socket.socket()
        sock.connect(("127.0.0.1", server))
        return sock

    def look_up(host, port, **options):
        looked_up.append(host)
        return [(0, 0, 0, "", ("93.184.215.14" if len(looked_up) == 1 else "127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotPublic):
        request_status("http://arts.example/302/http://arts.example/200/", user_agent=USER_AGENT)

    assert (looked_up, len(Pages.requests)) == (["arts.example", "arts.example"], 1)


def test_a_name_with_one_inner_address_is_not_public(monkeypatch):
    infos = [(0, 0, 0, "", ("93.184.215.14", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: infos)

    with pytest.raises(NotPublic):
        public_address("both.example", 80)


def test_a_public_address_is_connected_to(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: [(0, 0, 0, "", ("93.184.215.14", 443))])

    assert public_address("arts.example", 443) == ("93.184.215.14", 443)


def test_other_ports_are_not_public():
    with pytest.raises(NotPublic):
        public_address("93.184.215.14", 22)


def test_an_unknown_name_is_no_answer(monkeypatch):
    def fail(*args, **options):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    with pytest.raises(NoAnswer):
        public_address("gone.example", 80)
