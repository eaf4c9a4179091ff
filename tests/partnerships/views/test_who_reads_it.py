"""Beside each button that asks something, who would read it; and the page knows it when that changes."""

import html
import re

import pytest
from django.core.management import call_command
from django.test import Client

from partnerships.models import BridgeOrganisation, FormSubmission, LocalAuthority, Partnership
from partnerships.vocabulary import NATIONAL_DESK, OfferKind
from tests.enquiry_forms import filled_in, hidden_in
from tests.factories import make_authority, make_bridge, make_partnership, make_support_offer, make_user
from tests.pages import PAGES
from tests.reading import words_of
from tests.since_2023 import make_present_support

NATIONAL = "The national desk of this directory reads what you ask, and answers within 5 working days."
DESK = "Curious Minds, who supports partnerships here, reads what you ask."
CHOICE = "You choose which"
PLACE, TOPIC = r'name="place" value="([^"]+)"', r'name="topic" value="(\w+)"[^>]* checked'


# A link that says what it is about, and what is said of who reads it.
READER = r">([^<>]+?)(?:, who supports [^<>]+,)? reads what you ask"
LINKS_AND_READERS = re.compile(rf'href="(/join/\?[^"]+)"|>({CHOICE}) on the form|{READER}')


def links_to_the_form(response):
    """Yield each link to the form on a page with whom the page names: after it, else before it."""
    found = LINKS_AND_READERS.findall(response.content.decode())
    for number, (link, *_) in enumerate(found):
        after, before = found[number + 1 : number + 2], found[:number]
        readers = [choice or reader for _, choice, reader in (*after, *reversed(before)) if choice or reader]
        if link and readers:
            reader = html.unescape(readers[0])
            yield html.unescape(link), NATIONAL_DESK if reader.casefold() == NATIONAL_DESK.casefold() else reader


def whom_it_goes_to(client, link):
    """Send an enquiry from `link` and return who has it, which must be whom the page before that said."""
    # All links there are, are more than anybody follows.
    FormSubmission.objects.all().delete()
    form = client.get(link)
    place, topic = (re.search(words, form.content.decode()) for words in (PLACE, TOPIC))
    answers = {"topic": topic[1], "place": html.unescape(place[1]) if place else ""}
    checked = client.post("/join/", filled_in(about=hidden_in(form).get("about", ""), **answers))
    if "Select which of the" in words_of(checked):
        return CHOICE
    sent = client.get(client.post("/join/", hidden_in(checked) | {"step": "send"})["Location"])
    reader = re.search(r"Your enquiry goes to (.+?)\. ", words_of(checked))[1]
    assert f"Your enquiry is with {reader}." in words_of(sent)
    return reader


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
    assert ["The partnership itself does not read what is asked here." in page for page in words] == [False, True, True]


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

    assert "Ask to join One reads what you ask." in one
    assert "Ask to join one of them You choose which on the form" in several


@pytest.mark.django_db
def test_who_offered_something_is_asked_as_on_its_own_page(client, north):
    desk = make_bridge(name="A New Direction", enquiries_email="ask@direction.example", role_until="2023-03-31")
    make_authority(name="Hackney", bridge=desk)
    make_support_offer(bridge=BridgeOrganisation.objects.get(name="IVE"), name="Visits")
    make_support_offer(bridge=desk, name="Forum", kind=OfferKind.NETWORK)

    support, *pages = (
        words_of(client.get(path)) for path in ("/support/", "/bridges/ive/", "/bridges/a-new-direction/")
    )

    desk = "Curious Minds, who supports partnerships in its area, reads what you ask."
    for asked, reader, page in zip(["IVE", "A New Direction"], [desk, NATIONAL], pages, strict=True):
        assert f"Ask about support in its area: {asked} {reader}" in support
        assert f"Ask about support in its area {reader}" in page
    assert "It was a Bridge Organisation until 31 March 2023: what it offered may have ended with that." in support
    assert "Forum Network, undated" in support


@pytest.mark.django_db
def test_whose_row_has_another_name_is_said_to_support_partnerships_as_far_as_they_reach_themselves(client):
    north, south = make_authority(name="Leeds"), make_authority(name="Adur")
    desk = make_bridge(name="Royal Opera House Bridge", enquiries_email="ask@opera.example")
    make_present_support([north.region], bridge=desk, name="Royal Ballet and Opera (RBO East)")
    make_present_support([south.region], name="Artswork")
    make_partnership([north], name="North")
    make_partnership([north, south], name="Across")

    one, across = (words_of(client.get(f"/partnerships/{slug}/")) for slug in ("north", "across"))

    assert "Royal Opera House Bridge, who supports partnerships here, reads what you ask." in one
    assert "Royal Opera House Bridge, who supports partnerships in part of this area, reads what you ask." in across
    assert "Artswork supports partnerships in part of this area today" in across


@pytest.mark.django_db
@pytest.mark.slow
def test_every_link_to_the_form_leads_to_whom_the_page_names(client):
    """All pages there are, over the committed data, as if every Bridge Organisation and one partnership read them."""
    call_command("load_directory", verbosity=0)
    BridgeOrganisation.objects.update(enquiries_email="ask@bridge.example")
    Partnership.objects.filter(slug="leeds33").update(takes_enquiries=True, contact_email="ask@leeds33.example")
    # A place of two regions, in one of which somebody supports partnerships.
    make_partnership(
        LocalAuthority.objects.filter(slug__in=["adur", "leeds"]), name="Across", slug="across", scope="regional"
    )
    bridges = [bridge.get_absolute_url() for bridge in BridgeOrganisation.objects.all()]
    pages = {path for path in PAGES.values() if not path.startswith("/on-purpose/")}
    paths = {*pages, *bridges, "/authorities/leeds/", "/partnerships/across/", "/partnerships/made/"}

    named = {(link, reader) for path in sorted(paths) for link, reader in links_to_the_form(client.get(path))}
    told = {link: whom_it_goes_to(client, link) for link, _ in named}

    assert named == set(told.items())
    assert set(told.values()) == {"Leeds33", "Curious Minds", NATIONAL_DESK, CHOICE}


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
