"""People who use no mouse do what they came for, with script and without."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.by_keyboard import MAX_STOPS, choose, follow, go_to, type_in
from tests.journeys.conftest import PHONE
from tests.journeys.test_finding_a_partnership import heading

VISITORS = pytest.mark.parametrize("visitor", ["page", "plain_page"])


@pytest.fixture
def person(request, visitor):
    """The page of a visitor with a script, or without."""
    return request.getfixturevalue(visitor)


@VISITORS
def test_a_teacher_finds_by_postcode_and_sends_an_enquiry(person):
    page = person
    page.goto("/")
    type_in(page, "Which partnership covers|postcode", "LS1 3AB")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Leeds33")

    follow(page, "^Ask to join")
    choose(page, "Who are you", "^A school or college")
    type_in(page, "^Your message", "We are a primary school. How do we join?")
    type_in(page, "^Full name", "Amina Example")
    type_in(page, "^E-mail address", f"amina-{uuid4().hex}@school.example")
    go_to(page, "^I am 18 or over")
    page.keyboard.press("Space")
    follow(page, "^Continue")
    # Past the answers, each of which could be changed, to who gets it: that has a page.
    go_to(page, "^Skip to sending")
    page.keyboard.press("Enter")
    assert go_to(page, "^Send your enquiry") <= 2
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/join/sent/LCEP-"))


@VISITORS
def test_a_list_is_narrowed_and_a_filter_taken_away_again(person):
    page = person
    page.goto("/partnerships/")
    everything = heading(page).inner_text()
    page.get_by_role("main").focus()
    if not page.get_by_role("checkbox", name="London").is_visible():
        go_to(page, "^Region")
        page.keyboard.press("Enter")
    go_to(page, "^London")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(heading(page)).not_to_have_text(everything)

    follow(page, "London$")

    expect(heading(page)).to_have_text(everything)


@VISITORS
def test_a_place_on_the_map_is_opened_and_the_map_can_be_passed_over(person):
    page = person
    page.goto("/map/")
    go_to(page, "^Skip this map")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert not page.evaluate("!!document.activeElement.closest('.map')")

    page.goto("/map/")
    go_to(page, "^Skip this map")
    for _ in range(MAX_STOPS):
        page.keyboard.press("Tab")
        if page.locator(".map a:focus:not([href^='#'])").count():
            break
    place = page.locator(".map a:focus:not([href^='#'])")
    name = place.get_attribute("aria-label") or place.locator("title").text_content()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(heading(page)).to_contain_text(re.split("[:,]", name)[0])


@VISITORS
def test_a_mistake_in_a_correction_is_listed_and_leads_to_its_field(person, request):
    page = person
    page.goto("/partnerships/leeds33/correct/")
    main = page.get_by_role("main")
    main.focus()
    with page.expect_navigation():
        main.get_by_role("button").last.press("Enter")

    first = page.get_by_role("alert").get_by_role("link").first
    stops = go_to(page, re.escape(first.inner_text()))
    page.keyboard.press("Enter")

    # The script moves to the list; without it the list is the first thing in the main part.
    assert stops == 1 or request.node.callspec.params["visitor"] == "plain_page"
    assert page.evaluate("'#' + document.activeElement.id") == first.get_attribute("href")


@VISITORS
def test_on_a_phone_every_item_of_the_menu_is_reached_and_leads_on(person):
    page = person
    page.set_viewport_size(PHONE)
    page.goto("/about/")
    menu = page.get_by_role("banner").get_by_text("Menu", exact=True)
    if menu.count() and menu.is_visible():
        go_to(page, "^Menu$")
        page.keyboard.press("Enter")

    follow(page, "^Map")

    expect(page).to_have_url(re.compile("/map/$"))
