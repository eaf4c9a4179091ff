"""What visitors are answered while the database is away: what was right when it was last reached, for an hour.

That is known by the content stamp that this process was last told. Only what belongs to that stamp is given, so nothing
comes back that was known to have changed; what the database would have been asked is not.
"""

import datetime
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import http_date

from partnerships.public_content import moments

LONGEST = datetime.timedelta(hours=1)
# RFC 7234, 5.5.2: what is given may be out of date, as nobody could be asked.
WARNING = '111 - "Revalidation Failed" "{}"'
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
# Of the whole content, from when somebody could be asked whether it is still the same.
OF_WHAT_IS_KEPT = ("ETag", "Last-Modified", "Cache-Control")
MAIN = b"<main "


def moment() -> tuple[moments.Moment, datetime.datetime] | None:
    """Return the last known moment of the content, and when it was; None if that is long ago or none is known."""
    last = moments.last_seen()
    return last if last and timezone.now() - last[1] <= LONGEST else None


def drawn(
    request: HttpRequest, at: moments.Moment, get_response: Callable[[HttpRequest], HttpResponseBase]
) -> HttpResponseBase | None:
    """Return the answer to `request` if it can be made of what is in memory for that moment, else None."""
    with moments.made_for(at):
        response = get_response(request)
    return None if response.status_code == 503 else response


def marked(response: HttpResponseBase, seen_at: datetime.datetime) -> HttpResponseBase:
    """Return `response` with a header and, on a page, a line that say that it is as it was at `seen_at`.

    Nobody may keep it, nor take it for what they have.
    """
    for name in OF_WHAT_IS_KEPT:
        del response[name]
    add_never_cache_headers(response)
    response["Warning"] = WARNING.format(http_date())
    if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html"):
        line = render_to_string("components/as_it_was.html", {"seen_at": seen_at}).strip().encode()
        before, main, after = response.content.partition(MAIN)
        response.content = before + line + main + after if main else response.content
        del response["Content-Length"]
    return response


def without_conditions(request: HttpRequest) -> HttpRequest:
    """Return `request` as if it came from somebody who has no answer yet."""
    for name in CONDITIONS:
        request.META.pop(name, None)
    return request
