"""Who types the name of an entry is told whom to ask in its area today, who reads that, and dates."""

import pytest

from partnerships.search import text_index
from partnerships.vocabulary import SupportAnswer
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_region,
)
from tests.reading import words_of
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db
SUPPORTED = "Curious Minds supports partnerships here today (as of July 2025)"
READ = "Curious Minds, who supports partnerships here, reads what you ask."


@pytest.fixture
def leeds():
    """An authority in a region that a former Bridge Organisation supports, which reads enquiries here."""
    giver = make_bridge(name="Curious Minds", role_until="2023-03-31", enquiries_email="ask@curious.example")
    region = make_region(name="North")
    make_present_support([region], bridge=giver, name="Curious Minds", as_of="2025-07")
    return make_authority(name="Leeds", region=region, bridge=make_bridge(name="IVE", role_until="2023-03-31"))


def asked(client, text):
    """Return the words of the page of the finder for `text`."""
    return words_of(client.get("/find/", {"q": text}))


def test_a_partnership_says_whom_to_ask_and_who_reads_it(client, leeds):
    make_partnership([leeds], name="Leeds33")

    words = asked(client, "leeds33")

    assert f"Ask to join {READ}" in words and SUPPORTED in words
    assert "Until March 2023 IVE was the Bridge Organisation here." in words


def test_of_one_that_has_closed_one_can_ask_but_not_join(client, leeds):
    make_partnership([leeds], name="Leeds33", stage="ended")

    words = asked(client, "leeds33")

    assert (f"Ask about it {READ}" in words, "Ask to join" in words) == (True, False)


def test_a_member_says_as_of_when_it_takes_part_and_whom_to_ask(client, leeds):
    partnership = make_partnership([leeds], name="Leeds33")
    make_membership(organisation=make_organisation(name="Bolton School"), partnership=partnership, as_of="2021")
    text_index.rebuild()

    words = asked(client, "bolton school")

    assert "Bolton School takes part in Leeds33 (as of 2021)." in words
    assert f"ask about it: Leeds33 Curious Minds reads what you ask. About support in its area: {SUPPORTED}" in words


def test_a_member_of_nothing_names_nobody_to_ask(client):
    make_membership(organisation=make_organisation(name="Bolton School"), until="2019")
    text_index.rebuild()

    words = asked(client, "bolton school")

    assert ("takes part in no partnership today" in words, "Whom to ask" in words) == (True, False)


@pytest.mark.parametrize(
    ("name", "today", "in_its_area"),
    [
        ("Curious Minds", "It supports partnerships today in the North (as of July 2025).", "We know of nobody"),
        ("IVE", "We know of no support for partnerships that it gives today.", "Curious Minds supports partnerships"),
    ],
)
def test_a_bridge_organisation_says_what_it_was_what_it_does_today_and_who_supports_its_area(
    client, leeds, name, today, in_its_area
):
    words = asked(client, name)

    assert f"{name} was a Bridge Organisation until 31 March 2023. {today}" in words
    assert f"Whom to ask {in_its_area}" in words
    assert "Ask about support in its area" in words


def test_of_a_bridge_organisation_support_is_given_in_its_area_since_its_name_is_no_place(client, leeds):
    words = asked(client, "IVE")

    assert "Curious Minds supports partnerships in its area today (as of July 2025)" in words
    assert "Curious Minds, who supports partnerships in its area, reads what you ask." in words
    assert "partnerships here" not in words


def test_what_is_not_known_of_a_bridge_organisation_is_told_with_its_date(client):
    bridge = make_bridge(name="Arch")
    make_present_support(bridge=bridge, name="Arch", answer=SupportAnswer.NOT_KNOWN, as_of="2024")

    assert "Whether it supports partnerships today is not known (as of 2024)." in asked(client, "arch")


@pytest.mark.parametrize("text", ["North", "Yorkshire"])
def test_a_region_and_a_county_say_who_supports_partnerships_there(client, leeds, text):
    for name in ("Hull", "York"):
        make_authority(name=name, region=leeds.region, county="Yorkshire")

    assert SUPPORTED in asked(client, text)
