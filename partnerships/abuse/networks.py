"""Where a request came from: the one address by which all limits count, whatever the proxies in front wrote down.

Nobody passes a limit by what they write into a header themselves; and a proxy that writes nothing, or too little, makes
visitors count together, never as nobody. The log then says so.
"""

import ipaddress
import logging
import re
import threading
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)
# “192.0.2.1:4711” and “[2001:db8::1]:4711”, as some proxies write; a bare IPv6 address has no brackets.
_WITH_PORT = re.compile(r"(?:\[(?P<six>[^\]]*)\]|(?P<four>[\d.]+))(?::\d{1,5})?")
_QUIET_SECONDS = 60 * 60
_last_said = -float(_QUIET_SECONDS)
_lock = threading.Lock()


def network_of(meta: Mapping[str, Any]) -> str:
    """Return the network a request came from, by its `META`, or "" when that cannot be told.

    It is one IPv4 address or 64 bits of an IPv6 one.
    """
    address = address_of(meta)
    if ":" not in address:
        return address
    return str(ipaddress.IPv6Network((int(ipaddress.IPv6Address(address)), 64), strict=False))


def address_of(meta: Mapping[str, Any]) -> str:
    """Return the address a request came from, by its `META`, or "" when that cannot be told.

    Behind proxies it is what the outermost of our own wrote down: anything to the left of that in X-Forwarded-For may
    be made up. Where fewer wrote than there should be, it is the furthest that one of them saw; and where none wrote
    anything that can be read, whoever opened the connection.
    """
    nearest = _read(meta.get("REMOTE_ADDR", ""))
    if not settings.PROXIES_IN_FRONT:
        return nearest
    written = [entry for entry in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if entry.strip()]
    # Whoever is fewer than that many from the right was written by a proxy of ours.
    ours = [_read(entry) for entry in written[-settings.PROXIES_IN_FRONT :]]
    if len(ours) < settings.PROXIES_IN_FRONT or not ours[0]:
        _say_that_proxies_do_not_tell()
    return next((address for address in ours if address), nearest)


def _read(text: str) -> str:
    """Return the address in `text`, which may have a port; "" if there is none."""
    text = text.strip()
    if match := _WITH_PORT.fullmatch(text):
        text = match["six"] or match["four"] or ""
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return ""
    # Without the zone of a link-local address, which means something on this machine only.
    return str(getattr(ip, "ipv4_mapped", None) or ip).partition("%")[0]


def _say_that_proxies_do_not_tell() -> None:
    """Tell the log, once an hour, that X-Forwarded-For is not as PROXIES_IN_FRONT says."""
    global _last_said
    with _lock:
        if time.monotonic() - _last_said < _QUIET_SECONDS:
            return
        _last_said = time.monotonic()
    logger.warning(
        "A request does not say in X-Forwarded-For who asked the outermost of the proxies, of which PROXIES_IN_FRONT "
        "says there are %s. Visitors are counted together until each of them writes who asked it, or PROXIES_IN_FRONT "
        "is right.",
        settings.PROXIES_IN_FRONT,
    )
