"""Staff find an enquiry in their inbox, answer it and make the enquirer a member whom every visitor then sees."""

import time
from urllib.parse import urlsplit

from playwright.sync_api import expect

from partnerships.abuse.spam import QUICKEST_SECONDS
from tests.journeys.looking import follow
from tests.journeys.people import OWNER
from tests.journeys.signing_in import sign_in
from tests.journeys.test_finding_a_partnership import heading
from tests.journeys.test_sending_an_enquiry import fill_in


def write_an_enquiry(page, organisation):
    """Ask to join Leeds33 for `organisation`, up to the page that shows the answers."""
    page.goto("/join/?partnership=leeds33&topic=join")
    fill_in(page)
    page.get_by_label("Organisation (optional)").fill(organisation)
    follow(page, page.get_by_role("button", name="Continue"))


def send(page):
    """Send the answers that are shown and return the reference."""
    page.get_by_role("button", name="Send your enquiry").click()
    expect(heading(page)).to_have_text("Enquiry sent")
    return urlsplit(page.url).path.rstrip("/").rpartition("/")[2]


def test_an_enquiry_is_answered_and_becomes_a_membership(page, plain_page):
    opened = time.monotonic()
    write_an_enquiry(plain_page, "Moving Feet Studio")
    sign_in(page, OWNER)
    # Anybody quicker than this is taken for a machine, and held back.
    time.sleep(max(0, opened + QUICKEST_SECONDS + 1 - time.monotonic()))
    reference = send(plain_page)
    page.reload()
    page.get_by_role("link", name="New enquiries").click()
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_text("We run a studio.")).to_be_visible()

    page.get_by_label("Your reply").fill("Welcome. The partnership meets in January.")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("Your reply is on its way")).to_be_visible()
    page.get_by_role("link", name="Make a member").click()
    page.get_by_role("button", name="Make a member", exact=True).click()

    expect(page.get_by_text("Moving Feet Studio is a member of Leeds33.")).to_be_visible()
    plain_page.goto("/members/?q=moving+feet")
    expect(plain_page.get_by_role("link", name="Moving Feet Studio")).to_be_visible()
    plain_page.goto("/partnerships/leeds33/")
    expect(plain_page.get_by_role("link", name="Moving Feet Studio")).to_be_visible()
