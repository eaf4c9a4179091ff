"""A visitor is suggested names while typing: by keyboard, by touch on a phone, and said aloud."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.journeys.looking import barriers


def suggested(page):
    return page.get_by_role("option")


def type_in(page, field, text):
    """Type `text` into `field`, once the script that suggests has been fetched."""
    field.focus()
    expect(field).to_have_attribute("role", "combobox")
    page.keyboard.type(text)


def test_a_school_is_chosen_by_keyboard_and_answered_at_once(page):
    page.goto("/")
    type_in(page, page.locator("#home-q"), "cockb")
    expect(suggested(page).first).to_have_text("Cockburn School, Leeds LS11 5TT")
    expect(page.get_by_role("group", name="Schools")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("suggestions")

    page.keyboard.press("ArrowDown")
    expect(page.locator("#home-q")).to_have_attribute("aria-activedescendant", re.compile("suggestions-0-0$"))
    expect(suggested(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/find/\?q=Cockburn"))


def test_escape_closes_the_list_and_the_text_stays(page):
    page.goto("/")
    type_in(page, page.locator("#home-q"), "leeds")
    expect(suggested(page).first).to_be_visible()

    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")

    expect(suggested(page)).to_have_count(0)
    expect(page.locator("#home-q")).to_have_value("leeds")
    expect(page.locator("#home-q")).to_have_attribute("aria-expanded", "false")


def test_a_postcode_is_not_sent_while_it_is_typed(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    type_in(page, page.locator("#home-q"), "LS1 3AB")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/**")

    assert [url for url in asked if "suggestions/" in url] == []


def test_one_pause_is_one_request(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    type_in(page, page.locator("#home-q"), "cockburn")
    expect(suggested(page).first).to_be_visible()

    assert [url.partition("?")[2] for url in asked if "suggestions/" in url] == ["q=cockburn"]


def test_after_a_comma_another_partnership_is_suggested_beside_the_chosen_one(touch_page):
    page = touch_page
    page.goto("/join/?topic=join")
    box = page.locator("#id_place")
    type_in(page, box, "leeds33")
    suggested(page).filter(has_text=re.compile("^Leeds33$")).tap()
    expect(box).to_have_value("Leeds33")

    page.keyboard.type(",")
    expect(suggested(page)).to_have_count(0)
    page.keyboard.type(" camden sp")
    suggested(page).filter(has_text=re.compile("^Camden Spark$")).tap()

    expect(box).to_have_value("Leeds33; Camden Spark")
    page.keyboard.type("; leeds33")
    expect(suggested(page).first).to_be_visible()


def test_on_a_phone_a_touch_chooses(touch_page):
    page = touch_page
    page.goto("/")
    page.locator("#home-q").tap()
    type_in(page, page.locator("#home-q"), "cockb")
    option = suggested(page).first
    expect(option).to_be_visible()

    around = option.bounding_box()
    assert around["height"] >= 44
    assert around["x"] >= 0 and around["x"] + around["width"] <= 375
    option.tap()

    expect(page).to_have_url(re.compile(r"/find/\?q=Cockburn"))


IS_SEEN = """option => {
  const { x, y, width, height } = option.getBoundingClientRect();
  return option.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""

# Whether the list is seen down to its end, so that a thumb can scroll through it.
IS_WHOLE = """list => {
  list.scrollIntoView({ block: "nearest" });
  const { x, width, bottom } = list.getBoundingClientRect();
  return list.contains(document.elementFromPoint(x + width / 2, bottom - 4));
}"""

# What cuts off the list would scroll inside itself to show the chosen name.
SCROLLED_AROUND = """box => {
  const around = [];
  for (let each = box.parentElement; each; each = each.parentElement) around.push(each);
  return around.filter(each => each !== document.scrollingElement && each.scrollTop).map(each => each.className);
}"""


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(("path", "box"), [("/", "#home-q"), ("/regions/", "#header-q"), ("/join/", "#id_place")])
def test_every_name_can_be_seen(page, path, box, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(path)
    if box == "#header-q" and width == 375:
        page.get_by_role("button", name="Menu").click()
    type_in(page, page.locator(box), "st joseph")
    expect(suggested(page).first).to_be_visible()

    for _ in range(suggested(page).count()):
        page.keyboard.press("ArrowDown")
        chosen = page.locator("[role=option][aria-selected=true]")
        assert chosen.evaluate(IS_SEEN), chosen.text_content()
    assert page.locator(box).evaluate(SCROLLED_AROUND) == []


@pytest.mark.parametrize("path", ["/", "/find/", "/join/"])
def test_on_a_phone_a_long_list_of_names_is_not_cut_off(page, path):
    page.set_viewport_size(PHONE)
    page.goto(path)
    type_in(page, page.get_by_role("main").locator("[data-suggestions]"), "east")
    expect(suggested(page).first).to_be_visible()

    assert suggested(page).count() >= 4
    assert page.locator(".suggestions").evaluate(IS_WHOLE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_while_names_are_suggested(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    type_in(page, page.locator("#home-q"), "leeds")
    expect(suggested(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")

    assert barriers(page) == []


def test_in_the_join_form_a_school_fills_the_place_and_then_the_organisation(page):
    page.goto("/join/")
    field = page.get_by_label("Which partnership or place is it about?")
    type_in(page, field, "cockb")
    expect(suggested(page).first).to_be_visible()

    suggested(page).first.click()

    expect(page).to_have_url(re.compile("/join/$"))
    expect(field).to_have_value("Cockburn School, Leeds LS11 5TT")
