"""An answer as it is kept and sent: with what headers, and its content in every encoding."""

import datetime
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from lcep_site import encodings

# What it takes to keep an answer in an encoding beside its content.
OVERHEAD_BYTES = 1_000
# Of an answer that says "not modified" (RFC 9110, 15.4.5).
HEADERS_OF_NOT_MODIFIED = ("Cache-Control", "ETag", "Vary")
Headers = Mapping[str, str]


@dataclass(frozen=True)
class Encoded:
    """The content of an answer in one encoding, and all its headers."""

    content: bytes
    headers: Headers


@dataclass(frozen=True)
class KeptAnswer:
    """An answer with status 200 by encoding, true of the public content with `stamp` up to the moment `good_until`."""

    stamp: int
    good_until: datetime.datetime
    encoded: Mapping[str, Encoded]

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return sum(len(encoded.content) + OVERHEAD_BYTES for encoded in self.encoded.values())

    def is_good(self, stamp: int, now: datetime.datetime) -> bool:
        """Whether it may still be given."""
        return self.stamp == stamp and now <= self.good_until

    def given_to(self, request: HttpRequest) -> HttpResponseBase:
        """Return it as `request` asks for it."""
        encoded = self.encoded[encodings.of(request)]
        return sent(request, encoded.headers, lambda: HttpResponse(encoded.content, headers=encoded.headers))


def kept_from(response: HttpResponse, stamp: int, good_until: datetime.datetime) -> KeptAnswer:
    """Return `response`, which is not compressed yet, as it is kept."""
    digest = hashlib.blake2b(response.content, digest_size=15).hexdigest()
    encoded = {}
    for encoding in encodings.ALL:
        content = encodings.compressed(response.content, encoding)
        headers = headers_of(response, encoding, digest) | {"Content-Length": str(len(content))}
        encoded[encoding] = Encoded(content, headers)
    return KeptAnswer(stamp, good_until, encoded)


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
