"""What balancers, monitors and people are told who ask from outside whether the site is well.

Nothing of it is secret: no versions, hosts, paths or counts.
"""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from lcep_site.health import asking
from lcep_site.health.checks import CheckedHealth
from partnerships.views.query_strings import PLAIN_TEXT, never_kept

JSON = "application/json"
READY = "Ready: visitors can be sent here."
NOT_READY = "Not ready: no visitor should be sent here."


@require_safe
@never_kept("it is about this moment")
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the site can reach its database; when not, the error page answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return _uncached(JsonResponse({"status": "ok"}))


@require_safe
@never_kept("it is about this moment")
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 for as long as this process answers at all, and ask the database nothing.

    Whatever starts processes anew may ask this: a database that is away is no reason to, and would not come back by it.
    """
    return _told(request, 200, ["Live: this process answers."], {"status": "live"})


@require_safe
@never_kept("it is about this moment")
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 if visitors can be sent to this server, 503 if not, each with what was found.

    It is no where visitors would be failed: no database, or one that takes nothing, so that enquiries cannot be kept; a
    full disk; tables older than the code, as before `migrate`; no postcodes or schools, so that places there are would
    be called unknown. It is yes, and told, where others wait without a visitor noticing: a worker or scheduler that is
    gone, mail that waits, a disk that is nearly full. Without a worker enquiries are still kept and mail waits; if that
    took every web server out of the balancer, a small fault would become a whole one.

    Most of what makes it no is true of all web servers at once. A balancer that has none left should send visitors on
    all the same (“fail open”): they get kept pages and our own words rather than the balancer's.
    """
    found = asking.checked()
    is_ready = not any(each.keeps_visitors_away for each in found)
    lines = [READY if is_ready else NOT_READY, ""]
    lines += [f"{each.check.title}: {each.finding.state}. {each.finding.words}" for each in found]
    data = {"status": "ready" if is_ready else "not ready", "checks": [_as_data(each) for each in found]}
    return _told(request, 200 if is_ready else 503, lines, data)


def _as_data(each: CheckedHealth) -> dict[str, Any]:
    check, finding = each.check, each.finding
    return {"name": check.name, "state": finding.state, "needed": check.is_needed, "words": finding.words}


def _told(request: HttpRequest, status: int, lines: list[str], data: dict[str, Any]) -> HttpResponse:
    """Return `lines` for people, or `data` for whoever asks for JSON by its Accept header or by ?format=json."""
    wants_json = request.GET.get("format") == "json" or JSON in request.headers.get("Accept", "")
    if wants_json:
        return _uncached(JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False}))
    return _uncached(HttpResponse("".join(f"{line}\n" for line in lines), status=status, content_type=PLAIN_TEXT))


def _uncached(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
