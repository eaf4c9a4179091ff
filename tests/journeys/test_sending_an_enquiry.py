"""A visitor without script asks to join a partnership, and meets every page on the way."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.journeys.conftest import SCREEN
from tests.journeys.looking import follow, problems_of
from tests.journeys.test_finding_a_partnership import heading


def fill_in(page):
    """Answer every question but what it is for and about, as somebody who has sent nothing lately."""
    page.get_by_label("An artist, or an arts or heritage organisation").check()
    page.get_by_label("Your message").fill("We run a studio.\nHow can we help?")
    page.get_by_label("Full name").fill("Amina Example")
    page.get_by_role("textbox", name="E-mail address").fill(f"amina-{uuid4().hex}@studio.example")
    page.get_by_label("I am 18 or over").check()


def test_from_a_partnership_s_page_to_a_reference(plain_page):
    plain_page.goto("/partnerships/leeds33/")
    plain_page.get_by_role("link", name="Ask to join").click()
    fill_in(plain_page)
    plain_page.get_by_role("button", name="Continue").click()
    expect(heading(plain_page)).to_have_text("Check your answers before you send them")
    expect(plain_page.get_by_text("Leeds33", exact=True)).to_be_visible()

    plain_page.get_by_role("button", name="Change e-mail address").click()
    plain_page.get_by_role("textbox", name="E-mail address").fill("amina.example@studio.example")
    plain_page.get_by_role("button", name="Continue").click()
    expect(plain_page.get_by_text("amina.example@studio.example")).to_be_visible()
    plain_page.get_by_role("button", name="Send your enquiry").click()

    expect(plain_page).to_have_url(re.compile(r"/join/sent/LCEP-[2-9A-Z]{6}/\?again="))
    expect(heading(plain_page)).to_have_text("Enquiry sent")
    assert plain_page.context.cookies() == []


def test_a_place_with_several_partnerships_becomes_a_question(plain_page):
    plain_page.goto("/join/")
    plain_page.get_by_label("Join a partnership").check()
    plain_page.get_by_label("Which partnership or place is it about?").fill("East Suffolk")
    fill_in(plain_page)
    # The first button of the form is the one that goes on.
    plain_page.get_by_label("Full name").press("Enter")

    which = plain_page.get_by_role("group", name="Which one do you mean?")
    expect(which.get_by_role("checkbox")).to_have_count(3)
    which.get_by_role("checkbox").first.check()
    plain_page.get_by_role("button", name="Continue").click()

    expect(heading(plain_page)).to_have_text("Check your answers before you send them")


def test_every_page_on_the_way_begins_where_the_site_does(plain_page):
    plain_page.set_viewport_size(SCREEN)
    edges = {}
    for path in ("/join/", "/join/under-18/", "/join/sent/LCEP-222222/", "/join/for-partnerships/x/"):
        plain_page.goto(path)
        places = (plain_page.locator(".site-logo"), heading(plain_page))
        edges[path] = [place.bounding_box()["x"] for place in places]

    assert {path: left for path, (left, begins) in edges.items() if left != begins} == {}


def test_no_page_on_the_way_has_a_barrier_and_all_fit_a_phone(page):
    problems = {}
    page.goto("/join/")

    follow(page, page.get_by_role("button", name="Continue"))
    problems["errors"] = problems_of(page)
    page.get_by_label("Press or research").check()
    fill_in(page)
    page.get_by_label("Full name").fill("A" * 120)
    follow(page, page.get_by_role("button", name="Continue"))
    problems["check"] = problems_of(page)
    follow(page, page.get_by_role("button", name="Send your enquiry"))
    problems["sent"] = problems_of(page)

    assert problems == {"errors": [], "check": [], "sent": []}
