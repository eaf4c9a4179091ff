"""Mail is kept with what it tells of, and safe whatever stands in it."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.mail import outbox
from partnerships.mail.delivery import LEASE, RETRY_DELAYS
from partnerships.models import Enquiry, OutgoingMail
from partnerships.vocabulary import MailState
from tests.factories import make_enquiry, make_mail

pytestmark = pytest.mark.django_db


class ChangedMyMind(Exception):
    """Ends a transaction."""


def write(**changes):
    """Write the answer of somebody called Amina."""
    context = {"enquiry": make_enquiry(), "text": "Come on Monday.", "writer": "Amina", "desk": "National desk"}
    context |= changes.pop("context", {})
    values = {"key": "answer:1", "to": "sam@school.example", "template": "enquiry_reply"}
    return outbox.write(**values | changes, context=context)


def test_a_mail_is_kept_and_due_at_once():
    mail = write()

    assert (mail.state, mail.tries, mail.to) == (MailState.QUEUED, 0, "sam@school.example")
    assert list(OutgoingMail.objects.due()) == [mail]


def test_the_same_key_again_is_the_same_mail():
    first = write()

    second = write(to="somebody-else@school.example")

    assert second == first
    assert second.to == "sam@school.example"
    assert list(OutgoingMail.objects.due()) == [first]


def test_a_new_mail_is_written_before_anybody_looks_for_an_earlier_one():
    enquiry = make_enquiry()

    with CaptureQueriesContext(connection) as queries:
        write(context={"enquiry": enquiry})

    assert not [query["sql"] for query in queries if query["sql"].startswith("SELECT")]


def test_a_mail_is_gone_when_the_caller_s_transaction_fails():
    with pytest.raises(ChangedMyMind), transaction.atomic():
        write()
        raise ChangedMyMind

    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(("headers", "is_for_list"), [({}, False), ({"List-Unsubscribe": "<https://a.example>"}, True)])
def test_a_mail_to_a_mailing_list_is_one_that_says_how_to_leave(headers, is_for_list):
    assert write(headers=headers).for_mailing_list is is_for_list


def test_text_is_plain_and_html_is_escaped():
    mail = write(context={"text": "Tea & cake <b>"})

    assert mail.text.startswith("Tea & cake <b>\n")
    assert "<p>Tea &amp; cake &lt;b&gt;</p>" in mail.html


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\v", "\x00", "\u2028"])
def test_nothing_in_a_header_can_begin_another(break_):
    evil = f"one{break_}Bcc: all@else.example"

    mail = write(to=evil, reply_to=evil, headers={"References": evil}, context={"enquiry": Enquiry(reference=evil)})

    assert (mail.to, mail.reply_to, mail.headers["References"]) == ("one Bcc: all@else.example",) * 3
    assert mail.subject == "Answer to your enquiry (one Bcc: all@else.example)"


def test_a_sign_no_database_keeps_is_left_out():
    mail = write(context={"text": "Come\0 on Monday."})

    assert mail.text.startswith("Come on Monday.")
    assert "\0" not in mail.html


def test_a_mail_given_up_can_be_tried_again_with_all_its_tries():
    mail = make_mail(state=MailState.FAILED, tries=7, last_error="550 no such user")

    outbox.retry(mail)

    assert (mail.state, mail.tries) == (MailState.QUEUED, 0)
    assert mail in OutgoingMail.objects.due()


def test_a_mail_waiting_after_a_failure_can_be_tried_at_once():
    mail = make_mail(tries=1, next_try_at=timezone.now() + RETRY_DELAYS[1])

    outbox.retry(mail)

    assert mail in OutgoingMail.objects.due()


def test_a_mail_that_is_leaving_at_this_moment_is_left_alone():
    mail = make_mail(tries=1, next_try_at=timezone.now() + LEASE)

    outbox.retry(mail)

    assert mail not in OutgoingMail.objects.due()


def test_a_mail_that_has_left_is_not_sent_again():
    mail = make_mail(state=MailState.SENT, sent_at=timezone.now())

    outbox.retry(mail)

    assert mail.state == MailState.SENT


def test_a_mail_whose_address_was_removed_is_not_tried_again():
    mail = make_mail(state=MailState.FAILED, to="")

    outbox.retry(mail)

    assert mail.state == MailState.FAILED
