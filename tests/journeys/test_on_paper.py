"""What is printed: where a page is from, no heading left at the foot, nothing to press, all that is folded."""

import re

import pytest
from playwright.sync_api import expect

PAGES = ("/", "/partnerships/", "/partnerships/leeds33/", "/regions/yorkshire-and-the-humber/", "/about/data/")
# How high above the foot of its sheet a heading begins, in points; the margin is 34, and a heading with a line has 30.
HEADING_OF_PDF = re.compile(rb"/Dest \[\d+ 0 R /XYZ [\d.]+ ([\d.]+)")
LOWEST = 34 + 30
FURNITURE = (".button", ".pagination li", ".take-away", ".chosen-filters li:not(:has(.chosen-filter))")


@pytest.fixture
def paper_page(plain_page):
    """A page as it is printed."""
    plain_page.emulate_media(media="print")
    yield plain_page
    plain_page.emulate_media(media="null")


@pytest.mark.parametrize("path", PAGES)
def test_no_heading_is_left_at_the_foot_of_a_sheet(page, path):
    page.goto(path)

    pdf = page.pdf(prefer_css_page_size=True, tagged=True, outline=True)

    heights = [float(height) for height in HEADING_OF_PDF.findall(pdf)]
    assert len(heights) > 3
    assert [height for height in heights if height < LOWEST] == []


@pytest.mark.parametrize("path", [*PAGES, "/partnerships/?region=london&stage=emerging"])
def test_paper_tells_its_day_and_address_and_has_nothing_to_press(paper_page, path):
    paper_page.goto(path)

    imprint = paper_page.get_by_text(re.compile(r"^LCEP Directory, http\S+, \d+ \w+ 20\d\d$"))
    expect(imprint).to_be_visible()
    expect(imprint).to_contain_text(path)
    assert [name for name in FURNITURE if paper_page.locator(name).filter(visible=True).count()] == []


def test_paper_tells_which_part_of_a_list_it_is(paper_page):
    paper_page.goto("/partnerships/?page=2")

    expect(paper_page.get_by_text(re.compile(r"^Page 2 of \d$"))).to_be_visible()


def test_paper_tells_what_is_folded(paper_page):
    paper_page.goto("/join/")

    expect(paper_page.locator(".field-more > p").first).to_be_visible()


def test_what_is_for_paper_is_not_on_a_screen(plain_page):
    plain_page.goto("/partnerships/")

    expect(plain_page.locator(".on-paper")).to_have_count(2)
    expect(plain_page.locator(".on-paper").filter(visible=True)).to_have_count(0)
