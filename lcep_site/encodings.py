"""How what we send is compressed, as far as the visitor understands it."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import brotli
from django.http import HttpRequest

BROTLI, GZIP, PLAIN = "br", "gzip", ""
# The best first.
ALL = (BROTLI, GZIP, PLAIN)
# Brotli as strong makes a large page smaller than gzip can, in half the time.
BROTLI_QUALITY, GZIP_LEVEL = 5, 5
# How far brotli looks back, as powers of two: its own, and for texts no longer than that one that takes half the time.
BROTLI_WINDOW, BROTLI_SHORT_WINDOW = 22, 16
# zlib writes gzip's format if 16 is added to the size of its window.
GZIP_WINDOW = 16 + zlib.MAX_WBITS


def of(request: HttpRequest) -> str:
    """Return the best encoding that the visitor understands."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return next((encoding for encoding in (BROTLI, GZIP) if accepts(encoding, accepted)), PLAIN)


@lru_cache(maxsize=256)
def accepts(encoding: str, accepted: str) -> bool:
    """Return whether the header Accept-Encoding `accepted` takes `encoding` (RFC 9110, 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter.strip())
    return weights.get(encoding, weights.get("*", 0)) > 0


def _weight(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q=") or 1)
    except ValueError:
        return 0


def compressed(content: bytes, encoding: str) -> bytes:
    """Return `content` in `encoding`: the same for the same, so without the time of day."""
    if encoding == BROTLI:
        window = BROTLI_SHORT_WINDOW if len(content) <= 1 << BROTLI_SHORT_WINDOW else BROTLI_WINDOW
        return brotli.compress(content, quality=BROTLI_QUALITY, lgwin=window)
    return gzip.compress(content, GZIP_LEVEL, mtime=0) if encoding == GZIP else content


def stream(parts: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield what the `parts` of a long content come to in `encoding`."""
    if encoding == PLAIN:
        yield from parts
        return
    if encoding == BROTLI:
        compressor = brotli.Compressor(quality=BROTLI_QUALITY)
        step, end = compressor.process, compressor.finish
    else:
        gzipper = zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WINDOW)
        step, end = gzipper.compress, gzipper.flush
    for part in parts:
        if ready := step(part):
            yield ready
    yield end()
