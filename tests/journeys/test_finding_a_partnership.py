"""A visitor without script looks for a partnership, a place, or what nobody does yet."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SCREEN
from tests.journeys.looking import follow


def heading(page):
    """Return the main heading of `page`."""
    return page.get_by_role("heading", level=1)


def expect_leeds(page):
    """Expect `page` to say who is in the partnership of Leeds and what it works on."""
    expect(heading(page)).to_contain_text("Leeds33")
    expect(page.get_by_role("heading", name=re.compile("Who is in it"))).to_be_visible()
    expect(page.get_by_role("heading", name="What it works on")).to_be_visible()


def search_from_home(page, query):
    """Go to the home page and search for `query` in its one search box."""
    page.goto("/")
    page.get_by_role("searchbox").fill(query)
    page.keyboard.press("Enter")


def test_one_search_from_home_finds_a_partnership_under_its_former_name(plain_page):
    search_from_home(plain_page, "LeedsCEP")

    plain_page.get_by_role("main").get_by_role("link", name="Leeds33", exact=True).first.click()

    expect_leeds(plain_page)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("ls1 3ab", "Leeds33 covers LS1 3AB"),
        ("(LS1-3AB)", "Leeds33 covers LS1 3AB"),
        ("CF10 1AA", "CF10 1AA is in Wales"),
    ],
)
def test_one_search_from_home_says_who_covers_a_postcode(plain_page, typed, answer):
    search_from_home(plain_page, typed)

    expect(heading(plain_page)).to_have_text(answer)


def test_where_nobody_works_the_nearest_have_all_of_a_wide_screen(plain_page):
    plain_page.set_viewport_size(SCREEN)
    search_from_home(plain_page, "Adur")

    boxes = [plain_page.locator(box).bounding_box() for box in (".columns", ".band:has(#nearest)", ".aside")]

    whole, nearest, aside = boxes
    assert nearest["width"] == whole["width"]
    assert nearest["y"] >= aside["y"] + aside["height"]


def test_two_clicks_from_home_lead_to_who_is_in_a_partnership(plain_page):
    plain_page.goto("/")

    plain_page.get_by_role("main").get_by_role("link", name="Yorkshire and The Humber").first.click()
    plain_page.get_by_role("main").get_by_role("link", name="Leeds33", exact=True).first.click()

    expect_leeds(plain_page)


def test_the_list_is_narrowed_step_by_step_and_opened_again(plain_page):
    page = plain_page
    page.goto("/partnerships/")
    everything = heading(page).inner_text()

    open_facet(page, "Region").get_by_role("checkbox", name="London").check()
    open_facet(page, "Stage").get_by_role("checkbox", name="Established").check()
    follow(page, page.get_by_role("button", name="Show these partnerships"))

    assert ("region=london" in page.url, "stage=established" in page.url) == (True, True)
    narrowed = page.locator(".card").count()
    expect(heading(page)).to_have_text(f"{narrowed} partnership{'' if narrowed == 1 else 's'}")

    follow(page, page.get_by_role("link", name="Remove filter Region: London"))

    expect(heading(page)).not_to_have_text(everything)
    assert ("region=london" in page.url, "stage=established" in page.url) == (False, True)
    assert page.locator(".card").count() > narrowed

    page.get_by_role("link", name="Show all partnerships").click()

    expect(heading(page)).to_have_text(everything)


@pytest.mark.parametrize("visitor", ["page", "plain_page"])
def test_going_back_after_filtering_shows_the_list_and_its_choices_as_they_were(request, visitor):
    page = request.getfixturevalue(visitor)
    page.goto("/partnerships/")
    everything = heading(page).inner_text()
    open_facet(page, "Region").get_by_role("checkbox", name="London").check()
    follow(page, page.get_by_role("button", name="Show these partnerships"))
    assert page.url.endswith("/partnerships/?region=london")

    page.go_back()

    expect(heading(page)).to_have_text(everything)
    assert page.get_by_role("checkbox", checked=True).count() == 0


def test_a_page_that_the_browser_kept_whole_forgets_what_was_ticked_when_it_was_left(page):
    page.goto("/partnerships/")
    open_facet(page, "Region").get_by_role("checkbox", name="London").check()

    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    assert page.get_by_role("checkbox", checked=True).count() == 0


def test_with_script_filtering_asks_only_once(page):
    page.goto("/partnerships/")
    open_facet(page, "Region").get_by_role("checkbox", name="London").check()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)

    follow(page, page.get_by_role("button", name="Show these partnerships"))

    assert [url.partition("/partnerships/")[2] for url in asked] == ["?region=london"]


def open_facet(page, label):
    """Return the group of choices called `label`, opened if it was not."""
    facet = page.locator("details.facet").filter(has=page.locator("summary", has_text=re.compile(f"^{label}")))
    if facet.get_attribute("open") is None:
        facet.locator("summary").click()
    return facet


def test_the_pages_of_a_list_hold_everything_once(plain_page):
    page = plain_page
    page.goto("/partnerships/")
    total = int(re.match(r"\d+", heading(page).inner_text())[0])
    names = page.locator(".card-title").all_inner_texts()

    while page.get_by_role("link", name="Next page").count():
        follow(page, page.get_by_role("link", name="Next page"))
        names += page.locator(".card-title").all_inner_texts()

    assert (len(names), len(set(names))) == (total, total)


def test_a_place_nobody_covers_says_so_and_what_to_do(plain_page):
    page = plain_page
    page.goto("/")

    page.get_by_role("link", name="without a partnership we know of").click()
    page.get_by_text(re.compile(r"^Show \d+ more$")).click()
    page.get_by_role("main").get_by_role("link", name="Adur", exact=True).click()

    expect(heading(page)).to_have_text("Adur")
    expect(page.get_by_role("main")).to_contain_text("We know of no partnership here.")
    expect(page.get_by_role("heading", name="What else you can do")).to_be_visible()


@pytest.mark.parametrize("start", ["/partnerships/?q=zzzzzz", "/members/?q=zzzzzz"])
def test_a_search_that_finds_nothing_leads_back_to_everything(plain_page, start):
    plain_page.goto(start)

    follow(plain_page, plain_page.get_by_role("main").get_by_role("link", name=re.compile("^Show all")))

    assert "q=" not in plain_page.url
    assert plain_page.locator(".card, .row").count() > 10


def test_a_former_address_still_leads_to_the_partnership(plain_page):
    plain_page.goto("/partnerships/LeedsCEP/")

    assert plain_page.url.endswith("/partnerships/leeds33/")


def test_on_a_phone_the_filters_open_and_close_again_without_script(plain_page):
    page = plain_page
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto("/partnerships/")

    page.get_by_role("link", name="Filters").click()

    expect(page.get_by_role("button", name="Show these partnerships")).to_be_visible()

    page.get_by_role("link", name="Close filters").click()

    expect(page.locator(".card").first).to_be_in_viewport()


def test_on_a_phone_the_first_result_is_on_the_first_screen_and_what_is_pressed_is_large(plain_page):
    page = plain_page
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto("/partnerships/?region=london")

    name = page.locator(".card-title").first.bounding_box()
    pressed = [page.locator(f".results-head {kind}") for kind in ("a", "select", "button")]
    pressed += [page.locator(".chosen-filter"), page.get_by_role("button", name="Search")]

    assert name["y"] + name["height"] < 812
    assert [box.bounding_box()["height"] >= 44 for box in pressed] == [True] * len(pressed)
    assert len({box.bounding_box()["y"] for box in pressed[:3]}) == 1

    page.get_by_role("link", name="Filters 1 chosen").click()

    for option in page.locator(".facet-option").all():
        assert not option.is_visible() or option.bounding_box()["height"] >= 44
    expect(page.get_by_role("button", name="Show these partnerships")).to_be_in_viewport()
