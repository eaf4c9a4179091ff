"""What no page should have to remember: headers, being compressed, and whose request the audit log records."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import cast

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from partnerships import audit

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), browsing-topics=()"

# Smaller than gzip can, in half the time it takes for a large page.
BROTLI_QUALITY = 5
MIN_BYTES_TO_COMPRESS = 200
# Pages, lists, feeds and what programs read. Pictures, documents and archives are compressed in themselves.
COMPRESSIBLE = re.compile(r"text/|[\w./-]+[/+](?:json|xml)\b")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HeadersMiddleware:
    """Adds the header that names the browser features the site never uses."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compresses with brotli what a visitor without a session gets, if the browser takes it; else with Django's gzip.

    Whoever reads how long answers are could guess at a secret that stands in them beside a text of theirs (BREACH).
    Visitors' pages hold none but the tokens of forms, which Django masks anew each time. Those of staff do: gzip has
    random bytes against it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not COMPRESSIBLE.match(response.get("Content-Type", "")):
            return response
        accepted = request.headers.get("Accept-Encoding", "")
        if settings.SESSION_COOKIE_NAME not in request.COOKIES and accepts("br", accepted):
            return _with_brotli(response)
        if not accepts("gzip", accepted):
            # Django's own would not notice a "gzip;q=0".
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response)


class AuditMiddleware:
    """Lets the audit log know whose request is being answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with audit.during(request):
            return self.get_response(request)


def accepts(coding: str, header: str) -> bool:
    """Return whether an Accept-Encoding header names `coding`, and not with a weight of nothing."""
    named = re.search(rf"(?:^|,)\s*{coding}\s*(?:;\s*q\s*=\s*([\d.]+)\s*)?(?:,|$)", header, re.IGNORECASE)
    return named is not None and (named[1] is None or named[1].strip("0.") != "")


def _with_brotli(response: HttpResponseBase) -> HttpResponseBase:
    """Compress `response` unless it is too short or is compressed, and return it."""
    if response.has_header("Content-Encoding"):
        return response
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = _brotli_of(cast(Iterator[bytes], response.streaming_content))
        del response.headers["Content-Length"]
    elif isinstance(response, HttpResponse):
        if len(response.content) < MIN_BYTES_TO_COMPRESS:
            return response
        response.content = brotli.compress(response.content, quality=BROTLI_QUALITY)
        response.headers["Content-Length"] = str(len(response.content))
    patch_vary_headers(response, ("Accept-Encoding",))
    # The tag is of the content, not of these bytes.
    if response.get("ETag", "").startswith('"'):
        response.headers["ETag"] = f"W/{response['ETag']}"
    response.headers["Content-Encoding"] = "br"
    return response


def _brotli_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    compressor = brotli.Compressor(quality=BROTLI_QUALITY)
    for chunk in chunks:
        if compressed := compressor.process(chunk):
            yield compressed
    yield compressor.finish()
