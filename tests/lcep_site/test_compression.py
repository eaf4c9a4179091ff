"""Pages are compressed as well as the browser takes it, and never so that a secret of staff could be guessed."""

import gzip

import brotli
import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from lcep_site.middleware import CompressionMiddleware
from tests.factories import make_partnership, make_superuser
from tests.signing_in import StaffClient

TEXT = b"Culture for every child, place by place. " * 50
OPENED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


def answered(response, accepted="gzip, deflate, br, zstd", **more):
    request = RequestFactory().get("/", headers={"accept-encoding": accepted})
    request.COOKIES.update(more.get("cookies", {}))
    return CompressionMiddleware(lambda request: response)(request)


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("BR;q=1.0, gzip;q=0.8", "br"),
        ("gzip;q=1.0,br;q=0.1", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br ; q=0.000,gzip;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("brotli, x-br", ""),
        ("identity", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("kind", [HttpResponse, StreamingHttpResponse])
def test_an_answer_is_compressed_as_the_browser_asks(accepted, coding, kind):
    response = answered(kind(iter([TEXT[:100], TEXT[100:]]), headers={"Vary": "Cookie"}), accepted)

    assert response.get("Content-Encoding", "") == coding
    assert OPENED[coding](content_of(response)) == TEXT
    assert response["Vary"] == "Cookie, Accept-Encoding"


def test_what_is_compressed_says_how_long_it_is_and_that_its_tag_is_of_the_content():
    response = answered(HttpResponse(TEXT, headers={"ETag": '"made-of-the-text"'}))

    assert response["Content-Length"] == str(len(response.content))
    assert response["ETag"] == 'W/"made-of-the-text"'


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"short"),
        HttpResponse(TEXT, content_type="image/png"),
        HttpResponse(TEXT, headers={"Content-Encoding": "br"}),
        FileResponse(iter([TEXT]), content_type="application/zip"),
        HttpResponse(status=304),
    ],
    ids=["short", "picture", "compressed", "archive", "nothing new"],
)
@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_what_would_gain_nothing_is_sent_as_it_is(response, accepted):
    before = dict(response.headers)

    assert dict(answered(response, accepted).headers) == before


@pytest.mark.parametrize(
    "kind",
    ["text/csv", "application/geo+json", "application/atom+xml", "application/json", "text/calendar", "image/svg+xml"],
)
def test_files_and_feeds_are_compressed_too(kind):
    assert answered(HttpResponse(TEXT, content_type=kind))["Content-Encoding"] == "br"


@pytest.mark.django_db
def test_staff_get_answers_whose_length_tells_nothing():
    client = StaffClient()
    client.force_login(make_superuser())

    answers = [client.get("/accessibility/", headers={"accept-encoding": "br, gzip"}) for _ in range(20)]

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({gzip.decompress(answer.content) for answer in answers}) == 1
    assert len({len(answer.content) for answer in answers}) > 1


@pytest.mark.django_db
@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_a_page_that_has_not_changed_is_not_sent_again(client, accepted):
    path = make_partnership().get_absolute_url()
    first = client.get(path, headers={"accept-encoding": accepted})

    again = client.get(path, headers={"accept-encoding": accepted, "if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"].removeprefix("W/") == first["ETag"].removeprefix("W/")
