"""An officer says of twenty entries at once that they checked them, and takes it back, at a desk and on a phone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, SCREEN
from tests.journeys.looking import follow, problems_of
from tests.journeys.people import OFFICER, OTHER_OFFICER
from tests.journeys.signing_in import sign_in


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["desk", "phone"])
def test_an_officer_checks_twenty_entries_and_takes_it_back(page, size):
    page.set_viewport_size(size)
    sign_in(page, OTHER_OFFICER)
    follow(page, page.get_by_role("link", name="Check what is due"))
    first = page.locator(".check-cards h2").first.inner_text()
    boxes = page.get_by_role("checkbox", name=re.compile("^All true"))
    expect(boxes).to_have_count(20)
    for box in boxes.all():
        box.check()

    follow(page, page.get_by_role("button", name="I checked the ticked: all true"))

    expect(page.get_by_text("20 entries are noted as checked today, by A New Direction")).to_be_visible()
    expect(page.get_by_role("heading", name=first, exact=True)).to_have_count(0)
    follow(page, page.get_by_role("link", name="Undo"))
    follow(page, page.get_by_role("button", name="Undo all of it"))
    expect(page.get_by_text("20 entries are as they were before")).to_be_visible()


def test_several_entries_are_changed_at_once_with_a_preview_that_fits_a_phone(page):
    sign_in(page, OFFICER, reverse("admin:partnerships_partnership_changelist"))
    for box in page.locator("#result_list .action-select").all()[:2]:
        box.check()
    page.get_by_label("Action:").select_option("change_chosen")
    follow(page, page.get_by_role("button", name="Go", exact=True))
    problems = problems_of(page)
    page.get_by_label("Stage", exact=True).select_option("ended")
    page.get_by_label("As of when").fill("2025-09")
    page.get_by_label("Where it was read").fill(
        "https://example.org/a-page-with-a-long-address-of-its-own/that-goes-on/"
    )
    page.get_by_label("How sure the stage is").select_option("page")
    page.get_by_label("When it closed").fill("2025-08")
    follow(page, page.get_by_role("button", name="Show what would change"))
    problems += problems_of(page)
    follow(page, page.get_by_role("button", name="Change 2 entries"))
    follow(page, page.get_by_role("button", name="Undo all of it"))

    expect(page.get_by_text("2 entries are as they were before")).to_be_visible()
    assert problems == []
