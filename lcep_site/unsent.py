"""What somebody wrote, and sent when it could not be kept: they get it back, and send it again.

So it is in the back office when their session has ended, and everywhere while the database is away. It is kept in the
page that answers, nowhere else. Only what a page of ours sent is shown with a button: else whoever lures staff to a
form of their own would have them press it (CSRF). Browsers say where a form comes from (Origin), and no page can make
them say otherwise. Sending again is an ordinary request, with a token of its own.
"""

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from lcep_site.accounts import second_factor, sessions
from lcep_site.context_processors import site
from partnerships.text.sentences import name_of
from partnerships.views.form_posts import is_from_elsewhere
from partnerships.views.staff_requests import StaffRequest

# What is never given back: tokens that have ended, and whatever only its owner should know.
SECRET = re.compile(r"csrfmiddlewaretoken|.*password\d?|code|credential|secret", re.IGNORECASE)
# Shorter ones, such as keys of choices, are not worth reading through.
LEAST_LETTERS, MOST_TEXTS = 30, 10
LETTERS_A_ROW, MOST_ROWS = 30, 12
# What forms carry along, which nobody wrote.
CARRIED = re.compile("seen|heeded|considered|token|seal|route|again|(.*-)?held")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not that of the session: with what was written, if it is from a page of ours."""
    return page_for(request) or render(request, "form_refused.html", status=403)


def page_for(request: HttpRequest) -> HttpResponse | None:
    """Return the page that gives back what `request` sent, by which it is sent again; None if it may not be."""
    if request.method != "POST" or not _is_from_our_page(request) or not (sent := _sent(request)):
        return None
    response = render(request, "unsent.html", sent | {"person": _who_is_in(request)}, status=403)
    add_never_cache_headers(response)
    return response


def page_while_away(request: HttpRequest, *, what: str, is_unsure: bool) -> HttpResponse:
    """Return the page that says that nothing was kept of what `request` sent, and gives it back to be sent again.

    `what` is away; `is_unsure` says that nobody knows whether it was kept. It asks no database: neither who sent it,
    nor what form it was.
    """
    is_of_staff, is_of_accounts = _is_of_staff(request), request.path.startswith(f"{get_script_prefix()}accounts/")
    is_ours = _is_from_our_page(request) if is_of_staff else not (is_of_accounts or is_from_elsewhere(request))
    context = site(request) | {"what": what, "is_unsure": is_unsure}
    context |= {"is_of_staff": is_of_staff, "is_of_accounts": is_of_accounts}
    if is_ours and (sent := _sent(request)):
        # No visitor gets a cookie, which the token of staff comes with.
        context |= {**sent, "csrf_token": get_token(request) if is_of_staff else "", "is_given_back": True}
    return HttpResponse(render_to_string("unsent_while_away.html", context), status=503)


@require_http_methods(["GET", "HEAD", "POST"])
def signed_in(request: StaffRequest) -> HttpResponse:
    """Show how long the session lasts; on POST let it last its whole time again. The script of forms reads this."""
    now = timezone.now()
    if request.method == "POST":
        request.session.modified = True
        ends_at = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    else:
        ends_at = sessions.end_of(request.session.session_key) or now
    context = {"title": "You are signed in", "ends_at": ends_at, "ends_in": int((ends_at - now).total_seconds())}
    return render(request, "admin/signed_in.html", admin.site.each_context(request) | context)


def _sent(request: HttpRequest) -> dict[str, Any] | None:
    """Return what `request` sent, for a page that gives it back; None if it cannot be read."""
    try:
        fields = [(name, values) for name, values in request.POST.lists() if not SECRET.fullmatch(name)]
        files = [file.name for name in request.FILES for file in request.FILES.getlist(name)]
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return None
    return {
        "fields": [(name, value) for name, values in fields for value in values],
        "texts": _texts(fields),
        "files": files,
        "address": request.get_full_path(),
    }


def _is_of_staff(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))


def _is_from_our_page(request: HttpRequest) -> bool:
    ours = f"{request.scheme}://{request.get_host()}"
    is_same_site = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return _is_of_staff(request) and request.headers.get("Origin") == ours and is_same_site


def _who_is_in(request: HttpRequest) -> str:
    """Return the name of the member of staff who is signed in with both factors, "" if nobody is."""
    user = request.user
    return name_of(user) if user.is_authenticated and user.is_staff and second_factor.is_passed(request) else ""


def _texts(fields: list[tuple[str, list[Any]]]) -> list[tuple[str, int]]:
    """Return what somebody may want to read or copy, the longest first, each with the rows of a box it fits into."""
    written = [text for name, values in fields if not CARRIED.fullmatch(name) for text in values]
    texts = [text for text in written if len(text) >= LEAST_LETTERS]
    return [(text, _rows_of(text)) for text in sorted(texts, key=len, reverse=True)[:MOST_TEXTS]]


def _rows_of(text: str) -> int:
    """Return how many rows of a phone `text` takes, MOST_ROWS for more."""
    return min(sum(len(line) // LETTERS_A_ROW + 1 for line in text.splitlines()), MOST_ROWS)
