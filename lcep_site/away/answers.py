"""The answer to what cannot be done without the database, or a store of uploads: 503, in words, and when to try again.

Django asks for it wherever an error ends a request, in a view or around it. Nothing here asks the database: no session,
no user, no rights.
"""

import sys
from pathlib import PurePosixPath

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views.defaults import server_error

from lcep_site import unsent
from lcep_site.context_processors import site
from partnerships.api.middleware import of_the_interface, readable
from partnerships.api.problems import DETAILS, problem
from partnerships.database import outage, trouble
from partnerships.files.media import StoreAway
from partnerships.views.query_strings import plain_refusal

RETRY_AFTER_SECONDS = 30
# What may be away, to people who know of no database.
DATABASE, STORE = "Part of this site", "The store of pictures and documents"
# What an answer is marked by that only stands in for the one that was asked for.
_MARK = "stands_in_while_away"
# What a request is marked by once a view has answered it: what it wrote is written.
_IS_DONE = "was_answered_by_its_view"


def breakdown(request: HttpRequest) -> HttpResponse:
    """Answer a request that an error has ended: what database or store are to blame for with 503, all else with 500."""
    error = sys.exception()
    if any(isinstance(each, StoreAway) for each in trouble.and_what_led_to(error)):
        return refusal(request, what=STORE)
    if error is None or not trouble.of(error):
        return server_error(request)
    outage.mine.notice(error)
    if not connection.in_atomic_block:
        # It may lead to a server that is no longer the one that is written to, or to a file that was taken away.
        connection.close()
    return refusal(request, is_unsure=_is_unsure(request, error))


def refusal(request: HttpRequest, *, what: str = DATABASE, is_unsure: bool = False) -> HttpResponse:
    """Return the answer that stands in while `what` is away.

    `is_unsure` says that what was sent may have been kept all the same.
    """
    response = _refusal(request, what, is_unsure)
    add_never_cache_headers(response)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    setattr(response, _MARK, what)
    return response


def stands_in(response: HttpResponseBase) -> bool:
    """Whether `response` is one of these that stand in while the database is away."""
    return response.status_code == 503 and getattr(response, _MARK, None) == DATABASE


def note_that_it_is_done(request: HttpRequest) -> None:
    """Note that the view has answered `request`: what goes wrong after that takes nothing back."""
    setattr(request, _IS_DONE, True)


def _is_unsure(request: HttpRequest, error: BaseException) -> bool:
    return hasattr(request, _IS_DONE) or any(hasattr(each, "in_commit") for each in trouble.and_what_led_to(error))


def _refusal(request: HttpRequest, what: str, is_unsure: bool) -> HttpResponse:
    if of_the_interface(request):
        return readable(problem(503))
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        return unsent.page_while_away(request, what=what, is_unsure=is_unsure)
    if PurePosixPath(request.path).suffix and not request.path.endswith("/"):
        return plain_refusal(503, DETAILS[503] if what == DATABASE else f"{what} cannot be reached just now.")
    return HttpResponse(render_to_string("503.html", site(request) | {"what": what}), status=503)
