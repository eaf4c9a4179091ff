"""Every type of page enlarged, spaced, by thumb, by keyboard, in colours of one's own, without motion or script."""

import pytest

from tests.journeys.looking import OF_COLOURS, PHONE, barriers
from tests.journeys.seen_otherwise import problems_of
from tests.pages import FRAMES, PAGES

SCRIPTS = "**/static/js/**"
# The last has no footer, which might be what has broken down.
IN_PART = {*FRAMES, "broken down"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_used_in_every_way(page, name):
    page.goto(PAGES[name])

    problems = {way: problems for way, problems in problems_of(page, is_whole=name not in IN_PART).items() if problems}

    assert problems == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_on_a_phone_without_script_in_light_or_dark(page, name):
    """Its scripts are not fetched; the browser runs that of the test alone."""
    page.set_viewport_size(PHONE)
    page.route(SCRIPTS, lambda route: route.abort())
    page.goto(PAGES[name])

    problems = barriers(page)
    page.emulate_media(color_scheme="dark")
    problems += barriers(page, OF_COLOURS)
    page.unroute(SCRIPTS)

    assert problems == []
