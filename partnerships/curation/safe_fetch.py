"""Asking servers on the public internet, and no others, whether a page is there.

Addresses come from people who edit entries, so they might lead into the network the site runs in. Each name is looked
up once, every address it has must be public, and the connection goes to that very address, through redirects too.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
TIMEOUT_SECONDS = 5
# However slowly a server sends: for one request, redirects left aside.
TOTAL_TIMEOUT_SECONDS = 15
MAX_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
# Answers of servers that do not know HEAD, or treat whoever sends it as a machine.
RETRY_WITH_GET = (400, 403, 404, 405, 406, 429, 500, 501, 503)
# Characters of an address that are not percent-encoded.
SAFE_CHARACTERS = "/%:@!$&'()*+,;=~?"

# IPv6 networks whose addresses end with an IPv4 one: compatible, translated, and NAT64.
CARRYING_AT_THE_END = [ipaddress.IPv6Network(name) for name in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")]
# NAT64 for use inside a network (RFC 8215), which not every edition of Python knows of.
LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
# What stands before the IPv4 address that an ISATAP address ends with.
ISATAP = (0x00005EFE, 0x02005EFE)

# From a host and a port to the address and port to connect to. Raises NotPublic or NoAnswer.
Resolve = Callable[[str, int], tuple[str, int]]


class NoAnswer(Exception):
    """The server cannot be reached, or does not answer in time or as a server should."""


class NotPublic(Exception):
    """The address is not one of a page on the public web."""


def public_address(host: str, port: int) -> tuple[str, int]:
    """Return the address and port to connect to for `host`. Raises NotPublic, or NoAnswer for an unknown name."""
    if port not in PORTS.values():
        raise NotPublic
    try:
        addresses = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NoAnswer from error
    if not addresses or not all(_is_public(address) for address in addresses):
        raise NotPublic
    return addresses[0], port


def request_status(url: str, *, user_agent: str, resolve: Resolve = public_address) -> int:
    """Request the page at `url`, and return the status of the answer after all redirects; the page is not read.

    Raises NotPublic and NoAnswer.
    """
    status = _request_with_redirects("HEAD", url, user_agent, resolve)
    return _request_with_redirects("GET", url, user_agent, resolve) if status in RETRY_WITH_GET else status


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (inside := _carried_in(ip)):
        return all(each.is_global and not each.is_multicast for each in inside)
    return ip.is_global and not ip.is_multicast and ip not in LOCAL_NAT64


def _carried_in(ip: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """Return the IPv4 addresses that a gateway would take out of `ip`, to which the connection would then go.

    RFC 4291 (mapped, compatible), 2765 (translated), 3056 (6to4), 4380 (Teredo), 5214 (ISATAP), 6052 (NAT64).
    """
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip.sixtofour:
        return [ip.sixtofour]
    if ip.teredo:
        return [*ip.teredo]
    is_isatap = int(ip) >> 32 & 0xFFFFFFFF in ISATAP
    carries = is_isatap or any(ip in network for network in CARRYING_AT_THE_END)
    return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)] if carries else []


def _request_with_redirects(method: str, url: str, user_agent: str, resolve: Resolve) -> int:
    for _ in range(MAX_REDIRECTS + 1):
        status, location = _request(method, url, user_agent, resolve)
        if status not in REDIRECTS or not location:
            return status
        url = urljoin(url, location)
    raise NoAnswer


def _request(method: str, url: str, user_agent: str, resolve: Resolve) -> tuple[int, str]:
    """Return the status and the address it redirects to, "" if to none."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise NotPublic from None
    if not parts.hostname or parts.username is not None:
        raise NotPublic
    connection = _PinnedConnection(parts.scheme, parts.hostname, port, resolve(parts.hostname, port))
    # Each wait on the socket has its own limit, all of them together have this one.
    timeout = threading.Timer(TOTAL_TIMEOUT_SECONDS, connection.abort)
    timeout.daemon = True
    timeout.start()
    path = quote(parts.path or "/", safe=SAFE_CHARACTERS)
    query = f"?{quote(parts.query, safe=SAFE_CHARACTERS)}" if parts.query else ""
    try:
        connection.request(method, path + query, headers={"User-Agent": user_agent, "Accept": "text/html,*/*"})
        response = connection.getresponse()
        return response.status, response.getheader("Location", "")
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise NoAnswer from error
    finally:
        timeout.cancel()
        connection.close()


class _PinnedConnection(http.client.HTTPConnection):
    """A connection to one address, whatever its host's name would lead to by now."""

    def __init__(self, scheme: str, host: str, port: int, address: tuple[str, int]):
        super().__init__(host, port, timeout=TIMEOUT_SECONDS)
        self.scheme, self.address = scheme, address
        # The usual port is not named to the server.
        self.default_port = PORTS[scheme]

    def connect(self) -> None:
        """Connect to the address; a certificate must be for the host's name."""
        self.sock = socket.create_connection(self.address, TIMEOUT_SECONDS)
        if self.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def abort(self) -> None:
        """End the connection from another thread, whatever it waits for."""
        if sock := self.sock:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                sock.close()
