"""What must not come alive again with a backup: mails that may have left, and people who were erased."""

import datetime

import pytest
from django.utils import timezone

from lcep_site.backups import afterwards
from members.models import Subscriber
from partnerships.models import Enquiry, OutgoingMail
from partnerships.privacy import subject_requests
from partnerships.vocabulary import MailState
from tests.factories import make_enquiry, make_mail, make_subscriber, make_superuser

pytestmark = pytest.mark.django_db


def test_mails_that_waited_are_held_back_for_staff_and_those_that_left_stay():
    waiting, left = make_mail(), make_mail(state=MailState.SENT, sent_at=timezone.now())

    assert afterwards.hold_mails() == 1

    waiting.refresh_from_db()
    left.refresh_from_db()
    assert (waiting.state, left.state) == (MailState.FAILED, MailState.SENT)
    assert waiting.last_error.startswith("It was waiting when the backup was made")
    assert not OutgoingMail.objects.due().exists()


def test_who_was_erased_since_is_erased_again():
    make_enquiry(email="Jo@School.example", name="Jo")
    make_enquiry(email="sam@school.example", name="Sam")
    since = timezone.now()
    erased = make_enquiry(email="jo@school.example", name="Jo")
    subject_requests.erase("jo@school.example", by=make_superuser())
    stands_for = afterwards.erased_since(since)
    # As the backup brings it back.
    Enquiry.objects.filter(pk=erased.pk).update(email="jo@school.example", name="Jo", anonymised_at=None)
    make_subscriber(email="jo@school.example")

    assert afterwards.erase_again(stands_for) == 1

    assert list(Enquiry.objects.exclude(name="").values_list("name", flat=True)) == ["Sam"]
    assert not Subscriber.objects.exists()


def test_who_was_erased_before_the_backup_is_no_concern_of_it():
    subject_requests.erase("jo@school.example", by=make_superuser())

    assert afterwards.erased_since(timezone.now() + datetime.timedelta(seconds=1)) == set()
    assert len(afterwards.erased_since(timezone.now() - datetime.timedelta(minutes=1))) == 1


def test_nobody_is_erased_when_nobody_was():
    make_enquiry(email="sam@school.example", name="Sam")

    assert afterwards.erase_again(set()) == 0
    assert Enquiry.objects.get().name == "Sam"


def test_an_empty_database_is_not_in_use():
    assert not afterwards.is_in_use()

    make_enquiry()

    assert afterwards.is_in_use()
