"""What the page of a Bridge Organisation gathers in one line."""

import pytest

from tests.factories import make_bridge
from tests.reading import words_of


@pytest.mark.django_db
def test_what_is_not_known_of_a_bridge_is_one_line_that_asks_for_help(client):
    make_bridge(name="IVE", website="https://ive.example/", role_until="2023-03-31", base_town="", lead_organisation="")

    words = words_of(client.get("/bridges/ive/"))

    assert "We do not know who ran it and where it was based. Do you? Tell us what you know" in words
    assert words.lower().count("not known") == 0


@pytest.mark.django_db
def test_of_a_bridge_of_which_all_is_known_nothing_is_asked(client):
    known = {"website": "https://ive.example/", "base_town": "Leeds", "lead_organisation": "IVE"}
    make_bridge(name="IVE", role_until="2023-03-31", **known)

    assert "We do not know" not in words_of(client.get("/bridges/ive/"))
