"""Where an enquiry goes: found when its answers are checked, written with it, and never another way than was said."""

import re

import pytest
from django.utils import timezone

from partnerships.dates import working_days
from partnerships.enquiries import desk, routing
from partnerships.enquiries.partnership_replies import enquiry_link
from partnerships.models import Enquiry, Partnership
from partnerships.vocabulary import NATIONAL_DESK
from tests.enquiry_forms import filled_in, hidden_in, page_of, send
from tests.factories import make_authority, make_bridge, make_partnership, make_superuser
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def kept():
    """Return what is kept of the only enquiry there is."""
    return Enquiry.objects.get()


def test_where_it_goes_is_found_once_and_read_from_the_enquiry_ever_after(client, monkeypatch):
    found = []
    find = routing.route
    monkeypatch.setattr(routing, "route", lambda topic, **subject: found.append(subject) or find(topic, **subject))
    bridge, officer = make_bridge(name="IVE", enquiries_email="ask@ive.example"), make_superuser()
    make_partnership(bridge=bridge, name="Leeds33", takes_enquiries=True, contact_email="host@leeds.example")

    client.get("/join/?partnership=leeds33&topic=join")
    sent = send(client, topic="join", place="Leeds33")
    client.get(sent["Location"])
    by_link = enquiry_link(kept(), "host@leeds.example")
    client.get(by_link)
    client.post(by_link, {"statement": "will"})
    client.force_login(officer)
    for page in ("/back-office/", "/back-office/partnerships/enquiry/", kept().get_admin_url()):
        assert client.get(page).status_code == 200
    desk.hold_back(enquiry=kept(), reason="Odd", by=officer)
    desk.release(enquiry=kept(), by=officer)

    assert len(found) == 1
    assert (kept().route, kept().desk, kept().recipient_name) == ("partnership", bridge, "Leeds33")
    assert [*kept().mails.order_by("pk").values_list("to", flat=True)] == ["host@leeds.example", "amina@studio.example"]


def test_no_address_but_the_enquirers_stands_in_the_form(client):
    bridge = make_bridge(name="IVE", enquiries_email="ask@ive.example")
    bridge.officers.add(make_superuser(email="officer@ive.example"))
    make_partnership(bridge=bridge, name="Leeds33", takes_enquiries=True, contact_email="host@leeds.example")

    for topic in ("join", "support", "press"):
        page = client.post("/join/", filled_in(topic=topic, place="leeds33")).content.decode()

        assert set(re.findall(r"[\w.]+@[\w.]+", page)) == {"amina@studio.example"}


@pytest.mark.parametrize("change", [{"takes_enquiries": False}, {"stage": "ended"}])
def test_when_the_partnership_stops_taking_enquiries_meanwhile_the_page_says_who_gets_it_now(client, change):
    bridge = make_bridge(name="IVE", enquiries_email="ask@ive.example")
    make_partnership(bridge=bridge, name="Leeds33", takes_enquiries=True, contact_email="host@leeds.example")
    checked = client.post("/join/", filled_in(topic="join", place="Leeds33"))
    Partnership.objects.update(**change)

    again = client.post("/join/", hidden_in(checked) | {"step": "send"})
    before = Enquiry.objects.count()
    sent = client.post("/join/", hidden_in(again) | {"step": "send"})

    assert "your enquiry no longer goes to Leeds33" in words_of(again)
    assert "Your enquiry goes to the national desk of this directory." in words_of(again)
    assert (before, page_of(sent)) == (0, f"/join/sent/{kept().reference}/")
    assert (kept().route, kept().recipient_name, kept().partnership.name) == ("national", NATIONAL_DESK, "Leeds33")


def test_when_the_partnership_leaves_the_directory_meanwhile_nothing_typed_is_lost(client):
    partnership = make_partnership(name="Leeds33", takes_enquiries=True, contact_email="host@leeds.example")
    checked = client.post("/join/", filled_in(topic="join", place="Leeds33"))
    partnership.publication = "archived"
    partnership.save()

    response = client.post("/join/", hidden_in(checked) | {"step": "send"})

    assert "<title>Error: Join a Local Cultural Education Partnership (LCEP), or ask" in response.content.decode()
    assert "We run a studio.\nHow can we help?</textarea>" in response.content.decode()
    assert not Enquiry.objects.exists()


def test_when_its_desk_is_gone_meanwhile_the_page_says_who_gets_it_now(client):
    bridge = make_bridge(name="IVE", enquiries_email="ask@ive.example")
    adur = make_authority(name="Adur", bridge=bridge)
    checked = client.post("/join/", filled_in(topic="correct", place="Adur"))
    adur.bridge = make_bridge(name="Artswork", enquiries_email="ask@artswork.example")
    adur.save()
    bridge.delete()

    again = client.post("/join/", hidden_in(checked) | {"step": "send"})

    assert "your enquiry no longer goes to IVE" in words_of(again)
    assert "Your enquiry goes to Artswork." in words_of(again)


@pytest.mark.parametrize("route", ["", "[]", '["national", null, "us", "", 5]', "x"])
def test_a_route_that_was_not_shown_is_shown_before_it_is_sent(client, route):
    checked = hidden_in(client.post("/join/", filled_in()))

    response = client.post("/join/", checked | {"step": "send", "route": route})

    assert "Nothing has been sent yet. Check your answers once more" in words_of(response)
    assert not Enquiry.objects.exists()


def test_an_answer_is_due_within_the_days_the_enquirer_was_told(client, monkeypatch):
    checked = client.post("/join/", filled_in(topic="press"))
    monkeypatch.setitem(routing.ROUTES, "press", routing.ROUTES["press"]._replace(answer_within=50))

    client.post("/join/", hidden_in(checked) | {"step": "send"})

    assert kept().due_on == working_days.due_on(timezone.localdate(), 2)
