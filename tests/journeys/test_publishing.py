"""An officer publishes a case study, an event and an action plan of a partnership, and a visitor reads all three."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.looking import barriers, sticks_out
from tests.journeys.people import OFFICER
from tests.journeys.signing_in import sign_in
from tests.partnerships.files.test_documents import PDF
from tests.pictures import as_bytes, drawn

PICTURE = {"name": "puppets.jpg", "mimeType": "image/jpeg", "buffer": as_bytes(drawn(800, 600), "JPEG")}
PLAN = {"name": "Plan for members only.pdf", "mimeType": "application/pdf", "buffer": PDF}
BACK_OFFICE = "/back-office/partnerships"


def add(page, kind, title, **texts):
    """Open the form to add something of `kind` for Leeds33, and fill in its title and `texts` by the ids of boxes."""
    page.goto(f"{BACK_OFFICE}/{kind}/add/")
    page.get_by_label("Title").fill(title)
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("#id_partnership + .select2").click()
    page.locator(".select2-search__field").last.fill("Leeds33")
    page.get_by_role("option", name="Leeds33").click()


def publish(page):
    """Save the form that is shown, then publish what it made."""
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(": Published.")).to_be_visible()


def publish_a_case_study(page):
    """Publish a case study with a picture, whose first try lacks the words for it, and return what was in the way."""
    add(page, "casestudy", "A summer of puppets", summary="Forty children.", what_was_done="They **made** puppets.")
    page.locator("#pictures-group .add-row a").click()
    page.locator("#id_pictures-0-image").set_input_files(PICTURE)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_role("link", name="Enter what the picture shows")).to_be_visible()
    expect(page.get_by_text("It need not be chosen again")).to_be_visible()
    problems = [*barriers(page), *sticks_out(page)]
    page.locator("#id_pictures-0-alternative").fill("Two puppets")
    publish(page)
    return problems


def test_a_visitor_sees_and_downloads_what_an_officer_published(page, plain_page):
    sign_in(page, OFFICER)
    in_the_way = publish_a_case_study(page)
    add(page, "newsitem", "Puppet parade", summary="Come and see.", place="Town Hall, Leeds")
    page.get_by_label("Kind").select_option("Event")
    page.get_by_label("Starts").fill("2098-06-01T10:30")
    publish(page)
    add(page, "resource", "Puppets: the plan", description="What we plan until 2099.")
    page.get_by_label("Kind").select_option("Action plan")
    page.get_by_label("Section").select_option("Build")
    page.locator("#id_document").set_input_files(PLAN)
    publish(page)

    plain_page.goto("/partnerships/leeds33/")
    for title in ("A summer of puppets", "Puppet parade", "Puppets: the plan"):
        expect(plain_page.get_by_role("link", name=title).first).to_be_visible()
    plain_page.get_by_role("link", name="A summer of puppets").first.click()
    expect(plain_page.get_by_role("img", name="Two puppets")).to_be_visible()
    plain_page.goto("/news/puppet-parade/")
    expect(plain_page.get_by_text("Sunday 1 June 2098, 10:30am")).to_be_visible()
    plain_page.goto("/resources/puppets-the-plan/")
    with plain_page.expect_download() as download:
        plain_page.get_by_role("link", name="Download").click()

    assert (download.value.suggested_filename, Path(download.value.path()).read_bytes()) == (
        "puppets-the-plan.pdf",
        PDF,
    )
    assert in_the_way == []


def test_an_event_of_whole_days_is_asked_for_days_and_its_times_come_back(page):
    sign_in(page, OFFICER)
    add(page, "newsitem", "Open days", summary="Two days of open doors.", place="Town Hall")
    page.locator("#id_kind").select_option("event")
    starts, ends, whole_days = (page.locator(f"#id_{name}") for name in ("starts_at", "ends_at", "is_all_day"))
    starts.fill("2027-03-02T10:30")

    whole_days.check()
    for box, help_text, day in ((starts, "The first day.", "2027-03-02"), (ends, "The last day", "")):
        expect(box).to_have_attribute("type", "date")
        expect(box).to_have_value(day)
        expect(page.locator(f"#{box.get_attribute('id')}_helptext")).to_contain_text(help_text)
    whole_days.uncheck()
    expect(starts).to_have_value("2027-03-02T10:30")
    expect(page.locator("#id_starts_at_helptext")).to_have_text("As clocks in England show it.")
    whole_days.check()
    ends.fill("2027-03-01")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".field-ends_at")).to_contain_text("The last day must not be before the first")
    assert [*barriers(page), *sticks_out(page)] == []

    page.locator("#id_ends_at").fill("2027-03-02")
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.get_by_text("was added successfully")).to_be_visible()
    for name in ("starts_at", "ends_at"):
        expect(page.locator(f"#id_{name}")).to_have_value("2027-03-02")
