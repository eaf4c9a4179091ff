"""A theatre joins three partnerships in one go, and a freelancer finds what to do, on a screen and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, SCREEN
from tests.journeys.test_finding_a_partnership import heading, search_from_home
from tests.journeys.test_sending_an_enquiry import fill_in

ON_BOTH = pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
THREE = ["Lambeth Local Cultural Education Partnership", "Making Sense", "Camden Spark"]


@ON_BOTH
def test_a_theatre_joins_three_partnerships_in_one_go(plain_page, size):
    plain_page.set_viewport_size(size)
    plain_page.goto("/partnerships/")
    plain_page.get_by_role("link", name="Ask to join several in one go").click()
    plain_page.get_by_label("Which partnership or place is it about?").fill("Lambeth, Southwark and Camden")
    fill_in(plain_page)
    plain_page.get_by_role("button", name="Continue").click()

    for name in THREE:
        expect(plain_page.get_by_role("listitem").filter(has_text=name)).to_contain_text("Your enquiry goes to")
    plain_page.get_by_role("button", name="Send your 3 enquiries").click()
    expect(heading(plain_page)).to_have_text("3 enquiries sent")
    for name in THREE:
        expect(plain_page.get_by_role("heading", name=re.compile(f"{name}: LCEP-[2-9A-Z]{{6}}"))).to_be_visible()

    # Going back shows the answers, not a question of the browser whether to send the form again.
    plain_page.go_back()
    expect(heading(plain_page)).to_have_text("Check your answers before you send them")
    plain_page.get_by_role("button", name="Send your 3 enquiries").click()
    expect(heading(plain_page)).to_have_text("3 enquiries sent")

    plain_page.get_by_role("button", name="Ask another").click()
    expect(plain_page.get_by_label("Full name")).to_have_value("Amina Example")
    expect(plain_page.get_by_label("Your message")).to_have_value("")
    assert plain_page.context.cookies() == []


@ON_BOTH
@pytest.mark.parametrize("way", ["home", "search", "finder", "list"])
def test_a_freelancer_finds_what_to_do(plain_page, size, way):
    plain_page.set_viewport_size(size)
    main = plain_page.get_by_role("main")
    question = "I am an artist, freelance or in an arts organisation. How can I take part?"
    if way == "home":
        plain_page.goto("/")
        main.get_by_role("link", name="I am an artist or freelancer").click()
        # There is where to go, whatever is open today.
        main.get_by_role("link", name="Partnerships that take new members").click()
        expect(main.locator(".card").first).to_be_visible()
        return
    if way == "search":
        plain_page.goto("/search/?q=freelance+artist")
        main.get_by_role("link", name=question).click()
    elif way == "finder":
        search_from_home(plain_page, "freelance artist")
        main.get_by_role("link", name="how schools, artists, freelancers and parents take part").click()
    else:
        plain_page.goto("/partnerships/")
        main.get_by_role("link", name="How freelancers take part").click()

    expect(plain_page.get_by_role("heading", name=question)).to_be_visible()
    plain_page.get_by_role("link", name="ask up to ten of them in one go").click()
    expect(plain_page.get_by_label("Join a partnership")).to_be_checked()
