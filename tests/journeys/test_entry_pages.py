"""A partnership on a phone, beside its next step, and on paper."""

import re

import pytest

PHONE = {"width": 375, "height": 812}
# By what is known of them: much, little, a long name, a former name, an entry of which nobody knows the website.
WITH_WEBSITE = [
    "leeds33",
    "worcestershire-cultural-education-partnership",
    "camden-spark",
    "thetford-lcep",
]
WITHOUT_WEBSITE = [
    "ipswich-lcep",
    "hammersmith-and-fulham-local-cultural-education-partnership",
    "stoke-and-north-staffordshire-cultural-education-partnership",
]
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
ORDER = [
    *("How to join", "In short", "What it works on", "Who is in it", "Its story"),
    *("Published elsewhere", "Where it works"),
]


@pytest.fixture
def paper_page(plain_page):
    """A page as it is printed."""
    plain_page.emulate_media(media="print")
    yield plain_page
    plain_page.emulate_media(media="null")


def is_in_first_screen(link):
    """Whether all of `link` is seen before anybody scrolls."""
    box = link.bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]


@pytest.mark.parametrize("slug", [*WITH_WEBSITE, *WITHOUT_WEBSITE])
def test_a_phone_shows_how_to_join_and_the_website_before_anybody_scrolls(plain_page, slug):
    plain_page.set_viewport_size(PHONE)
    plain_page.goto(f"/partnerships/{slug}/")

    names = ["Ask to join", *(["Visit its website"] if slug in WITH_WEBSITE else [])]

    assert plain_page.get_by_role("link", name="Visit its website").count() == (slug in WITH_WEBSITE)
    for name in names:
        link = plain_page.get_by_role("link", name=name, exact=True)
        assert is_in_first_screen(link), name
        assert link.bounding_box()["height"] >= 44


def test_on_a_phone_its_picture_is_as_wide_as_what_stands_below(plain_page):
    plain_page.set_viewport_size(PHONE)
    plain_page.goto("/partnerships/leeds33/")

    widths = [plain_page.locator(box).bounding_box()["width"] for box in (".patchwork-strip", ".entry-card")]

    assert widths[0] == widths[1]


def test_what_is_only_proposed_shows_its_next_step_before_anybody_scrolls(plain_page):
    plain_page.set_viewport_size(PHONE)
    plain_page.goto("/partnerships/halton-lcep/")

    assert is_in_first_screen(plain_page.get_by_role("link", name="Ask about starting one"))


def test_a_page_goes_from_how_to_join_to_where_it_works(plain_page):
    plain_page.goto("/partnerships/leeds33/")

    headings = [heading.partition("\n")[0].strip() for heading in plain_page.locator("main h2").all_inner_texts()]
    found = [re.sub(r"\s*\d+$", "", heading) for heading in headings]

    assert [heading for heading in found if heading in ORDER] == ORDER


def test_how_to_join_stays_beside_what_is_read_on_a_wide_screen(plain_page):
    plain_page.goto("/partnerships/leeds33/")

    plain_page.evaluate("scrollTo(0, 1500)")

    assert plain_page.get_by_role("link", name="Ask to join").bounding_box()["y"] > 0


def test_an_address_of_the_sources_opens_them(plain_page):
    plain_page.goto("/partnerships/leeds33/")
    assert not plain_page.locator("#sources").is_visible()

    plain_page.goto("/partnerships/leeds33/#sources")

    assert plain_page.locator("#sources").is_visible()


def test_paper_shows_the_sources_though_they_are_folded(paper_page):
    paper_page.goto("/partnerships/leeds33/")

    assert paper_page.locator("#sources").is_visible()


@pytest.mark.parametrize("slug", [*WITH_WEBSITE, *WITHOUT_WEBSITE, "11-by-11"])
def test_a_sheet_for_a_noticeboard_is_one_page_with_all_of_it_on_it(paper_page, slug):
    paper_page.goto(f"/partnerships/{slug}/sheet/")

    paper = paper_page.pdf(prefer_css_page_size=True, print_background=True)
    cut_off = paper_page.locator(".sheet").evaluate("sheet => sheet.scrollHeight - sheet.clientHeight")

    assert len(PAGE_OF_PDF.findall(paper)) == 1
    assert cut_off <= 0


@pytest.mark.parametrize("slug", ["leeds33", "worcestershire-cultural-education-partnership"])
def test_a_sheets_picture_fills_its_width_and_its_code_begins_where_words_do(paper_page, slug):
    # As much as A4 shows between its margins.
    paper_page.set_viewport_size({"width": 703, "height": 1031})
    paper_page.goto(f"/partnerships/{slug}/sheet/")

    ends = paper_page.locator(".sheet-art svg").evaluate_all(
        "(strips) => strips.map((strip) => strip.getBoundingClientRect().right)"
    )
    starts = [paper_page.locator(f".sheet {name}").bounding_box()["x"] for name in ("h1", ".sheet-address svg")]

    sheet = paper_page.locator(".sheet").bounding_box()
    assert max(ends) >= sheet["x"] + sheet["width"] - 1
    assert starts[0] == starts[1]


def test_paper_tells_an_address_once(paper_page):
    paper_page.goto("/partnerships/leeds33/")

    after = "(links) => links.map((link) => getComputedStyle(link, '::after').content !== 'none')"
    spelt_out = paper_page.locator(".entry-main a.spelt-out").evaluate_all(after)
    others = paper_page.locator(".row-title a[href^=http]").evaluate_all(after)
    sources = paper_page.locator(".sources a").evaluate_all(after)

    assert (set(spelt_out), set(others), set(sources)) == ({False}, {True}, {False})


def test_a_sheet_is_printed_by_its_button(page):
    page.goto("/partnerships/leeds33/sheet/")
    page.evaluate("window.print = () => document.body.append('was printed')")

    page.get_by_role("button", name="Print this sheet").click()

    assert "was printed" in page.locator("body").inner_text()
