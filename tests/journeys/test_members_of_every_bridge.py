"""An officer makes a national body a member of a partnership of theirs, after a mistake on the way."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, SCREEN
from tests.journeys.looking import follow, sticks_out
from tests.journeys.people import OFFICER
from tests.journeys.signing_in import sign_in
from tests.journeys.test_curating import open_entry


@pytest.mark.parametrize(("size", "name"), [(SCREEN, "Curious Minds"), (PHONE, "Arts Connect")], ids=["desk", "phone"])
def test_an_organisation_of_other_bridges_is_found_chosen_and_seen_by_all(page, size, name):
    sign_in(page, OFFICER)
    address = open_entry(page)
    page.set_viewport_size(size)
    save = page.get_by_role("button", name="Save and continue editing")

    page.get_by_role("navigation", name="Parts of this form").get_by_role("link", name="Members", exact=True).click()
    page.get_by_role("button", name="Add another Member", exact=True).click()
    row = page.locator(".dynamic-memberships").last
    row.locator("input[name$=since]").fill("next spring")
    expect(save).to_be_in_viewport()
    follow(page, save)
    # What is wrong is said first, and a link leads into the row.
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    row = page.locator(".dynamic-memberships").last
    expect(row.get_by_text("This field is required.")).to_be_in_viewport()
    row.locator("input[name$=since]").fill("2016")
    row.locator(".select2-selection").click()
    page.locator(".select2-search__field").last.fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    follow(page, save)
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    problems = sticks_out(page)
    follow(page, page.get_by_role("link", name="View on site"))
    expect(page.get_by_role("link", name=name, exact=True).first).to_be_visible()
    page.goto(address)
    assert problems == []
