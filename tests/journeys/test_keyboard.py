"""A visitor with only a keyboard reaches everything and always sees where they are."""

import pytest
from playwright.sync_api import expect

from lcep_site.navigation import FOOTER, MAIN
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
    assert {item.label for item in (*MAIN, *FOOTER)} <= {stop["words"] for stop in stopped_at}


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
