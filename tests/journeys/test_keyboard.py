"""A visitor with only a keyboard reaches everything and always sees where they are."""

import pytest
from playwright.sync_api import expect

from lcep_site.navigation import all_items
from tests.journeys.conftest import PHONE, SCREEN
from tests.journeys.people import OFFICER
from tests.journeys.signing_in import sign_in

MAX_STOPS = 60
# Where the keyboard is: the words there, whether it is seen, and whether it is marked.
WHERE = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    words: element === document.body ? "" : (element.innerText || element.labels?.[0]?.innerText || "").trim(),
    marked: outlined || style.boxShadow !== "none",
    covered: !top || !(element.contains(top) || top.contains(element)),
  };
}"""


def stops(page):
    """Press Tab from the top of `page` until it has gone round, and return every stop on the way."""
    stops_so_far = []
    for _ in range(MAX_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if not stop["words"] and stops_so_far:
            break
        stops_so_far.append(stop)
    return stops_so_far


def test_the_first_stop_is_a_link_past_the_menu_to_the_content(page):
    page.goto("/about/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stop_is_marked_and_in_sight_and_the_menus_are_among_them(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/privacy/")

    stopped_at = stops(page)

    assert [stop for stop in stopped_at if not stop["marked"] or stop["covered"]] == []
    # The others are there while they hold something.
    assert {item.label for item in all_items() if not item.listing} <= {stop["words"] for stop in stopped_at}


def test_on_a_phone_a_key_opens_the_menu_below_its_button_and_escape_closes_it(plain_page):
    plain_page.set_viewport_size(PHONE)
    plain_page.goto("/privacy/")
    button, about = plain_page.get_by_role("button", name="Menu"), plain_page.locator(".site-nav").get_by_text("About")
    before = plain_page.get_by_role("heading", level=1).bounding_box()
    expect(about).to_be_hidden()

    plain_page.keyboard.press("Tab")
    plain_page.keyboard.press("Tab")
    plain_page.keyboard.press("Tab")
    expect(button).to_be_focused()
    plain_page.keyboard.press("Enter")
    expect(about).to_be_visible()
    plain_page.keyboard.press("Tab")
    expect(plain_page.locator(".site-nav a").first).to_be_focused()
    menu, head = plain_page.locator(".site-menu").bounding_box(), plain_page.locator(".site-header").bounding_box()
    assert menu["y"] == pytest.approx(head["height"])
    # Nothing jumps.
    assert plain_page.get_by_role("heading", level=1).bounding_box() == before
    assert plain_page.locator(".site-nav a").first.bounding_box()["height"] >= 44
    plain_page.keyboard.press("Escape")

    expect(about).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("size", [{"width": 320, "height": 500}, PHONE, SCREEN])
@pytest.mark.parametrize("path", ["/", "/privacy/", "/partnerships/leeds33/"])
def test_the_head_of_a_page_is_one_row(page, size, path):
    page.set_viewport_size(size)
    page.goto(path)

    assert page.locator(".site-header").bounding_box()["height"] <= 64
    expect(page.get_by_role("button", name="Menu")).to_be_visible(visible=size != SCREEN)


def test_a_filter_is_chosen_and_applied_by_keyboard_alone(page):
    page.goto("/partnerships/")

    page.get_by_role("checkbox", name="London").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Remove filter Region: London")).to_be_visible()


def test_what_has_to_be_put_right_gets_the_focus(page):
    page.goto("/join/")
    page.get_by_role("button", name="Continue").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=topic]").first).to_be_focused()


# Whether the focused field of a form begins below the bar that saves it; None outside of the form's fields.
COVERED = """() => {
  const [field, bar] = [document.activeElement, document.querySelector(".submit-row")];
  if (!field.closest("#content form") || bar.contains(field)) return null;
  return field.getBoundingClientRect().top >= bar.getBoundingClientRect().top ? field.id || field.outerHTML : "";
}"""


@pytest.mark.parametrize("kind", ["newsitem", "replytemplate"])
def test_the_bar_that_saves_covers_no_field_that_is_gone_to(page, kind):
    sign_in(page, OFFICER)
    for size in (SCREEN, PHONE):
        page.set_viewport_size(size)
        page.goto(f"/back-office/partnerships/{kind}/add/")
        page.locator("#content form input:visible, #content form select:visible").first.focus()
        covered = []
        while (found := page.evaluate(COVERED)) is not None:
            covered.append(found)
            page.keyboard.press("Tab")

        assert (set(covered), len(covered) > 3) == ({""}, True)
