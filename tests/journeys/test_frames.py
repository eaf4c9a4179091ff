"""A page of another site shows ours in frames: what was made for it, and nothing else."""

import pytest
from playwright.sync_api import expect

CARD, MAP = "/embed/partnerships/leeds33/", "/embed/regions/london/map/"
FRAME = '<!doctype html><title>Elsewhere</title><iframe title="Frame" width="{}" height="{}" src="{}" {}></iframe>'
# What WordPress does with frames of sites it was not told of.
SANDBOX = 'sandbox="allow-scripts"'
NOTE_MESSAGES = "addEventListener('message', ({data}) => (window.told = [...(window.told || []), data]))"


def show(page, address, *, width=600, height=620, more=""):
    page.set_content(FRAME.format(width, height, address, more))
    return page.frame_locator("iframe")


@pytest.mark.parametrize(("path", "link"), [(CARD, "h1 a"), (MAP, "a.map-shape[href*=hackney] path")])
def test_a_link_in_a_frame_opens_the_whole_window(page, site, path, link):
    frame = show(page, site + path)

    frame.locator(link).click()

    page.wait_for_url(f"{site}/**")
    assert len(page.frames) == 1


@pytest.mark.parametrize("width", [280, 800])
@pytest.mark.parametrize(("path", "height"), [(CARD, 400), (MAP, 620)])
def test_a_frame_is_whole_at_its_size(page, site, path, height, width):
    frame = show(page, site + path, width=width, height=height)

    root = frame.locator("html")
    expect(root).to_be_visible()
    size = root.evaluate("root => [root.scrollWidth, root.scrollHeight]")
    assert size[0] <= width and size[1] <= height


def test_a_frame_that_may_nearly_nothing_is_drawn_and_speaks_to_the_page_around_it(page, site):
    frame = show(page, "about:blank", more=SANDBOX)
    page.evaluate(NOTE_MESSAGES)
    page.locator("iframe").evaluate("(frame, address) => { frame.src = address }", f"{site}{MAP}#?secret=abc")
    shape = frame.locator("a.map-shape").first

    expect(shape).to_be_visible()
    assert shape.bounding_box()["width"] > 1
    frame.locator("h1 a").click()

    page.wait_for_function("window.told?.length === 2")
    height, link = page.evaluate("window.told")
    assert (height["message"], height["value"], height["secret"]) == ("height", 620, "abc")
    assert (link["message"], link["value"]) == ("link", f"{site}/regions/london/")


def test_no_other_page_is_shown_in_a_frame(page, site):
    frame = show(page, f"{site}/about/")

    expect(frame.locator("h1")).to_have_count(0)
    assert page.frames[1].url.startswith("chrome-error:")
