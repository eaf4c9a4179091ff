"""Pages of few words fill a wide screen on purpose, and the foot of a page takes less than a screen of a phone."""

import pytest

from tests.journeys.conftest import SCREEN

PHONE = {"width": 375, "height": 812}
PAGES = [
    *("/partnerships/leeds33/correct/", "/corrections/asked/", "/news-by-mail/asked/", "/accounts/sign-in/"),
    *("/embed/", "/map/", "/map/need/", "/no-such-page/", "/follow/"),
]
# How far to the right reaches what is written below the heading and its first sentence, as a share of the window.
REACHES = """() => Math.max(...[...document.querySelectorAll("main *:not(h1, .lede, .lede *)")].filter((element) =>
  element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
).map((element) => element.getBoundingClientRect().right)) / innerWidth"""


@pytest.mark.parametrize("path", PAGES)
def test_no_page_leaves_the_right_half_of_a_wide_screen_empty(plain_page, path):
    plain_page.set_viewport_size(SCREEN)
    plain_page.goto(path)

    assert plain_page.evaluate(REACHES) > 0.75


def test_the_foot_of_a_page_is_less_than_a_screen_of_a_phone(plain_page):
    plain_page.set_viewport_size(PHONE)
    plain_page.goto("/about/")

    assert plain_page.locator(".site-footer").bounding_box()["height"] < PHONE["height"]
