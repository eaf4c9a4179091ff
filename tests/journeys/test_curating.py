"""An officer curates an entry: its logo, an old version, a duplicate. An officer of another Bridge sees none of it."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.looking import follow
from tests.journeys.people import OFFICER, OTHER_OFFICER
from tests.journeys.signing_in import sign_in

ENTRY = "Calderdale Local Cultural Education Partnership"
LIST = "/back-office/partnerships/partnership/"
MEMBERS = "/back-office/members/memberorganisation/"


def picture():
    """Return a picture as somebody would upload it."""
    content = io.BytesIO()
    Image.new("RGB", (800, 400), "teal").save(content, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": content.getvalue()}


def open_entry(page):
    """Open the entry from the list of the officer's own, and return its address."""
    page.goto(f"{LIST}?q=calderdale")
    follow(page, page.get_by_role("link", name=ENTRY))
    return page.url


def save(page):
    """Save the form that is shown, and what looks wrong about it too."""
    follow(page, page.get_by_role("button", name="Save and continue editing"))
    if page.get_by_label("Save anyway").count():
        page.get_by_label("Save anyway").check()
        follow(page, page.get_by_role("button", name="Save and continue editing"))


def test_a_logo_is_uploaded_and_seen_and_an_old_version_is_brought_back(page, plain_page):
    sign_in(page, OFFICER)
    open_entry(page)
    page.get_by_label("Logo:").set_input_files(picture())
    page.get_by_label("Logo's text alternative").fill("A teal field")
    page.get_by_label("Summary").fill("Not what it was.")

    save(page)

    expect(page.get_by_text("was changed successfully")).to_be_visible()
    plain_page.goto("/partnerships/?q=calderdale")
    follow(plain_page, plain_page.get_by_role("link", name=ENTRY, exact=True))
    expect(plain_page.get_by_role("img", name="A teal field")).to_be_visible()
    expect(plain_page.get_by_text("Not what it was.")).to_be_visible()

    follow(page, page.get_by_role("link", name="History", exact=True))
    follow(page, page.get_by_role("link", name=re.compile("^Restore")).last)
    expect(page.get_by_role("row", name=re.compile("^Summary"))).to_be_visible()
    follow(page, page.get_by_role("button", name="Restore this version"))

    plain_page.reload()
    expect(plain_page.get_by_text("Not what it was.")).to_have_count(0)
    expect(plain_page.get_by_role("img", name="A teal field")).to_have_count(0)


def test_two_entries_of_the_same_organisation_become_one(page, plain_page):
    sign_in(page, OFFICER)
    for name in ("Otter Valley Dance", "Otter Valley Dance Ltd"):
        page.goto(f"{MEMBERS}add/")
        page.get_by_label("Name:", exact=True).fill(name)
        page.locator("#id_sector").evaluate("(select) => select.append(new Option('Any', '1', true, true))")
        follow(page, page.get_by_role("button", name="Save", exact=True))
        expect(page.get_by_text("was added successfully")).to_be_visible()

    page.goto(f"{MEMBERS}?q=otter+valley")
    for box in page.locator("input.action-select").all():
        box.check()
    page.get_by_label("Action:").select_option(value="merge_two")
    follow(page, page.get_by_role("button", name="Go"))
    follow(page, page.get_by_role("button", name=re.compile("^Merge into")))

    page.goto(f"{MEMBERS}?q=otter+valley")
    expect(page.get_by_text("1 member organisation", exact=True)).to_be_visible()


def test_an_officer_of_another_bridge_sees_none_of_it(browser, page, site):
    sign_in(page, OFFICER)
    address = open_entry(page)
    page.context.clear_cookies()
    sign_in(page, OTHER_OFFICER)

    answers = [page.goto(address).status, page.goto(address.replace("/change/", "/history/")).status]
    page.goto(f"{LIST}?q=calderdale")

    assert answers == [404, 404]
    expect(page.get_by_text("0 partnerships")).to_be_visible()
