"""What a partnership's contact says by a signed link, and when the link shows nothing any more."""

import pytest
from django.utils import timezone

from partnerships.enquiries import partnership_replies
from partnerships.enquiries.partnership_replies import ENQUIRY_LINK, Reply, enquiry_link
from partnerships.models import Enquiry
from partnerships.signed_links import ExpiredLink, NotOurLink
from partnerships.vocabulary import EnquiryState
from tests.factories import make_enquiry, make_partnership

pytestmark = pytest.mark.django_db
CONTACT = "host@partnership.example"


@pytest.fixture
def enquiry(desk):
    """An enquiry about a partnership that takes enquiries."""
    partnership = make_partnership(bridge=desk, takes_enquiries=True, contact_email=CONTACT)
    return make_enquiry(desk=desk, partnership=partnership)


def token_for(enquiry, address=CONTACT):
    """Return the token of the link mailed to `address`."""
    return enquiry_link(enquiry, address).rstrip("/").rpartition("/")[2]


def test_the_link_shows_the_enquiry_and_reading_it_changes_nothing(enquiry):
    before = Enquiry.objects.values().get()

    assert partnership_replies.enquiry_of(token_for(enquiry)) == enquiry
    assert (Enquiry.objects.values().get(), enquiry.events.count()) == (before, 0)


@pytest.mark.parametrize(
    ("reply", "state", "is_answered", "kind", "sentence"),
    [
        (Reply.WILL_ANSWER, EnquiryState.WAITING, False, "will_answer", "The partnership says that it will answer."),
        (Reply.HAS_ANSWERED, EnquiryState.ANSWERED, True, "has_answered", "The partnership says that it has answered."),
    ],
)
def test_what_the_partnership_says_stands_in_the_timeline(enquiry, reply, state, is_answered, kind, sentence):  # noqa: PLR0913
    partnership_replies.record(token=token_for(enquiry), reply=reply)

    stored = Enquiry.objects.get()
    assert (stored.state, stored.answered_at is not None) == (state, is_answered)
    assert list(enquiry.events.values_list("kind", "by", "text")) == [(kind, None, sentence)]


def test_the_same_thing_said_twice_is_kept_once(enquiry):
    for reply in (Reply.WILL_ANSWER, Reply.WILL_ANSWER, Reply.HAS_ANSWERED, Reply.HAS_ANSWERED):
        partnership_replies.record(token=token_for(enquiry), reply=reply)

    assert partnership_replies.recorded(enquiry).keys() == set(Reply)
    assert (enquiry.events.count(), Enquiry.objects.get().state) == (2, EnquiryState.ANSWERED)


def test_to_say_that_it_will_answer_does_not_undo_an_answer(enquiry):
    partnership_replies.record(token=token_for(enquiry), reply=Reply.HAS_ANSWERED)
    partnership_replies.record(token=token_for(enquiry), reply=Reply.WILL_ANSWER)

    assert Enquiry.objects.get().state == EnquiryState.ANSWERED


def test_a_link_mailed_to_another_address_shows_nothing(enquiry):
    with pytest.raises(NotOurLink):
        partnership_replies.enquiry_of(token_for(enquiry, "someone@else.example"))


def test_a_link_shows_nothing_once_another_address_is_the_contact(enquiry):
    token = token_for(enquiry)
    enquiry.partnership.contact_email = "new-host@partnership.example"
    enquiry.partnership.save()

    with pytest.raises(NotOurLink):
        partnership_replies.enquiry_of(token)


@pytest.mark.parametrize(
    "change",
    [
        {"partnership": None},
        {"state": EnquiryState.QUARANTINED, "suspicions": "Too fast"},
        {"anonymised_at": timezone.now(), "name": "", "email": "", "message": "", "organisation": ""},
    ],
)
def test_a_link_shows_nothing_that_is_held_back_forgotten_or_no_partnerships(enquiry, change):
    token = token_for(enquiry)
    Enquiry.objects.update(**change)

    with pytest.raises(NotOurLink):
        partnership_replies.enquiry_of(token)


def test_an_old_link_has_run_out(enquiry, monkeypatch):
    token = token_for(enquiry)
    later = (timezone.now() + ENQUIRY_LINK.max_age).timestamp() + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    with pytest.raises(ExpiredLink):
        partnership_replies.record(token=token, reply=Reply.WILL_ANSWER)
