"""Beside each button that asks something, who would read it; and the page knows it when that changes."""

import pytest
from django.test import Client

from partnerships.vocabulary import OfferKind
from tests.factories import make_authority, make_bridge, make_partnership, make_support_offer, make_user
from tests.reading import words_of
from tests.since_2023 import make_present_support

NATIONAL = "The national desk of this directory reads what you ask, and answers within 5 working days."
DESK = "Curious Minds reads what you ask."


@pytest.fixture
def north():
    """A region supported by an organisation that has an address here."""
    bridge = make_bridge(name="Curious Minds", enquiries_email="ask@curious.example")
    region = make_authority(name="Leeds", bridge=make_bridge(name="IVE")).region
    make_present_support([region], bridge=bridge, name="Curious Minds")
    return region


@pytest.mark.django_db
def test_a_partnership_says_who_reads_what_it_is_asked(client, north):
    leeds = north.authorities.get()
    make_partnership([leeds], name="Itself", takes_enquiries=True, contact_email="host@itself.example")
    make_partnership([leeds], name="Supported")
    make_partnership([make_authority()], name="Alone")

    words = [words_of(client.get(f"/partnerships/{slug}/")) for slug in ("itself", "supported", "alone")]

    assert "Itself reads what you ask." in words[0]
    assert DESK in words[1]
    assert NATIONAL in words[2]
    assert ["It reads no enquiries through this directory itself." in page for page in words] == [False, True, True]


@pytest.mark.django_db
def test_a_place_says_who_reads_what_is_asked_there(client, north):
    make_authority(name="Hull", region=north)
    make_authority(name="Dover")

    words = [words_of(client.get(f"/authorities/{slug}/")) for slug in ("hull", "dover")]

    assert f"Ask about a partnership for Hull {DESK}" in words[0]
    assert f"Ask about a partnership for Dover {NATIONAL}" in words[1]
    assert (
        "What you ask about it goes to the national desk of this directory, which tells you what it knows" in words[1]
    )


@pytest.mark.django_db
def test_a_covered_place_says_who_reads_a_wish_to_join(client, north):
    leeds = north.authorities.get()
    make_partnership([leeds], name="One", takes_enquiries=True, contact_email="host@one.example")

    one = words_of(client.get("/authorities/leeds/"))
    make_partnership([leeds], name="Another")
    several = words_of(client.get("/authorities/leeds/"))

    assert "Ask to join it One reads what you ask." in one
    assert f"Ask to join one of them {DESK}" in several


@pytest.mark.django_db
def test_an_offer_says_who_reads_what_is_asked_about_it(client):
    bridge = make_bridge(name="Curious Minds", enquiries_email="ask@curious.example")
    make_support_offer(bridge=bridge, name="Visits", kind=OfferKind.ADVICE)

    assert f"Ask about it: Visits {DESK}" in words_of(client.get("/support/"))


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_kept_knows_when_nobody_is_there_any_more():
    officer = make_user(email="officer@curious.example", is_staff=True)
    bridge = make_bridge(name="Curious Minds")
    leeds = make_authority(name="Leeds", bridge=bridge)
    make_present_support([leeds.region], bridge=bridge, name="Curious Minds")

    def reader():
        words = words_of(Client().get("/authorities/leeds/"))
        return [sentence for sentence in (NATIONAL, DESK) if sentence in words]

    seen = [reader()]
    bridge.officers.add(officer)
    seen.append(reader())
    officer.is_active = False
    officer.save()
    seen.append(reader())
    bridge.enquiries_email = "ask@curious.example"
    bridge.save()
    seen.append(reader())

    assert seen == [[NATIONAL], [DESK], [NATIONAL], [DESK]]
