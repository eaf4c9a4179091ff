"""What no page should have to remember: HEAD, headers, being compressed, and whose request the audit log records."""

import re
from collections.abc import Callable, Iterator
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from lcep_site import encodings
from lcep_site.accounts import guessing
from lcep_site.away import answers
from partnerships import audit

# The beginning of the routes of the account pages.
ACCOUNTS = "accounts/"
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), browsing-topics=()"

MIN_BYTES_TO_COMPRESS = 200
# Pages, lists, feeds and what programs read. Pictures, documents and archives are compressed in themselves.
COMPRESSIBLE = re.compile(r"text/|[\w./-]+[/+](?:json|xml)\b")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HeadMiddleware:
    """Answers HEAD as GET, with the same headers, and leaves out the content, which no server has to throw away."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        if isinstance(response, HttpResponse):
            response.content = b""
        elif isinstance(response, StreamingHttpResponse):
            response.streaming_content = iter(())
        return response


class HeadersMiddleware:
    """Adds the headers that name the browser features the site never uses, and who may show what it answers.

    What was made with somebody's session, and every account page, is kept by no browser and no cache.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_secret(request):
            add_never_cache_headers(response)
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compresses with brotli what a visitor without a session gets, if the browser takes it; else with Django's gzip.

    Whoever reads how long answers are could guess at a secret that stands in them beside a text of theirs (BREACH).
    Visitors' pages hold none but the tokens of forms, which Django masks anew each time. Those of staff do: gzip has
    random bytes against it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.has_header("Content-Encoding") or not COMPRESSIBLE.match(response.get("Content-Type", "")):
            return response
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if settings.SESSION_COOKIE_NAME not in request.COOKIES and encodings.accepts(encodings.BROTLI, accepted):
            return _with_brotli(response)
        if not encodings.accepts(encodings.GZIP, accepted):
            # Django's own would not notice a "gzip;q=0".
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response)


class AuditMiddleware:
    """Lets the audit log know whose request is being answered, and browsers be known in which somebody signed in.

    It notes as well that the view is done: what fails after that, such as keeping the session, takes nothing back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with audit.during(request):
            response = self.get_response(request)
        answers.note_that_it_is_done(request)
        guessing.set_cookie(request, response)
        return response


def _is_secret(request: HttpRequest) -> bool:
    """Whether the answer to `request` was made with a session, or is an account page."""
    session = getattr(request, "session", None)
    match = request.resolver_match
    return bool(session and session.accessed) or bool(match and match.route.startswith(ACCOUNTS))


def _with_brotli(response: HttpResponseBase) -> HttpResponseBase:
    """Compress `response` unless it is too short, and return it."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = encodings.stream(
            cast(Iterator[bytes], response.streaming_content), encodings.BROTLI
        )
        del response.headers["Content-Length"]
    elif isinstance(response, HttpResponse):
        if len(response.content) < MIN_BYTES_TO_COMPRESS:
            return response
        response.content = encodings.compressed(response.content, encodings.BROTLI)
        response.headers["Content-Length"] = str(len(response.content))
    patch_vary_headers(response, ("Accept-Encoding",))
    # The tag is of the content, not of these bytes.
    if response.get("ETag", "").startswith('"'):
        response.headers["ETag"] = f"W/{response['ETag']}"
    response.headers["Content-Encoding"] = encodings.BROTLI
    return response
