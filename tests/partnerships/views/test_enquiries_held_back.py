"""What is held back and what is not, and that no page for joining and asking leaves anything behind."""

import datetime

import pytest
from django.db.models import F
from django.test import Client

from partnerships.models import Enquiry, FormSubmission
from partnerships.vocabulary import EnquiryState
from tests.enquiry_forms import filled_in, hidden_in, opened, page_of, send
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def kept():
    """Return what is kept of the only enquiry there is."""
    return Enquiry.objects.get()


def let_pass(*, minutes):
    """Let it be so many minutes since all was sent that was."""
    FormSubmission.objects.update(at=F("at") - datetime.timedelta(minutes=minutes))


def test_a_bot_that_fills_in_everything_is_held_back_and_sees_what_everybody_sees(client):
    form = opened()

    response = send(client, token=form.token, **{form.honeypot_name: "https://spam.example"})

    assert page_of(response) == f"/join/sent/{kept().reference}/"
    assert (kept().state, kept().suspicions) == (
        EnquiryState.QUARANTINED,
        "A field that people do not see was filled in.",
    )
    page = words_of(client.get(response["Location"]))
    assert "The national desk answers by e-mail by" in page
    assert "Staff look at some enquiries before they go on: then that mail comes later" in page


def test_a_form_nobody_opened_is_held_back_as_too_fast(client):
    send(client, token="")

    assert kept().suspicions == "It was sent less than 5 seconds after the form was opened."


def test_an_advert_is_held_back_and_its_sender_sees_what_everybody_sees(client):
    response = send(client, message="We sell backlinks: http://a.example http://b.example")

    assert page_of(response) == f"/join/sent/{kept().reference}/"
    assert (kept().state, kept().suspicions) == (
        EnquiryState.QUARANTINED,
        "It reads like an advert: it wants articles or links placed here, says little but a link and sells places in "
        "search engines.",
    )
    assert not kept().mails.exists()


@pytest.mark.parametrize("field", ["name", "organisation"])
def test_so_is_one_whose_sender_has_a_link_for_a_name(client, field):
    send(client, **{field: "www.shop.example"})

    assert "It reads like an advert: it has a link for a name" in kept().suspicions


@pytest.mark.parametrize(
    ("headers", "is_held_back"),
    [
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "https://elsewhere.example"}, True),
    ],
)
def test_what_another_site_s_page_sends_is_held_back(headers, is_held_back):
    send(Client(headers=headers))

    assert (kept().state == EnquiryState.QUARANTINED) == is_held_back


def test_a_whole_school_behind_one_network_gets_through(client):
    for number in range(40):
        send(client, email=f"teacher{number}@school.example")
        if number % 15 == 14:
            let_pass(minutes=2)

    assert Enquiry.objects.filter(state=EnquiryState.NEW).count() == 40


def test_beyond_that_nobody_is_refused_but_held_back(client):
    responses = []
    for number in range(8):
        responses.append(send(client, message=f"Message {number}"))
        let_pass(minutes=1)

    assert {response.status_code for response in responses} == {302}
    assert Enquiry.objects.filter(state=EnquiryState.QUARANTINED).count() == 2


def test_no_page_of_it_sets_a_cookie_or_lets_others_keep_typed_words():
    browser = Client(enforce_csrf_checks=True)
    begun, checked = browser.get("/join/"), browser.post("/join/", filled_in())
    sent = browser.post("/join/", hidden_in(checked) | {"step": "send"})
    pages = [begun, browser.post("/join/", {}), checked, sent, browser.get(sent["Location"])]

    assert [dict(page.cookies) for page in pages] == [{}] * 5
    # The last page is asked for anew by whoever goes back; the others hold what was typed, and are shown again.
    assert [("no-store" in page["Cache-Control"], "private" in page["Cache-Control"]) for page in pages] == [
        *[(False, True)] * 4,
        (True, True),
    ]


def test_the_form_works_with_get_head_and_post_only(client):
    assert [client.generic(verb, "/join/").status_code for verb in ("HEAD", "PUT", "DELETE")] == [200, 405, 405]
    assert client.post("/join/sent/LCEP-222222/").status_code == 405
    assert client.post("/join/under-18/").status_code == 405
