"""The page of what was sent says how it stands, once it is no longer waited for."""

import datetime

import pytest
from django.utils import timezone

from partnerships.enquiries import asking_again
from partnerships.models import Enquiry
from partnerships.privacy import anonymise
from partnerships.vocabulary import EnquiryOutcome, EnquiryState
from tests.enquiry_forms import hidden_in
from tests.factories import make_enquiry, make_partnership
from tests.reading import words_of

pytestmark = pytest.mark.django_db
DEALT_WITH = "This enquiry has been dealt with."
ERASED = "Whoever sent it asked us to erase their details, so it has been closed without an answer."
GONE = "Nobody answered it within a year, and we have removed its details. We are sorry."
PAST = datetime.date(2026, 1, 5)
EVERYTHING_SAID = (DEALT_WITH, ERASED, GONE, "An answer was due by", "It was to be looked into", "answers by e-mail by")


def told(client, enquiry):
    """Return which of the sentences about how an enquiry stands its page says."""
    words = words_of(client.get(f"/join/sent/{enquiry.reference}/"))
    return [sentence for sentence in EVERYTHING_SAID if sentence in words]


@pytest.mark.parametrize(
    ("fields", "take_out", "sentences"),
    [
        ({}, anonymise.erase_enquiries, [ERASED]),
        ({}, anonymise.anonymise_enquiries, [GONE]),
        ({"due_on": PAST}, anonymise.erase_enquiries, [ERASED]),
        ({"state": EnquiryState.WAITING}, anonymise.erase_enquiries, [ERASED]),
        # Who had an answer is told so, whatever was removed later.
        ({"state": EnquiryState.ANSWERED}, anonymise.erase_enquiries, [DEALT_WITH]),
        ({"state": EnquiryState.ANSWERED}, anonymise.anonymise_enquiries, [DEALT_WITH]),
        ({"state": EnquiryState.CLOSED, "outcome": EnquiryOutcome.JOINED}, anonymise.erase_enquiries, [DEALT_WITH]),
        ({"state": EnquiryState.ANSWERED, "due_on": PAST}, None, [DEALT_WITH]),
        ({"due_on": PAST}, None, ["An answer was due by"]),
        ({"due_on": PAST, "is_promised": False}, None, ["It was to be looked into"]),
        ({"due_on": datetime.date(2999, 1, 5)}, None, ["answers by e-mail by"]),
    ],
)
def test_the_page_says_how_it_stands_in_one_sentence(client, fields, take_out, sentences):
    closed = {"closed_at": timezone.now()} if fields.get("state") == EnquiryState.CLOSED else {}
    enquiry = make_enquiry(**fields | closed)
    if take_out:
        take_out(Enquiry.objects.all())

    assert told(client, enquiry) == sentences


@pytest.mark.parametrize("take_out", [anonymise.erase_enquiries, anonymise.anonymise_enquiries])
def test_nothing_of_the_person_is_asked_for_again_once_it_is_removed(client, take_out):
    enquiry = make_enquiry(name="Ada Stranger", partnership=make_partnership(name="Leeds33"))
    page = f"/join/sent/{enquiry.reference}/?again={asking_again.SENT.token([enquiry.pk])}"
    token = hidden_in(client.get(page))["again"]
    take_out(Enquiry.objects.all())

    words = words_of(client.get(page))
    form = client.post("/join/", {"step": "another", "again": token})

    assert ("Ask another" in words, enquiry.reference in words) == (False, True)
    assert "Ada Stranger" not in form.text


def test_the_token_of_one_enquiry_asks_again_for_that_alone(client):
    mine, other = make_enquiry(topic="join", enquirer="school", organisation="Park Lane"), make_enquiry()
    token = asking_again.SENT.token([mine.pk])

    pages = [words_of(client.get(f"/join/sent/{each.reference}/?again={token}")) for each in (mine, other)]

    assert ["Ask another" in page for page in pages] == [True, False]
    assert asking_again.details_of(token) == {
        "topic": "join",
        "enquirer": "school",
        "name": mine.name,
        "email": mine.email,
        "organisation": "Park Lane",
    }
