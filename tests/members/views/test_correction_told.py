"""Whoever has sent a correction is told which part of which entry it is about."""

import pytest
from django.urls import reverse

from members.forms.corrections import PARTS
from members.mailing_list.consent import CURRENT_FOR_CORRECTIONS
from members.models import ChangeProposal
from members.proposals.links import CORRECTION_LINK
from tests.enquiry_forms import opened
from tests.factories import make_partnership
from tests.reading import words_of

pytestmark = pytest.mark.django_db

ASKED_PAGE = "/corrections/asked/"


def send(client, entry, part, wrong="It has zebras."):
    """Send a correction of a part of an entry, and return the page that comes next."""
    form = {"token": opened().token, "part": part, "wrong": wrong, "email": "vera@visitor.example"}
    page = reverse("members:correction-create", args=[entry.slug])
    return client.post(page, form | {"consent": CURRENT_FOR_CORRECTIONS.version}, follow=True)


def test_each_page_after_it_says_the_part_and_none_of_the_sender_s_words(client):
    entry = make_partnership(name="Leeds33")

    sent = send(client, entry, "members")
    link = CORRECTION_LINK.path(ChangeProposal.objects.get())
    html = sent.content.decode()
    pages = [words_of(page) for page in (sent, client.get(link), client.post(link, follow=True))]

    assert "Leeds33</a>: “Who is in it”." in html
    assert "is wrong in the entry of Leeds33: “Who is in it”." in pages[1]
    assert "It is about Leeds33: “Who is in it”" in pages[2]
    assert not any("zebras" in page for page in pages)
    assert reverse("members:correction-create", args=[entry.slug]) in html


def test_two_that_were_put_together_say_both_parts(client):
    entry = make_partnership(name="Leeds33")
    for part in ("website", "members"):
        send(client, entry, part)
    for proposal in ChangeProposal.objects.order_by("pk"):
        client.post(CORRECTION_LINK.path(proposal))

    page = client.get(CORRECTION_LINK.path(ChangeProposal.objects.waiting().get()))

    assert "It is about Leeds33: “Who is in it”, “Its website”" in words_of(page)


def test_every_part_is_told_by_the_name_it_has_in_the_form(client):
    entry = make_partnership(name="Leeds33")

    for part, label in PARTS.items():
        page = client.get(ASKED_PAGE, {"partnership": entry.slug, "part": part})
        assert f"Leeds33: “{label}”." in words_of(page)


def test_without_them_the_page_says_what_happens_next_all_the_same(client):
    page = words_of(client.get(ASKED_PAGE))

    assert "Look in your mailbox" in page and "find the partnership again" in page and "You wrote" not in page


def test_nonsense_in_its_address_is_left_out_and_told(client):
    page = words_of(client.get(ASKED_PAGE, {"partnership": "atlantis", "part": "soul"}))

    assert "We ignored “atlantis”: it is not one of the partnerships." in page
    assert "We ignored “soul”: it is not one of the parts of an entry." in page
