"""Every type of page in a browser: open to everybody, quiet, private, and whole on a phone."""

import pytest

from tests.journeys.looking import Listener, problems_of
from tests.pages import BEHIND_A_SIGN_IN, PAGES, status_of


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_in_light_or_dark_fits_a_phone_and_tells_nobody(page, site, name):
    with Listener(page, site) as listener:
        answer = page.goto(PAGES[name])
        problems = problems_of(page)

    assert answer.status == status_of(name)
    assert problems == []
    assert (listener.messages, listener.requests_elsewhere) == ([], [])
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    assert cookies <= ({"csrftoken"} if name in BEHIND_A_SIGN_IN else set())
