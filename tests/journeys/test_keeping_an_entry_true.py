"""A partnership without an account is asked by mail, changes its entry by the link, and staff review what it sent."""

import re

from playwright.sync_api import expect

from tests.journeys.looking import barriers, follow, problems_of, sticks_out
from tests.journeys.people import EDITOR
from tests.journeys.signing_in import sign_in
from tests.journeys.test_finding_a_partnership import heading

COORDINATOR = "coordinator@bradford.example"


def open_entry(page, name):
    """Open the entry called `name` in the back office, where somebody is signed in."""
    page.goto(f"/back-office/partnerships/partnership/?q={name}")
    page.get_by_role("link", name=name, exact=True).click()


def ask(page, name):
    """Give the entry called `name` a contact, ask it whether all is true, and return the link that is mailed."""
    open_entry(page, name)
    page.get_by_label("Contact email").fill(COORDINATOR)
    page.get_by_label("Takes enquiries").check()
    follow(page, page.get_by_role("button", name="Save and continue editing"))
    page.get_by_role("link", name="Keeping it true").click()
    page.get_by_role("button", name="Ask the coordinator to check").click()
    expect(page.get_by_text("The coordinator is asked")).to_be_visible()
    page.goto("/back-office/partnerships/outgoingmail/?q=check")
    follow(page, page.locator("#result_list tbody a").first)
    return re.search(r"https?://\S+/check/\S+", page.locator("#content").inner_text()).group()


def answer(page, link):
    """Open the link as the coordinator, change two things, and send them."""
    page.goto(link)
    expect(heading(page)).to_have_text("Is this still true?")
    page.get_by_role("link", name="Change what is wrong").click()
    page.get_by_label("Summary").fill("Every child makes art here.")
    page.get_by_label("How to join").fill("Send us money.")
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("Check your changes before you send them")
    expect(page.locator(".changes > div")).to_have_count(2)
    page.get_by_role("button", name="Send your changes").click()
    expect(heading(page)).to_have_text("Thank you")


def test_what_a_partnership_changes_by_its_link_is_reviewed_and_seen_by_all_without_a_barrier(page, plain_page):
    problems = {}
    sign_in(page, EDITOR)
    link = ask(page, "Leeds33")
    problems["asked"] = barriers(page) + sticks_out(page)
    answer(plain_page, link)
    for address in (link, "/partnerships/leeds33/correct/", "/corrections/asked/"):
        page.goto(address)
        problems[address] = problems_of(page)
    page.goto("/back-office/")
    page.get_by_role("link", name="To review").click()
    problems["worklist"] = barriers(page) + sticks_out(page)
    follow(page, page.get_by_role("link", name="Leeds33"))
    problems["review"] = barriers(page) + sticks_out(page)

    how_to_join = page.get_by_role("region", name="How to join: changed")
    expect(how_to_join).to_contain_text("Send us money.")
    # Who writes words of their own means them.
    how_to_join.get_by_text("My words", exact=True).click()
    words = how_to_join.get_by_role("textbox")
    proposed = words.input_value()
    words.fill("Write to us.")
    expect(how_to_join.get_by_label("Accept with my words")).to_be_checked()
    words.fill(proposed)
    how_to_join.get_by_label("Leave as it is").check()
    page.get_by_label("Why you leave something").fill("Membership is free.")
    page.get_by_role("button", name="Save these decisions").click()

    expect(page.get_by_text("Leeds33: partly accepted.")).to_be_visible()
    plain_page.goto("/partnerships/leeds33/")
    expect(plain_page.get_by_text("Every child makes art here.")).to_be_visible()
    expect(plain_page.get_by_text(re.compile(r"Checked on .* by the partnership"))).to_be_visible()
    expect(plain_page.get_by_text("Send us money.")).to_have_count(0)
    assert plain_page.context.cookies() == []
    assert problems == dict.fromkeys(problems, [])
