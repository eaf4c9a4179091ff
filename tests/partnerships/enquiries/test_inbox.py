"""The staff lists of the inbox and what they count."""

import datetime

import pytest
from django.utils import timezone

from partnerships.enquiries import inbox
from partnerships.models import Enquiry
from partnerships.vocabulary import EnquiryOutcome, EnquiryState, MailState
from tests.factories import make_bridge, make_enquiry, make_mail, make_officer, make_superuser

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def make_one_of_each(officer, desk):
    """Make an enquiry in every state on `desk`, and a late one `officer` looks after."""
    closed = {"state": EnquiryState.CLOSED, "closed_at": timezone.now(), "outcome": EnquiryOutcome.JOINED}
    make_enquiry(desk=desk)
    make_enquiry(desk=desk, state=EnquiryState.WAITING, assigned_to=officer, due_on=YESTERDAY)
    make_enquiry(desk=desk, state=EnquiryState.ANSWERED, assigned_to=officer, due_on=YESTERDAY)
    make_enquiry(desk=desk, due_on=YESTERDAY, **closed)
    make_enquiry(desk=desk, state=EnquiryState.QUARANTINED, suspicions="Too fast", due_on=YESTERDAY)


def test_staff_lists_count_only_the_enquiries_of_the_persons_desks(django_assert_num_queries):
    desk, other_desk = make_bridge(), make_bridge()
    officer = make_officer(desk)
    make_one_of_each(officer, desk)
    make_one_of_each(officer, other_desk)

    # Whether the person is of the national desk: two; the counts: one.
    with django_assert_num_queries(3):
        counts = inbox.counts(officer)

    assert counts == {
        "todo": 2,
        "new": 1,
        "waiting": 1,
        "overdue": 1,
        "quiet": 0,
        "mine": 1,
        "answered": 1,
        "closed": 1,
        "held": 1,
        "all": 5,
    }


def test_a_staff_list_shows_what_it_counts():
    desk = make_bridge()
    officer = make_officer(desk)
    make_one_of_each(officer, desk)
    mine = Enquiry.objects.editable_by(officer)

    counts = {staff_list.name: staff_list.rows(mine, officer).count() for staff_list in inbox.STAFF_LISTS}

    assert counts == inbox.counts(officer)


def test_the_national_desk_counts_every_enquiry():
    make_one_of_each(None, make_bridge())
    make_one_of_each(None, None)

    assert inbox.counts(make_superuser())["all"] == 10


def test_who_is_no_officer_has_empty_lists():
    make_enquiry(desk=make_bridge())
    make_enquiry(desk=None)

    assert set(inbox.counts(make_officer()).values()) == {0}


def test_mails_are_counted_that_have_not_left_and_that_were_given_up():
    make_mail()
    make_mail(state=MailState.FAILED)
    make_mail(state=MailState.FAILED)
    make_mail(state=MailState.SENT, sent_at=timezone.now())

    assert inbox.mail_counts() == {MailState.QUEUED: 1, MailState.FAILED: 2}
