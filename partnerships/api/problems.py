"""What went wrong, for programs: always as JSON (RFC 9457), never as a page."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import JsonResponse

from partnerships.api.schemas import TEXT, WHOLE, described, listed, record

CONTENT_TYPE = "application/problem+json"
DETAILS = {
    400: "The request could not be read.",
    404: "There is nothing at this address.",
    405: "This interface is only for reading: use GET or HEAD.",
    414: "This address has more characters than the site reads: ask for less at once.",
    422: "The question makes no sense: see `errors`.",
    429: "Too many requests from your network. Wait as many seconds as Retry-After says.",
    500: "Something broke on our side. Try again later.",
    503: "The database of the directory cannot be reached just now. Wait as many seconds as Retry-After says.",
}

_ERRORS = {**described(listed(TEXT), "What to put right, in sentences."), "default": []}
SCHEMAS = record(
    "Problem",
    "What went wrong (RFC 9457).",
    {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT, "errors": _ERRORS},
    optional=("errors",),
)


def problem(status: int, errors: Sequence[str] = ()) -> JsonResponse:
    """Return the answer that says what went wrong: `errors` in sentences, one for each thing to put right."""
    title = HTTPStatus(status).phrase
    content = {"type": "about:blank", "title": title, "status": status, "detail": DETAILS.get(status, title)}
    given = {"errors": errors} if errors else {}
    in_utf8 = {"ensure_ascii": False}
    response = JsonResponse(content | given, status=status, content_type=CONTENT_TYPE, json_dumps_params=in_utf8)
    # Some are made outside the middleware that says it.
    response["Content-Length"] = str(len(response.content))
    return response
