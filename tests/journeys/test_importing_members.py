"""An officer imports fifty member organisations from a workbook in which five rows are wrong, and takes it back."""

from playwright.sync_api import expect

from tests.journeys.looking import follow, problems_of
from tests.journeys.people import OFFICER
from tests.journeys.signing_in import sign_in
from tests.members.sheets.sheet_files import xlsx_of

HEADINGS = ["Entry", "Name", "Sector", "Website", "Local authority"]
SURROUNDINGS = ["Mill", "Quay", "Fell", "Dale", "Moor", "Beck", "Ford", "Gill", "Holme"]
KINDS = ["Puppet Yard", "Print Room", "Choir", "Ceramics Barn", "Film Loft"]
GOOD = [["", f"{place} {kind}", "Culture", "", "Leeds"] for place in SURROUNDINGS for kind in KINDS]
BAD = [
    ["", "Sector Nobody Knows", "Cultur", "", ""],
    ["", "Place Nobody Knows", "Culture", "", "Kirkles"],
    ["", "No Page", "Culture", "not a page", ""],
    ["", "Mill Puppet Yard", "Culture", "", ""],
    ["no-such-entry", "Somebody Else", "Culture", "", ""],
]
MESSAGES = [
    "There is no sector called “Cultur”. Did you mean Culture?",
    "There is no local authority called “Kirkles”. Did you mean Kirklees?",
    "“not a page” is not a web address. Write one such as https://example.org",
    "It has the same name as row 2.",
    "There is no member organisation at “no-such-entry” among those that are yours. Leave it empty to add a new one.",
]


def test_forty_five_of_fifty_members_come_in_and_go_again(page):
    workbook = {"name": "members.xlsx", "mimeType": "", "buffer": xlsx_of(HEADINGS, *GOOD, *BAD)}
    barriers_found = {}
    sign_in(page, OFFICER, "/back-office/members/memberorganisation/")
    follow(page, page.get_by_role("link", name="Import", exact=True))
    barriers_found["upload"] = problems_of(page)

    page.get_by_label("The sheet").set_input_files(workbook)
    page.get_by_role("button", name="See what it would change").click()
    expect(page.get_by_text("5 rows have errors")).to_be_visible()
    for message in MESSAGES:
        expect(page.get_by_text(message)).to_be_visible()
    barriers_found["preview"] = problems_of(page)

    page.get_by_role("button", name="Import the 45 good rows").click()
    expect(page.get_by_text("45 rows were imported")).to_be_visible()
    barriers_found["result"] = problems_of(page)
    page.goto("/back-office/members/memberorganisation/?q=puppet+yard")
    expect(page.get_by_text("9 member organisations")).to_be_visible()

    page.goto("/back-office/members/sheetimport/")
    page.get_by_role("link", name="members.xlsx").click()
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("put back as it was before")).to_be_visible()
    page.goto("/back-office/members/memberorganisation/?q=puppet+yard")
    expect(page.get_by_text("0 member organisations")).to_be_visible()

    assert barriers_found == {"upload": [], "preview": [], "result": []}
