"""Whom to ask about support today, on the pages of regions and of cold spots."""

import pytest

from tests.factories import make_authority, make_bridge, make_region
from tests.reading import words_of
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db
NOBODY = (
    "We know of nobody who says that they support partnerships here today. What you ask about it goes to the national"
)


def test_a_region_says_whom_to_ask_today_and_whose_area_it_was(client):
    north, south = make_region(name="North"), make_region(name="South")
    leeds = make_authority(name="Leeds", region=north, bridge=make_bridge(name="IVE", role_until="2023-03-31"))
    make_authority(name="Hull", region=north)
    make_authority(region=south)
    make_present_support(authorities=[leeds], name="Curious Minds", as_of="2025-07")

    supported, nobody = (words_of(client.get(f"/regions/{slug}/")) for slug in ("north", "south"))

    assert "Curious Minds supports partnerships in part of this area today (as of July 2025)" in supported
    assert "IVE: 1 of the region’s local authorities, until 31 March 2023" in supported
    assert NOBODY in nobody


def test_a_cold_spot_says_who_supports_partnerships_there_today_and_whose_area_it_was(client):
    bridge = make_bridge(name="IVE")
    leeds = make_authority(name="Leeds", bridge=bridge)
    make_authority(name="Adur", bridge=bridge)
    make_present_support([leeds.region], name="Curious Minds")

    response = client.get("/cold-spots/?sort=name")

    words = words_of(response)
    rows = words[words.index("Who supports partnerships there") :]
    assert rows.index("Adur") < rows.index("Nobody known Until March 2023 IVE") < rows.index("Leeds")
    assert rows.index("Leeds") < rows.index("Curious Minds Until March 2023 IVE")
    assert "If you ask about a place where we know of no support, the national desk of this directory answers." in words
    content = response.content.decode()
    assert [link for link in ('href="/support/today/"', 'href="/since-2023/"') if link not in content] == []
