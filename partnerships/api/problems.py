"""What went wrong, for programs: always as JSON (RFC 9457), never as a page."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from partnerships.api.schemas import TEXT, WHOLE, described, listed, record

CONTENT_TYPE = "application/problem+json"
DETAILS = {
    400: "The request could not be read.",
    404: "There is nothing at this address.",
    405: "This interface is only for reading: use GET or HEAD.",
    422: "The question makes no sense: see `errors`.",
    429: "Too many requests from your network. Wait as many seconds as Retry-After says.",
    500: "Something broke on our side. Try again later.",
}

_ERRORS = {**described(listed(TEXT), "What to put right, in sentences."), "default": []}
SCHEMAS = {
    "Problem": record(
        "Problem",
        "What went wrong (RFC 9457).",
        {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT, "errors": _ERRORS},
        optional=("errors",),
    )
}


def problem(status: int, detail: str = "", *, errors: list[str] | None = None) -> HttpResponse:
    """Return the answer that says what went wrong: `errors` in sentences, one for each thing to put right."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS.get(status, HTTPStatus(status).phrase),
    }
    if errors:
        content["errors"] = errors
    return HttpResponse(json.dumps(content, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
