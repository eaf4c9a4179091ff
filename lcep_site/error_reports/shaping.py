"""What a report of an error holds: what sort it is, where in the code, by which route and in which process."""

import os
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from lcep_site.logs import requests
from lcep_site.logs.lines import PROCESS, message_of
from lcep_site.logs.middleware import METHODS
from lcep_site.logs.scrubbing import scrubbed

# What is handed on as it is: made by us, by Python or by Sentry itself.
KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk")
KEPT_OF_FRAMES = ("filename", "function", "module", "lineno", "pre_context", "context_line", "post_context", "in_app")

Parts = dict[str, Any]


def shaped(event: Mapping[str, Any], hint: Mapping[str, Any]) -> Any:
    """Return a new event with nothing but what may be sent of `event`, in which no text holds anything of a person.

    So whatever else Sentry's library may come to add to events stays here.
    """
    now = requests.answered.get()
    request = now.request if now else None
    new = {name: event[name] for name in KEPT if name in event}
    new["tags"] = {"process": PROCESS}
    if now and request:
        new["transaction"] = requests.route_of(request)
        new["tags"] |= {"request_id": now.id, "method": request.method if request.method in METHODS else "other"}
    if record := hint.get("log_record"):
        new["logentry"] = {"message": message_of(record, request)}
    if found := event.get("exception"):
        new["exception"] = {"values": [_error(value, request) for value in found.get("values", [])]}
    return new


def _error(value: Mapping[str, Any], request: HttpRequest | None) -> Parts:
    said = scrubbed(str(value.get("value") or ""), request)
    frames = (value.get("stacktrace") or {}).get("frames", [])
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "value": said,
        "stacktrace": {"frames": [_frame(frame) for frame in frames]},
    }


def _frame(frame: Mapping[str, Any]) -> Parts:
    new = {name: frame[name] for name in KEPT_OF_FRAMES if name in frame}
    # Where the code lies on the machine is nobody's business.
    if os.path.isabs(str(new.get("filename", ""))):
        new["filename"] = os.path.basename(new["filename"])
    return new
