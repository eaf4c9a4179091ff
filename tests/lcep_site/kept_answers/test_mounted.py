"""Where the site is mounted stands in every address on a page: what is kept for one place is given at no other."""

from contextlib import closing

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.urls import clear_script_prefix

from partnerships.models import Partnership
from partnerships.models.slugs import _prefix_of
from tests.factories import make_authority, make_partnership

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked_at():
    """A function that returns what is answered at an address by a site mounted at a path. A client would not say so."""
    handler = WSGIHandler()

    def ask(address, mount=""):
        environ = {**RequestFactory().get(address).environ, "SCRIPT_NAME": mount}
        with closing(handler(environ, lambda *arguments: None)) as response:
            return b"".join(response)

    yield ask
    clear_script_prefix()


@pytest.mark.parametrize("address", ["/about/", "/robots.txt", "/partnerships.csv"])
def test_an_answer_is_kept_for_where_the_site_is_mounted(new_worker, asked_at, address):
    make_partnership()
    assert b"/mounted" in asked_at(address, mount="/mounted")
    assert b"/mounted" not in asked_at(address)


@pytest.mark.parametrize("address", ["/map/", "/authorities/", "/open-data/programs/", "/partnerships/", "/"])
def test_what_is_drawn_once_is_drawn_for_where_the_site_is_mounted(asked_at, address):
    make_partnership(authorities=[make_authority()])
    assert b"/mounted" in asked_at(address, mount="/mounted")
    assert b"/mounted" not in asked_at(address)


def test_any_number_of_places_fills_no_memory():
    for number in range(1_000):
        _prefix_of(Partnership.page, f"/{number}/")
    assert _prefix_of.cache_info().currsize < 1_000
