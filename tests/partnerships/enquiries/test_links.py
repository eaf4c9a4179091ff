"""Signed links say which enquiry and who they went to, and name nobody."""

from urllib.parse import unquote, urlsplit

from django.core import signing
from django.urls import resolve

from partnerships.enquiries.partnership_replies import ENQUIRY_LINK, enquiry_link, fingerprint
from partnerships.models import Enquiry

CONTACT = "contact@partnership.example"


def test_a_link_is_a_whole_address_that_says_which_enquiry_and_who_it_went_to(settings):
    settings.SITE_URL = "https://lcep.example"

    link = enquiry_link(Enquiry(pk=7), CONTACT)

    assert link.startswith("https://lcep.example/")
    assert ENQUIRY_LINK.read(resolve(unquote(urlsplit(link).path)).kwargs["token"]) == [7, fingerprint(CONTACT)]


def test_a_fingerprint_is_of_an_address_whatever_the_case_of_its_letters():
    assert fingerprint("Contact@Partnership.example") == fingerprint(CONTACT)
    assert fingerprint("former@partnership.example") != fingerprint(CONTACT)


def test_no_address_can_be_read_from_a_link():
    token = resolve(unquote(urlsplit(enquiry_link(Enquiry(pk=7), CONTACT)).path)).kwargs["token"]

    content = signing.loads(token, salt=ENQUIRY_LINK.salt)

    assert content == [7, fingerprint(CONTACT)]
    assert len(content[1]) == 16
