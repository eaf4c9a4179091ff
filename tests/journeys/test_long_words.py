"""However long the words of a page are, it stays within the narrowest screen: none is pushed over its edge."""

import pytest

from tests.journeys.looking import STICKS_OUT
from tests.pages import PAGES, PUBLIC

NARROWEST = {"width": 320, "height": 740}
# Every text becomes one of a single word no longer than some German and Welsh names of places.
LENGTHEN = """() => {
  const LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const parent = text.parentElement;
    if (text.data.trim() && !parent.closest("script, style, svg, option, .visually-hidden")) text.data = LONG;
  }
}"""


@pytest.mark.parametrize("name", PUBLIC)
def test_no_long_word_breaks_a_page_on_the_narrowest_screen(page, name):
    page.set_viewport_size(NARROWEST)
    page.goto(PAGES[name])

    page.evaluate(LENGTHEN)

    assert page.evaluate(STICKS_OUT) == []
