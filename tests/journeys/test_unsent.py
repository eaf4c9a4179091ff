"""A session ends while somebody writes: nothing is lost, with a script or without, in this tab or after another."""

import pytest
from playwright.sync_api import expect

from lcep_site.settings import SESSION_COOKIE_AGE
from tests.journeys.conftest import PHONE, SCREEN
from tests.journeys.looking import follow, problems_of
from tests.journeys.people import OFFICER
from tests.journeys.signing_in import sign_in, sign_in_anew
from tests.journeys.test_curating import open_entry

SESSION = "sessionid"
# Lets the page believe once that its session ends in four minutes.
ENDS_SOON = """() => {
  const asked = window.fetch;
  window.fetch = async (...about) => {
    window.fetch = asked;
    const words = await (await asked(...about)).text();
    return new Response(words.replace(/data-ends-in="\\d+"/, 'data-ends-in="240"'));
  };
}"""
SIGNED_IN = "/back-office/signed-in/"


def write(page, text):
    """Write a long text about the entry of the officer, who is signed in, and return it."""
    sign_in(page, OFFICER)
    open_entry(page)
    long_text = " ".join([text] * 40)
    page.get_by_role("textbox", name="About:").fill(long_text)
    return long_text


def sign_in_in_another_tab(page):
    other = page.context.new_page()
    sign_in_anew(other, OFFICER, SIGNED_IN)
    expect(other.get_by_text("go back to that one, and save it")).to_be_visible()
    other.close()


def come_back(page):
    """Turn to the tab again, whose script then asks who is signed in."""
    with page.expect_response(lambda response: SIGNED_IN in response.url):
        page.evaluate("setTimeout(() => dispatchEvent(new Event('focus')))")


def save(page, name):
    follow(page, page.get_by_role("button", name=name))


def expect_saved(page, text):
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(page.get_by_role("textbox", name="About:")).to_have_value(text)


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["desk", "phone"])
def test_a_long_text_sent_after_the_session_has_ended_is_saved_after_signing_in(page, size):
    text = write(page, f"Dance for {size['width']} children.")
    page.set_viewport_size(size)
    page.context.clear_cookies(name=SESSION)

    save(page, "Save and continue editing")
    expect(page.get_by_role("heading", name="Not saved yet, and nothing is lost")).to_be_visible()
    expect(page.get_by_label("What you wrote, 1", exact=True)).to_have_value(text)
    problems = problems_of(page)
    page.set_viewport_size(size)
    sign_in_in_another_tab(page)
    come_back(page)
    expect(page.locator(".session-note")).to_be_hidden()
    save(page, "Save it now")

    expect_saved(page, text)
    assert problems == []


def test_who_is_signed_out_while_they_write_is_told_and_after_signing_in_again_simply_saves(page):
    text = write(page, "Puppets.")
    page.context.clear_cookies(name=SESSION)

    come_back(page)
    expect(page.get_by_role("alert")).to_contain_text("You are signed out. What you wrote is still here")
    sign_in_in_another_tab(page)
    page.wait_for_timeout(5_100)
    come_back(page)
    expect(page.locator(".session-note")).to_be_hidden()
    save(page, "Save and continue editing")

    expect_saved(page, text)


def test_without_a_script_a_text_from_before_signing_in_again_is_given_back_and_saved(plain_page):
    text = write(plain_page, "Drums.")
    plain_page.context.clear_cookies()
    sign_in_in_another_tab(plain_page)

    save(plain_page, "Save and continue editing")
    expect(plain_page.get_by_text("You are signed in as")).to_be_visible()
    save(plain_page, "Save it now")

    expect_saved(plain_page, text)


def test_the_end_of_a_session_is_said_before_it_comes_and_can_be_put_off(page):
    write(page, "Songs.")

    page.evaluate(ENDS_SOON)
    come_back(page)
    expect(page.get_by_role("alert")).to_contain_text("You will be signed out in 4 minutes.")
    page.get_by_role("button", name="Stay signed in").click()

    expect(page.locator(".session-note")).to_be_hidden()
    seconds = int(page.request.get(SIGNED_IN).text().partition('data-ends-in="')[2].partition('"')[0])
    assert SESSION_COOKIE_AGE - seconds <= 60
    save(page, "Save and continue editing")


def test_leaving_a_changed_form_asks_and_an_unchanged_or_sent_one_does_not(page):
    asked = []

    def note(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    sign_in(page, OFFICER)
    open_entry(page)
    page.get_by_label("Summary").click()
    page.goto(SIGNED_IN)
    untouched = len(asked)
    open_entry(page)
    page.get_by_label("Summary").press_sequentially("Typed, and not saved.")
    page.goto(SIGNED_IN)
    left = len(asked)
    open_entry(page)
    page.get_by_label("Summary").press_sequentially("Typed, and saved.")
    save(page, "Save and continue editing")
    page.remove_listener("dialog", note)

    assert (untouched, left, asked) == (0, 1, ["beforeunload"])
