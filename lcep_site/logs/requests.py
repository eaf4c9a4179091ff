"""The request that is being answered: its id, and the name of the route it came by."""

import itertools
import logging
import os
import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

# As proxies write it: nginx in 32 hexadecimal digits, others as a UUID or with letters of their own.
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)
# The attribute of a request that holds it.
ID = "id_in_log"
STATIC, UNKNOWN = "static", "unknown"
# As many paths as there are pages of a large directory that many people read.
PATHS_KNOWN = 4096
# What stands in patterns and needs writing otherwise in JSON.
NOT_OF_A_NAME = re.compile(r"[^\w/<>:.-]")


@dataclass(frozen=True)
class AnsweredRequest:
    """A request while it is answered, and the id by which the proxy and we call it."""

    id: str
    request: HttpRequest


answered: ContextVar[AnsweredRequest | None] = ContextVar("answered", default=None)
_numbers = itertools.count(1)
_begins = secrets.token_hex(6)


def id_of(request: HttpRequest) -> str:
    """Return the id that the proxy gave to `request`, or one of our own where that is none or not well formed."""
    given = request.META.get("HTTP_X_REQUEST_ID")
    if given and WELL_FORMED.fullmatch(given):
        return given
    # Random once a process, then counted: that is a twentieth of the time.
    return f"{_begins}-{next(_numbers):06x}"


def route_of(request: HttpRequest) -> str:
    """Return the name of the route of `request`; never its path, in which a token may stand."""
    match = request.resolver_match
    return _name_of(match) if match else route_of_path(request.path_info)


@lru_cache(PATHS_KNOWN)
def route_of_path(path: str) -> str:
    """Return the name of the route that `path` leads to: "static" for static files, "unknown" if it leads nowhere."""
    if path.startswith(settings.STATIC_URL):
        return STATIC
    try:
        return _name_of(resolve(path))
    except Resolver404:
        return UNKNOWN


def is_mistake(line: logging.LogRecord) -> bool:
    """Return False for a `line` that Django wrote of a 503 no error led to: for a filter of the log.

    It is an answer we gave in words, as of a server that is not ready; what is behind it is told by whoever met it.
    """
    is_answer = line.name == "django.request" and not line.exc_info
    return not (is_answer and getattr(line, "status_code", None) == 503)


def _name_of(match: ResolverMatch) -> str:
    return match.view_name if match.url_name else NOT_OF_A_NAME.sub("", match.route)


def _begin_anew() -> None:
    """After a fork: no two processes count from the same beginning."""
    global _begins
    _begins = secrets.token_hex(6)


os.register_at_fork(after_in_child=_begin_anew)
