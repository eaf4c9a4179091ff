"""Nothing moves when the typefaces come in late: what stands in for them is as wide and as high."""

import time

import pytest

from tests.journeys.conftest import PHONE, SCREEN, new_context

# Added up while a page is open, as browsers measure it; 0.1 is what is called good.
SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shifted += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
"""
LATE = 0.5
MOST = 0.05


@pytest.mark.parametrize(
    ("path", "size"), [("/", PHONE), ("/about/", PHONE), ("/partnerships/", SCREEN), ("/partnerships/leeds33/", SCREEN)]
)
def test_a_page_stays_where_it_is_when_its_fonts_come_late(fresh_browser_page, path, size):
    page, asked = fresh_browser_page, []

    def late(route):
        asked.append(route.request.url)
        time.sleep(LATE)
        route.continue_()

    page.route("**/*.woff2", late)
    page.add_init_script(SHIFTS)
    page.set_viewport_size(size)
    page.goto(path)
    page.wait_for_function("[...document.fonts].filter((face) => face.status === 'loaded').length >= 2")
    page.wait_for_load_state("networkidle")

    assert len(asked) == 2
    assert page.evaluate(
        "[...document.fonts].some((face) => face.family.startsWith('Like') && face.status === 'loaded')"
    )
    assert page.evaluate("window.shifted") < MOST


@pytest.fixture
def fresh_browser_page(browser, site):
    """The page of a visitor who has never been here, so that no font has been kept."""
    context = new_context(browser, site)
    yield context.new_page()
    context.close()
