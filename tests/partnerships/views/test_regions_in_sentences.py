"""A region's name within a sentence has its article: "in the South West", on every page."""

import re

import pytest

from partnerships.views.directory import ENTRIES_SHOWN
from tests.factories import make_authority, make_partnership, make_region
from tests.pages import PAGES
from tests.reading import words_of
from tests.since_2023 import make_present_support

REGIONS = "North East|North West|South East|South West|East Midlands|West Midlands|East of England"
# Words that stand before a name only within a sentence; not the end of "we know of", nor what a source has counted.
BARE = re.compile(rf"(?<!know )(?<!counted )\b(?:about|across|for|from|in|of|to) (?:{REGIONS})\b")


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_lacks_the_article(answers, page):
    said = words_of(answers[page]) if "html" in answers[page]["Content-Type"] else ""

    assert [said[max(0, found.start() - 40) : found.end()] for found in BARE.finditer(said)] == []


@pytest.mark.django_db
def test_the_page_of_a_region_its_feed_and_its_map_have_it_too(client):
    region = make_region(name="South West", slug="south-west")
    leeds = make_authority(name="Leeds", gss_code="E08000035", region=region)
    for number in range(ENTRIES_SHOWN + 1):
        make_partnership([leeds], name=f"LCEP {number}")

    html = client.get("/regions/south-west/").content.decode()

    for said in (
        "Get news of the South West by e-mail",
        "partnerships of the South West, to search",
        "Partnerships in the South West, and who covers",
        'title="What changed in the South West"',
        'aria-label="Map of the South West:',
    ):
        assert said in html
    assert "What changed in the South West" in client.get("/regions/south-west/changes.atom").content.decode()


@pytest.mark.django_db
def test_who_supports_partnerships_does_so_in_the_area_with_its_article():
    support = make_present_support([make_region(name="North West")], is_national=True)

    assert support.area_in_sentence == "England and the North West"
