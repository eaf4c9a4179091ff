"""Asking several partnerships in one go, and another one afterwards, without a cookie."""

import datetime
import re

import pytest
from django.core import signing
from django.utils import timezone

from partnerships.enquiries import asking_again, desk, mails
from partnerships.mail.delivery import message_id
from partnerships.models import Enquiry, EnquiryEvent, FormSubmission, OutgoingMail, Partnership
from partnerships.vocabulary import NATIONAL_DESK, EnquiryState
from tests.enquiry_forms import filled_in, hidden_in, opened, page_of, send
from tests.factories import make_authority, make_bridge, make_partnership, make_superuser
from tests.reading import words_of

pytestmark = pytest.mark.django_db

ALL = "Lambeth, Southwark and Camden"
AMINA = "amina@studio.example"


@pytest.fixture(autouse=True)
def three():
    """Three places: one with a partnership that takes enquiries, one whose Bridge reads them, one with none."""
    bridge = make_bridge(name="A New Direction", enquiries_email="ask@and.example")
    lambeth, southwark, _ = (make_authority(name=name, bridge=bridge) for name in ("Lambeth", "Southwark", "Camden"))
    make_partnership([lambeth], name="Lambeth Arts", takes_enquiries=True, contact_email="host@lambeth.example")
    make_partnership([southwark], name="Southwark Arts", support_organisation=bridge)


def subjects():
    """Return what the kept enquiries are about, in their order, with who reads each."""
    return [(str(kept.about_what), kept.recipient_name) for kept in Enquiry.objects.order_by("pk")]


def test_each_place_is_shown_with_who_reads_it_before_anything_is_sent(client):
    words = words_of(client.post("/join/", filled_in(topic="join", place=ALL)))

    assert "Send your 3 enquiries Your message makes 3 enquiries, one about each of these. Lambeth Arts" in words
    assert "Lambeth Arts (works in Lambeth) Your enquiry goes to Lambeth Arts." in words
    assert "Southwark Arts (works in Southwark) Your enquiry goes to A New Direction." in words
    assert f"Camden Your enquiry goes to {NATIONAL_DESK}." in words
    assert not Enquiry.objects.exists()


def test_where_one_desk_reads_all_of_them_that_is_said(client):
    Partnership.objects.update(takes_enquiries=False, support_organisation=None)

    words = words_of(client.post("/join/", filled_in(topic="join", place=ALL)))

    told = "Your message makes 3 enquiries, one about each of these. All of them go to the same desk."
    assert told in words
    assert NATIONAL_DESK in words


@pytest.mark.parametrize("topic", ["complain", "press", "remove"])
@pytest.mark.parametrize("place", [ALL, "Southwark and Camden"])
def test_what_is_one_enquiry_to_one_desk_names_one_and_the_others_in_its_message(client, topic, place):
    response = client.post("/join/", filled_in(topic=topic, place=place))

    named = "3: Lambeth, Southwark and Camden" if place == ALL else "2: Southwark and Camden"
    instead = "Name one organisation here. For others, send the form again"
    if topic != "remove":
        instead = "Name one here, or leave this empty and name them in your message: it is one enquiry, to one desk"
    assert f"You named {named}. {instead}" in words_of(response)
    assert f'name="place" value="{place}"' in response.content.decode()


def test_of_a_region_such_an_enquiry_is_about_one_authority(client):
    response = client.post(
        "/join/", filled_in(topic="press", place=str(Partnership.objects.first().authorities.first().region))
    )

    assert "Select the local authority in it that you mean" in words_of(response)
    assert 'type="radio" name="about"' in response.content.decode()


def test_each_becomes_an_enquiry_of_its_own_with_its_own_route_and_one_receipt_names_all(client):
    sent = send(client, topic="join", place=ALL)

    assert subjects() == [
        ("Lambeth Arts", "Lambeth Arts"),
        ("Southwark Arts", "A New Direction"),
        ("Camden", NATIONAL_DESK),
    ]
    references = [*Enquiry.objects.order_by("pk").values_list("reference", flat=True)]
    [receipt] = OutgoingMail.objects.filter(to=AMINA)
    assert receipt.subject == f"We have your 3 enquiries ({', '.join(references)})"
    for part in (receipt.text, receipt.html, words_of(client.get(sent["Location"]))):
        assert [reference for reference in references if reference not in part] == []
    assert f"{references[1]}: it is with A New Direction." in receipt.text
    assert OutgoingMail.objects.count() == 4


def test_each_counts_and_sent_again_are_none_more(client):
    checked = hidden_in(client.post("/join/", filled_in(topic="join", place=ALL))) | {"step": "send"}

    first, second = client.post("/join/", checked), client.post("/join/", checked)

    assert page_of(first) == page_of(second)
    assert (Enquiry.objects.count(), OutgoingMail.objects.count()) == (3, 4)
    # Of the form, its address and its network each counts three; of the whole site, one sending.
    assert FormSubmission.objects.count() == 3 * 3 + 1


def test_staff_see_with_what_else_it_was_sent(client):
    send(client, topic="join", place=ALL)

    received = EnquiryEvent.objects.filter(kind="received").order_by("enquiry")
    assert received[1].text == "Sent in one go with the same about Lambeth Arts and Camden."


def test_all_are_held_back_or_none(client):
    form = opened()
    send(client, token=form.token, topic="join", place=ALL, **{form.honeypot_name: "x"})

    assert {kept.state for kept in Enquiry.objects.all()} == {EnquiryState.QUARANTINED}
    assert not OutgoingMail.objects.exists()


def test_one_released_has_a_receipt_of_its_own_below_which_its_reply_stands(client):
    form = opened()
    send(client, token=form.token, topic="join", place=ALL, **{form.honeypot_name: "x"})
    second = Enquiry.objects.order_by("pk")[1]

    desk.release(enquiry=second, by=make_superuser())
    second.refresh_from_db()

    [receipt] = OutgoingMail.objects.filter(to=AMINA)
    reply = mails.send_reply(second, "Yes", make_superuser())
    assert receipt.subject == f"We have your enquiry ({second.reference})"
    assert reply.headers["In-Reply-To"] == message_id(receipt.key)


def test_a_reply_to_any_of_them_stands_below_the_one_receipt(client):
    send(client, topic="join", place=ALL)
    [receipt] = OutgoingMail.objects.filter(to=AMINA)

    reply = mails.send_reply(Enquiry.objects.order_by("pk")[2], "Yes", make_superuser())

    assert reply.headers["In-Reply-To"] == message_id(receipt.key)


def test_where_one_of_them_goes_elsewhere_meanwhile_all_are_shown_again(client):
    checked = client.post("/join/", filled_in(topic="join", place=ALL))
    Partnership.objects.filter(name="Lambeth Arts").update(takes_enquiries=False)

    again = client.post("/join/", hidden_in(checked) | {"step": "send"})
    before = Enquiry.objects.count()
    client.post("/join/", hidden_in(again) | {"step": "send"})

    assert "your enquiry no longer goes to Lambeth Arts" in words_of(again)
    assert (before, subjects()[0]) == (0, ("Lambeth Arts", NATIONAL_DESK))


def test_a_name_that_may_mean_several_is_asked_about_and_the_others_stay(client):
    for name in ("Dover", "Thanet"):
        make_authority(name=name, county="Kent")

    response = client.post("/join/", filled_in(topic="join", place="Lambeth, Kent, Camden"))

    assert "“Kent”: Select the local authority you mean" in words_of(response)
    assert 'name="place" value="Lambeth, Kent, Camden"' in response.content.decode()
    send(client, topic="join", place="Lambeth, Kent, Camden", about="authority:thanet")
    assert [about for about, _ in subjects()] == ["Lambeth Arts", "Thanet", "Camden"]


def test_a_name_nobody_knows_among_them_is_an_error_and_nothing_is_sent(client):
    response = client.post("/join/", filled_in(topic="join", place="Lambeth; Zzyzx; Camden"))

    # Said once.
    assert "partnership called “Zzyzx”." in words_of(response) and "“Zzyzx”:" not in words_of(response)
    assert 'name="place" value="Lambeth; Zzyzx; Camden"' in response.content.decode()
    assert not Enquiry.objects.exists()


def test_several_of_the_partnerships_of_one_place_can_be_ticked(client):
    make_partnership([*Partnership.objects.get(name="Lambeth Arts").authorities.all()], name="Lambeth Music")
    asked = client.post("/join/", filled_in(topic="join", place="Camden and Lambeth"))
    boxes = re.findall(r'type="checkbox" name="about" value="([^"]*)"', asked.content.decode())

    checked = client.post("/join/", filled_in(topic="join", place="Camden; Lambeth") | {"about": boxes[:2]})
    client.post("/join/", hidden_in(checked) | {"step": "send"})

    assert "“Lambeth”: Select which of the 2 partnerships in Lambeth you want to join" in words_of(asked)
    assert [about for about, _ in subjects()] == ["Camden", "Lambeth Arts", "Lambeth Music"]


def test_two_places_of_one_partnership_are_one_enquiry(client):
    Partnership.objects.get(name="Lambeth Arts").authorities.add(make_authority(name="Lewisham"))

    send(client, topic="join", place="Lambeth and Lewisham")

    assert [about for about, _ in subjects()] == ["Lambeth Arts"]


def test_more_than_ten_are_refused_in_words_and_kept(client):
    names = "; ".join(make_authority(name=f"Place {number}").name for number in range(11))

    response = client.post("/join/", filled_in(topic="start", place=names))

    assert "Name 10 partnerships or places at most. You named 11" in words_of(response)
    assert f'name="place" value="{names}"' in response.content.decode()


# Asking another one.


def another(client, sent):
    """Press "Ask another" on the page of what was `sent`; return the form."""
    return client.post("/join/", hidden_in(client.get(sent["Location"])) | {"step": "another"})


def test_after_sending_the_form_opens_with_the_persons_details_and_neither_message_nor_consent(client):
    sent = send(client, topic="join", place="Lambeth")
    page, form = client.get(sent["Location"]), another(client, sent)

    content = form.content.decode()
    assert 'name="name" value="Amina Example"' in content
    assert f'name="email" value="{AMINA}"' in content
    assert 'name="organisation" value="Example Studio"' in content
    assert "We run a studio" not in content
    assert 'name="place" value="' not in content
    assert "checked" not in re.search(r'<input type="checkbox"[^>]*>', content)[0]
    for secret in ("Amina", AMINA, "Example Studio"):
        assert (secret in sent["Location"], secret in page.content.decode()) == (False, False)
    assert client.cookies == {}


@pytest.mark.parametrize("again", ["\0", "x\0", "x"])
def test_a_token_that_is_none_opens_an_empty_form(client, again):
    form = client.post("/join/", {"step": "another", "again": again})

    assert (form.status_code, 'name="name" value="' in form.content.decode()) == (200, False)


def test_the_details_are_gone_after_an_hour_and_the_page_still_says_what_was_sent(client, monkeypatch):
    sent = send(client, topic="join", place=ALL)
    token = hidden_in(client.get(sent["Location"]))
    later = (timezone.now() + datetime.timedelta(minutes=61)).timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: later)

    page, form = client.get(sent["Location"]), client.post("/join/", token | {"step": "another"})

    assert "3 enquiries sent" in words_of(page)
    assert "Ask another" not in words_of(page)
    assert (form.status_code, AMINA in form.content.decode()) == (200, False)


def test_the_details_of_somebody_who_was_erased_open_no_form(client):
    sent = send(client)
    token = hidden_in(client.get(sent["Location"]))["again"]
    Enquiry.objects.update(anonymised_at=timezone.now(), name="", email="", message="", organisation="")

    assert asking_again.details_of(token) == {}
    assert "Ask another" not in words_of(client.get(sent["Location"]))


@pytest.mark.parametrize("token", ["", "x", "W10:1x:y"])
def test_a_reference_without_the_token_opens_no_form(client, token):
    sent = send(client)

    assert "Ask another" not in words_of(client.get(f"{page_of(sent)}?again={token}"))
    assert AMINA not in client.post("/join/", {"step": "another", "again": token}).content.decode()
