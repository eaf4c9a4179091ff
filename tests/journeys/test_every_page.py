"""Every type of page in a browser: open to everybody, quiet, private, and whole on a phone."""

import pytest

from tests.journeys.conftest import visitor
from tests.journeys.looking import Listener, problems_of
from tests.pages import BEHIND_A_SIGN_IN, PAGES, status_of


@pytest.fixture(scope="module")
def visit(browser, site):
    """The context of a visitor who has read the style sheets and fonts once."""
    context = visitor(browser, site).context
    yield context
    context.close()


@pytest.fixture
def page(visit):
    """A page of a visitor with no cookies."""
    visit.clear_cookies()
    page = visit.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_in_light_or_dark_fits_a_phone_and_tells_nobody(page, site, name):
    listener = Listener(page, site)

    answer = page.goto(PAGES[name])
    problems = problems_of(page)

    assert answer.status == status_of(name)
    assert problems == []
    assert (listener.messages, listener.requests_elsewhere) == ([], [])
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    assert cookies <= ({"csrftoken"} if name in BEHIND_A_SIGN_IN else set())
