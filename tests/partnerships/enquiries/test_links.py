"""Signed links say which enquiry and who they went to, for 30 days, and name nobody."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

import pytest
from django.core import signing
from django.urls import resolve

from partnerships.enquiries import links as enquiry_links
from partnerships.models import Enquiry

CONTACT = "contact@partnership.example"


def token_of(address=CONTACT, pk=7):
    """Return the token in the link to enquiry number `pk` that is mailed to `address`."""
    link = enquiry_links.enquiry_link(Enquiry(pk=pk), address)
    return resolve(unquote(urlsplit(link).path)).kwargs["token"]


def test_a_link_leads_to_its_enquiry_for_whom_it_went_to(settings):
    settings.SITE_URL = "https://lcep.example"

    link = enquiry_links.read_enquiry_link(token_of())

    assert link.enquiry_pk == 7
    assert link.went_to("Contact@Partnership.example")
    assert not link.went_to("former@partnership.example")
    assert enquiry_links.enquiry_link(Enquiry(pk=7), CONTACT).startswith("https://lcep.example/")


def test_no_address_can_be_read_from_a_link():
    content = signing.loads(token_of(), salt=enquiry_links.SALT)

    assert content == [7, enquiry_links.fingerprint(CONTACT)]
    assert len(content[1]) == 16


def test_a_link_ends_after_30_days(monkeypatch):
    token = token_of()
    later = datetime.now(UTC) + timedelta(days=30, minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)

    with pytest.raises(enquiry_links.LinkExpired):
        enquiry_links.read_enquiry_link(token)


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: "A" + token, lambda token: "", str.swapcase]
)
def test_a_damaged_link_is_not_ours(change):
    with pytest.raises(enquiry_links.NotOurLink):
        enquiry_links.read_enquiry_link(change(token_of()))


def test_what_was_signed_for_something_else_is_not_ours():
    with pytest.raises(enquiry_links.NotOurLink):
        enquiry_links.read_enquiry_link(signing.dumps([7, "x"], salt="something else"))
