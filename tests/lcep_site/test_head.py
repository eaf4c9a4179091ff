"""HEAD is answered as GET is, with nothing after the headers."""

import io

import pytest
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import resolve

from lcep_site.middleware import HeadMiddleware
from partnerships.forms.lists import every_list
from partnerships.views.query_strings import understood
from tests.lcep_site.test_kept_queries import PATHS
from tests.partnerships.open_data.test_kinds import make_one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

# How many requests are left to a program, and the second in which an answer that no cache keeps was made.
COUNTED = ("RateLimit-Remaining", "RateLimit-Reset", "Expires")


@pytest.fixture
def paths():
    """Every public address: of each pattern, and of each published record."""
    make_one_of_each()
    rows = [row for offered in every_list() if offered.kind.has_pages for row in offered.kind.rows()]
    return sorted({*PATHS, *(row.get_absolute_url().partition("#")[0] for row in rows)})


def headers_of(response):
    return {name: value for name, value in response.headers.items() if name not in COUNTED}


def test_every_public_address_answers_head_with_the_status_and_headers_of_get(client, paths):
    differing = {}
    for path in paths:
        get, head = client.get(path), client.head(path)
        for answer in (get, head):
            if answer.streaming:
                # Read to its end, a file that is there is closed.
                list(answer)
        if understood(resolve(path)) is None:
            # A form holds when it was opened, as text of some length.
            for name in ("ETag", "Content-Length"):
                assert (name in get) == (name in head)
                del get.headers[name], head.headers[name]
        if (get.status_code, headers_of(get)) != (head.status_code, headers_of(head)):
            differing[path] = headers_of(get), headers_of(head)

    assert differing == {}


@pytest.mark.parametrize("path", ["/", "/partnerships/", "/changes.atom", "/events.ics", "/api/v1/regions/", "/join/"])
def test_head_says_how_long_the_content_is_and_its_tag(client, path):
    response = client.head(path)

    assert (response.status_code, response.content) == (200, b"")
    assert int(response["Content-Length"]) > 100
    assert response["ETag"]


def test_who_has_the_content_is_told_so_by_head_too(client):
    etag = client.get("/regions/")["ETag"]

    assert client.head("/regions/", headers={"if-none-match": etag}).status_code == 304


def test_a_server_gets_no_content_to_throw_away(paths, one_connection):
    application = get_wsgi_application()
    sent = {}
    for path in paths:
        environ = RequestFactory().head(path).environ | {"wsgi.file_wrapper": lambda file, size: [file.read()]}
        response = application(environ, lambda status, headers, exc_info=None: None)
        if content := b"".join(response):
            sent[path] = len(content)
        response.close()

    assert sent == {}


def test_a_file_that_is_not_sent_is_closed():
    file = io.BytesIO(b"abc")
    response = HeadMiddleware(lambda request: FileResponse(file))(RequestFactory().head("/"))

    assert (b"".join(response.streaming_content), response["Content-Length"]) == (b"", "3")
    response.close()
    assert file.closed


def test_what_is_streamed_is_not_even_made():
    made = []
    rows = (made.append(number) or b"x" for number in range(3))

    HeadMiddleware(lambda request: StreamingHttpResponse(rows))(RequestFactory().head("/"))

    assert made == []


def test_get_keeps_its_content():
    response = HeadMiddleware(lambda request: HttpResponse(request.method))(RequestFactory().get("/"))

    assert response.content == b"GET"
