"""What is sent is compressed as the visitor understands."""

import gzip

import brotli
import pytest
from django.test import RequestFactory

from lcep_site import encodings

CONTENT = b"A partnership in every place. " * 500
PLAIN_AGAIN = {encodings.BROTLI: brotli.decompress, encodings.GZIP: gzip.decompress, encodings.PLAIN: bytes}


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("GZIP", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.5", "gzip"),
        ("*;q=0", ""),
        ("gzip;q=nonsense", ""),
        ("x-gzip-like", ""),
        (",;q=,;", ""),
    ],
)
def test_odd_ways_of_saying_what_is_understood_are_read_too(accepted, best):
    assert encodings.of(RequestFactory().get("/", HTTP_ACCEPT_ENCODING=accepted)) == best


@pytest.mark.parametrize("encoding", encodings.ALL)
def test_what_is_compressed_can_be_read_and_is_always_the_same(encoding):
    compressed = encodings.compressed(CONTENT, encoding)
    assert PLAIN_AGAIN[encoding](compressed) == CONTENT
    assert encodings.compressed(CONTENT, encoding) == compressed
    assert encoding == encodings.PLAIN or len(compressed) < len(CONTENT) / 10


@pytest.mark.parametrize("encoding", encodings.ALL)
def test_a_long_content_is_compressed_part_by_part(encoding):
    parts = [CONTENT] * 50
    assert PLAIN_AGAIN[encoding](b"".join(encodings.stream(iter(parts), encoding))) == b"".join(parts)
