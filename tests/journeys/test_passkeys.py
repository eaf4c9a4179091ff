"""Staff add a passkey and come in with it, or are told where it works."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import BROWSERS, new_context
from tests.journeys.looking import Listener, follow
from tests.journeys.people import OFFICER, OWNER, PASSWORD
from tests.journeys.signing_in import give_password, sign_in_anew
from tests.journeys.test_sending_an_enquiry import problems_of

# What a computer with a fingerprint reader does, without one.
READER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
# Tells whether the document was complete, which is when the scripts are connected with the button, when it appeared.
TELLS_WHEN_SHOWN = """
let state = "incomplete";
document.addEventListener("DOMContentLoaded", () => { state = "complete"; });
new MutationObserver(() => {
  if (document.getElementById("passkey")?.hidden === false) window.shownWhen ??= state;
}).observe(document, { attributes: true, childList: true, subtree: true });
"""


@pytest.fixture
def page(launch, site):
    """A page of a browser that knows passkeys."""
    browser = launch(*BROWSERS)
    yield new_context(browser, site).new_page()
    browser.close()


def test_a_passkey_is_added_and_lets_in(page, site):
    # Passkeys belong to a name: browsers take none for a number such as 127.0.0.1.
    named = site.replace("127.0.0.1", "localhost")
    reader = page.context.new_cdp_session(page)
    reader.send("WebAuthn.enable")
    reader.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
    listener = Listener(page, named)
    sign_in_anew(page, OWNER, f"{named}/accounts/second-factor/passkeys/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()

    page.get_by_label("Name").fill("This computer")
    page.get_by_role("button", name="Add a passkey").click()
    # All of the page, so that what was said instead stands in the failure.
    expect(page.locator("main")).to_have_text(re.compile("Recovery codes|Your second factor"), use_inner_text=True)
    page.goto(f"{named}/accounts/second-factor/passkeys/")
    expect(page.locator(".account-rows strong")).to_have_text("This computer")
    problems = problems_of(page)

    page.goto(f"{named}/accounts/")
    follow(page, page.get_by_role("button", name="Sign out"))
    give_password(page, OWNER.email)
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
    problems += problems_of(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Your directory")).to_be_visible()
    assert (problems, listener.messages, listener.requests_elsewhere) == ([], [], [])


def test_where_passkeys_do_not_work_the_page_says_so(page):
    page.add_init_script(TELLS_WHEN_SHOWN)
    sign_in_anew(page, OFFICER, "/accounts/second-factor/passkeys/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()

    page.get_by_role("button", name="Add a passkey").click()

    assert page.evaluate("window.shownWhen") == "complete", "It could be pressed before it did anything."
    expect(page.get_by_role("alert")).to_contain_text("Passkeys work at the site’s own address only")
