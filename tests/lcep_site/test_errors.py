"""The error pages: they help, say nothing of the inside, and need nothing that may be broken."""

import re

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from tests.reading import words_of

PAGES = {404: "/no-such-page/", 403: "/on-purpose/403/", 500: "/on-purpose/500/"}
HEADINGS = {404: "Page not found", 403: "You cannot open this page", 500: "There is a problem with the site"}


@pytest.fixture
def failing_client():
    """A client that shows the page of an error as a browser does, in place of the error."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("status", PAGES)
def test_an_error_page_says_what_happened_and_leads_home(failing_client, status):
    response = failing_client.get(PAGES[status])
    content = response.content.decode()

    assert response.status_code == status
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", content) == [HEADINGS[status]]
    assert '<a href="/">' in content


@pytest.mark.parametrize("status", PAGES)
def test_an_error_page_sets_no_cookie_and_is_kept_out_of_search_engines(failing_client, status):
    response = failing_client.get(PAGES[status])

    assert dict(response.cookies) == {}
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("status", PAGES)
def test_an_error_page_offers_a_search_and_the_lists(failing_client, status):
    content = failing_client.get(PAGES[status]).content.decode()

    assert 'type="search"' in content
    assert 'href="/partnerships/"' in content


@pytest.mark.parametrize("path", ["/no-such-page/", "/partnerships/<script>", "/%00/", "/regions/../../etc/passwd"])
def test_strange_addresses_are_not_found_and_not_repeated(failing_client, path):
    response = failing_client.get(path)

    assert response.status_code == 404
    assert "<script>" not in words_of(response)


def test_the_page_of_a_breakdown_says_nothing_of_the_inside(failing_client):
    content = failing_client.get("/on-purpose/500/").content.decode()

    assert "RuntimeError" not in content
    assert "on purpose" not in content


def test_the_page_of_a_breakdown_is_drawn_without_the_database_a_session_or_a_user():
    response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
