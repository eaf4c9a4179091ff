"""The shape of a line: plain words for people, JSON for programs that gather logs."""

import json
import logging
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from lcep_site.logs import requests, traces
from lcep_site.logs.scrubbing import scrubbed

MOST_CHARACTERS = 1000
ACCESS = "lcep_site.requests"
# Errors whose trace was told: whoever meets one again on its way out only says so.
TOLD = "is_told_in_log"
TOLD_ALREADY = "told above"
# The end of what Django says of a request.
PATH = ": %s"


class LogLine(logging.Formatter):
    """Shapes a record as one line; that of a request in `of_request`, with its parts as record.args."""

    of_request: str

    def format(self, record: logging.LogRecord) -> str:
        if record.name == ACCESS:
            # There is one for each request, so it takes as little time as it can.
            return self.of_request % (_time_of(record), *record.args)  # type: ignore[misc]  # the parts, in order
        return self.shape(_event(record))

    def shape(self, parts: dict[str, Any]) -> str:
        raise NotImplementedError


class JsonLine(LogLine):
    # Nothing in it has a character that JSON would write otherwise.
    of_request = (
        f'{{"time": "%s", "level": "info", "logger": "{ACCESS}", "message": "answered", "method": "%s", '
        '"route": "%s", "status": %s, "ms": %.1f, "bytes": %s, "request": "%s"}'
    )

    def shape(self, parts: dict[str, Any]) -> str:
        return json.dumps(parts)


class PlainLine(LogLine):
    """`time LEVEL logger: message (request …, route …)`, and below it, set in, the steps of the trace."""

    of_request = f"%s INFO {ACCESS}: %s %s %s in %.1f ms, %s bytes (request %s)"

    def shape(self, parts: dict[str, Any]) -> str:
        trace = parts.pop("trace", [])
        if error := parts.pop("error", ""):
            parts["message"] += f": {error}"
        begins = f"{parts.pop('time')} {parts.pop('level').upper()} {parts.pop('logger')}: {parts.pop('message')}"
        rest = ", ".join(f"{name} {value}" for name, value in parts.items())
        line = _on_one_line(f"{begins} ({rest})")
        return "\n".join([line, *(f"    {_on_one_line(step)}" for step in trace)])


def _event(record: logging.LogRecord) -> dict[str, Any]:
    """Return what is told of an event that a program noted, in the order in which it is told."""
    now = requests.answered.get()
    request = getattr(record, "request", None) or (now.request if now else None)
    request = request if isinstance(request, HttpRequest) else None
    parts: dict[str, Any] = {
        "time": _time_of(record),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": message_of(record, request)[:MOST_CHARACTERS],
    }
    if number := now.id if now else getattr(request, requests.ID, ""):
        parts["request"] = number
    if request:
        parts["route"] = requests.route_of(request)
    parts |= {"process": PROCESS, "pid": os.getpid()}
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and not record.name.startswith("django.security"):
        parts["error"] = traces.line_of(error, request)
        parts["trace"] = _trace_of(error, request)
    return parts


def message_of(record: logging.LogRecord, request: HttpRequest | None) -> str:
    """Return the message of `record`; where Django would name the path, what happened alone: the route says where."""
    message = record.getMessage()
    names_path = record.name.startswith("django.") and request and str(record.msg).endswith(PATH)
    if names_path and isinstance(record.args, tuple):
        message = str(record.msg).removesuffix(PATH) % record.args[:-1]
    return scrubbed(message, request)


def _time_of(record: logging.LogRecord) -> str:
    """Return when it happened, in UTC, as ISO 8601 writes it: 2026-11-28T19:58:14.208Z."""
    second, part = divmod(record.created, 1)
    return f"{_second(int(second))}.{int(part * 1000):03}Z"


@lru_cache(2)
def _second(number: int) -> str:
    return datetime.fromtimestamp(number, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _trace_of(error: BaseException, request: HttpRequest | None) -> list[str]:
    if getattr(error, TOLD, False):
        return [TOLD_ALREADY]
    for cause in traces.causes_of(error):
        # Few have room for nothing.
        with suppress(AttributeError):
            setattr(cause, TOLD, True)
    return traces.steps_of(error, request)


def _on_one_line(text: str) -> str:
    """Return `text` with whatever could begin another line, or tell a terminal what to do, written out."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def _process() -> str:
    """Return what this process is: "web", or the command it runs, such as "run_worker"."""
    program = Path(sys.argv[0]).name
    if program == "manage.py" and len(sys.argv) > 1:
        return sys.argv[1]
    return "web" if "gunicorn" in sys.argv[0] else program


PROCESS = _process()
