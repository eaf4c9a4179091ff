"""An officer prepares tomorrow's text of a live partnership; the public sees the old one until then."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, SCREEN
from tests.journeys.looking import barriers, follow, sticks_out
from tests.journeys.people import EDITOR, EDITORS, OFFICER
from tests.journeys.served_site import told
from tests.journeys.signing_in import sign_in
from tests.journeys.test_keeping_an_entry_true import open_entry

TWO_DAYS_ON = (
    "import datetime; from django.utils import timezone; from partnerships.publishing import due; "
    "due.publish(timezone.now() + datetime.timedelta(days=2))"
)
PUBLIC = "/partnerships/leeds33/"


@pytest.fixture
def two_days_pass(site, site_folder):
    """A function that does what the worker of the served site will have done in two days."""

    return lambda: told(site_folder, TWO_DAYS_ON, site)


def write_copy(page, summary):
    """Open Leeds33 and save a working copy of it with another summary; return what is in the way on its page."""
    open_entry(page, "Leeds33")
    page.get_by_label("Summary").fill(summary)
    follow(page, page.get_by_role("button", name="Save as a working copy"))
    expect(page.get_by_text("Saved as a working copy")).to_be_visible()
    return [*barriers(page), *sticks_out(page)]


def expect_public(plain_page, summary, *, is_there):
    plain_page.goto(PUBLIC)
    expect(plain_page.get_by_text(summary)).to_have_count(1 if is_there else 0)


@pytest.mark.parametrize(("person", "size"), [(OFFICER, SCREEN), (EDITOR, PHONE)], ids=["1280", "375"])
def test_tomorrows_text_is_shown_by_link_planned_and_public_only_then(page, plain_page, two_days_pass, person, size):
    summary = f"What an audience {size['width']} strong will read tomorrow."
    sign_in(page, person)
    page.set_viewport_size(size)

    in_the_way = write_copy(page, summary)
    page.get_by_text("Not public. Preview").click()
    plain_page.goto(page.get_by_label("Address of the preview").input_value())
    expect(plain_page.get_by_text(summary)).to_have_count(1)
    expect(plain_page.get_by_text("This is a preview of a working copy")).to_be_visible()
    follow(page, page.get_by_role("link", name="Schedule the working copy"))
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    page.get_by_label("Day and time").fill(f"{tomorrow:%Y-%m-%dT%H:%M}")
    in_the_way += [*barriers(page), *sticks_out(page)]
    follow(page, page.get_by_role("button", name="Schedule the working copy"))
    expect(page.get_by_text("To be published on", exact=False).last).to_be_visible()

    expect_public(plain_page, summary, is_there=False)
    two_days_pass()
    expect_public(plain_page, summary, is_there=True)
    assert in_the_way == []


def test_where_the_live_entry_changed_meanwhile_both_are_shown_and_one_decides(page, plain_page):
    sign_in(page, EDITORS[0])
    page.set_viewport_size(PHONE)
    write_copy(page, "Prepared with care.")
    open_entry(page, "Leeds33")
    expect(page.get_by_text("Has a working copy")).to_be_visible()
    page.get_by_label("Summary").fill("Changed in a hurry.")
    follow(page, page.get_by_role("button", name="Save and continue editing"))

    follow(page, page.get_by_role("link", name="Open the working copy"))
    expect(page.get_by_role("heading", name="This entry has changed since the working copy was begun")).to_be_visible()
    expect(page.get_by_label("Summary")).to_have_value("Prepared with care.")
    in_the_way = [*barriers(page), *sticks_out(page)]
    follow(page, page.get_by_role("button", name="Save the working copy as it is below"))
    expect_public(plain_page, "Changed in a hurry.", is_there=True)
    follow(page, page.get_by_role("link", name="Publish the working copy"))
    follow(page, page.get_by_role("button", name="Publish the working copy"))

    expect_public(plain_page, "Prepared with care.", is_there=True)
    assert in_the_way == []
