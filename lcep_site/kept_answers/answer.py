"""An answer as it is kept and sent: with what headers, and its content in every encoding."""

import datetime
import hashlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from lcep_site import encodings

# What it takes to keep an answer beside its content: its headers in every encoding.
OVERHEAD_BYTES = 3_000
# Of an answer that says "not modified" (RFC 9110, 15.4.5).
HEADERS_OF_NOT_MODIFIED = ("Cache-Control", "ETag", "Vary")
Headers = Mapping[str, str]


@dataclass(frozen=True)
class KeptAnswer:
    """An answer with status 200, true of the public content with `stamp` up to the moment `good_until`.

    Its `headers` and its content are by encoding: its content by brotli, which nearly all browsers take, from the
    first, by gzip once somebody asks for it. Plain, for which few ask and which takes the most, is not kept.
    """

    stamp: int
    good_until: datetime.datetime
    headers: Mapping[str, Headers]
    compressed: dict[str, bytes]

    def __getstate__(self) -> dict[str, object]:
        """Return what is pickled: nothing that another thread adds meanwhile."""
        return {**vars(self), "compressed": {encodings.BROTLI: self.compressed[encodings.BROTLI]}}

    @property
    def size(self) -> int:
        """How many bytes it takes, about, once somebody has asked for it by gzip."""
        return 2 * len(self.compressed[encodings.BROTLI]) + OVERHEAD_BYTES

    def is_good(self, stamp: int, now: datetime.datetime) -> bool:
        """Whether it may still be given."""
        return self.stamp == stamp and now <= self.good_until

    def given_to(self, request: HttpRequest) -> HttpResponseBase:
        """Return it as `request` asks for it."""
        encoding = encodings.of(request)
        return sent(request, self.headers[encoding], lambda: self.response_in(encoding))

    def response_in(self, encoding: str) -> HttpResponse:
        """Return the whole of it in `encoding`."""
        content = self._content_in(encoding)
        return HttpResponse(content, headers={**self.headers[encoding], "Content-Length": str(len(content))})

    def _content_in(self, encoding: str) -> bytes:
        if encoding == encodings.PLAIN:
            return brotli.decompress(self.compressed[encodings.BROTLI])
        if encoding not in self.compressed:
            self.compressed[encoding] = encodings.compressed(self._content_in(encodings.PLAIN), encoding)
        return self.compressed[encoding]


def kept_from(response: HttpResponse, stamp: int, good_until: datetime.datetime) -> KeptAnswer:
    """Return `response`, which is not compressed yet, as it is kept."""
    digest = hashlib.blake2b(response.content, digest_size=15).hexdigest()
    headers = {encoding: _in_little_memory(headers_of(response, encoding, digest)) for encoding in encodings.ALL}
    compressed = {encodings.BROTLI: encodings.compressed(response.content, encodings.BROTLI)}
    return KeptAnswer(stamp, good_until, headers, compressed)


def _in_little_memory(headers: Headers) -> Headers:
    """Return `headers`, most of which every answer has, with those of all answers once in memory."""
    return {sys.intern(name): sys.intern(value) for name, value in headers.items()}


def headers_of(response: HttpResponseBase, encoding: str, name: str) -> dict[str, str]:
    """Return the headers of `response` when it is sent in `encoding`; `name` stands for this content and no other.

    Browsers keep it, but ask whether it is still good before they show it again.
    """
    response.headers.setdefault("Cache-Control", settings.CACHE_CONTROL_OF_PAGES)
    patch_vary_headers(response, ["Accept-Encoding"])
    headers = {**response.headers, "ETag": f'"{name}{encoding and "-"}{encoding}"'}
    headers.pop("Content-Length", None)
    return headers | {"Content-Encoding": encoding} if encoding else headers


def sent(request: HttpRequest, headers: Headers, whole: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return the `whole` answer, which has these `headers`, or that the visitor has it already."""
    if _has(request, headers["ETag"]):
        return HttpResponseNotModified(headers={name: headers[name] for name in HEADERS_OF_NOT_MODIFIED})
    return whole()


def _has(request: HttpRequest, etag: str) -> bool:
    """Whether the visitor has the answer with `etag`. Weak ones count as well: proxies make them of ours."""
    theirs = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not theirs or theirs == etag:
        return bool(theirs)
    tags = [tag.removeprefix("W/") for tag in parse_etags(theirs)]
    return etag in tags or tags == ["*"]
