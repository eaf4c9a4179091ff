"""What comes of a request before anything of ours reads it."""

from contextlib import closing

import pytest
from django.test import RequestFactory

from lcep_site.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]
NO_TEXTS = ["hex", "rot13", "idna", "undefined"]


def asked(path, query, content_type, method="GET"):
    """Return the status the web server is told for a request, and the content. A client has another way in."""
    told = []
    environ = RequestFactory().generic(method, path, b"x").environ
    asked = {**environ, "QUERY_STRING": query, "CONTENT_TYPE": content_type}
    with closing(application(asked, lambda status, headers: told.append(status))) as response:
        return int(told[0].partition(" ")[0]), b"".join(response)


@pytest.mark.parametrize("charset", [*NO_TEXTS, "utf-16", "utf-8"])
def test_a_query_string_is_in_utf_8_whatever_is_said_of_the_content(charset):
    status, content = asked("/find/", "q=B%C3%A8ziers", f"text/plain; charset={charset}")
    assert status == 200 and "Bèziers" in content.decode()


@pytest.mark.parametrize("content_type", ["", "text/plain; charset=utf-8"])
def test_more_parameters_than_anybody_needs_are_refused(content_type):
    assert asked("/partnerships/", "a&" * 1300, content_type)[0] == 400


@pytest.mark.parametrize("charset", NO_TEXTS)
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"])
def test_a_form_in_no_encoding_of_texts_is_no_fault_of_ours(kind, charset):
    assert asked("/join/", "partnership=%41", f"{kind}; charset={charset}", "POST")[0] in {200, 400, 403}
