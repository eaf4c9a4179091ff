"""A mail leaves once: claimed before, marked after, tried again when that can help."""

import smtplib
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import OperationalError
from django.utils import timezone

from partnerships.mail import delivery
from partnerships.mail.delivery import LEASE, MAX_TRIES, RETRY_DELAYS, deliver
from partnerships.models import OutgoingMail
from partnerships.models.mail import OutgoingMailQuerySet
from partnerships.vocabulary import MailState
from tests.factories import make_mail

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class FailingServer:
    """Stands in for the mail server: raises what it is given, or runs it, in place of sending."""

    def __init__(self, monkeypatch):
        self.tries = 0
        self.error = None
        self.before = lambda: None
        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", self._send)

    def _send(self, message=None, fail_silently=False):
        self.tries += 1
        self.before()
        if self.error:
            raise self.error
        return 1


@pytest.fixture
def server(monkeypatch):
    """A mail server that does what the test says."""
    return FailingServer(monkeypatch)


def refusal(code, text=b"No"):
    """Return the refusal of an address with `code`."""
    return smtplib.SMTPRecipientsRefused({"sam@school.example": (code, text)})


def seconds_until(moment):
    """Return how many seconds `moment` is ahead."""
    return (moment - timezone.now()).total_seconds()


def test_a_mail_leaves_and_is_marked(mailoutbox):
    mail = make_mail(to="sam@school.example")

    deliver(mail.pk)

    mail.refresh_from_db()
    assert [message.to for message in mailoutbox] == [["sam@school.example"]]
    assert (mail.state, mail.tries, mail.last_error) == (MailState.SENT, 1, "")
    assert mail.sent_at is not None


@pytest.mark.parametrize(("failures", "state"), [(2, MailState.SENT), (3, MailState.QUEUED)])
def test_a_database_that_somebody_locks_for_long_is_waited_for_when_a_mail_has_left(
    mailoutbox, monkeypatch, failures, state
):
    mail, update, tries = make_mail(), OutgoingMailQuerySet.update, []

    def fail_at_first(rows, **values):
        if values.get("state") == MailState.SENT:
            tries.append(1)
            if len(tries) <= failures:
                raise OperationalError("database is locked")
        return update(rows, **values)

    monkeypatch.setattr(OutgoingMailQuerySet, "update", fail_at_first)
    with suppress(OperationalError):
        deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, len(tries), len(mailoutbox)) == (state, 3, 1)


def test_a_mail_that_has_left_does_not_leave_again(mailoutbox):
    mail = make_mail()

    deliver(mail.pk)
    deliver(mail.pk)

    assert len(mailoutbox) == 1


def test_a_mail_that_is_not_due_does_not_leave(mailoutbox):
    deliver(make_mail(next_try_at=timezone.now() + MINUTE).pk)

    assert mailoutbox == []


def test_a_mail_that_is_gone_is_no_mistake(mailoutbox):
    deliver(12345)

    assert mailoutbox == []


def test_whoever_comes_while_it_is_leaving_leaves_it_alone(server):
    mail = make_mail()
    server.before = lambda: server.tries < 2 and deliver(mail.pk)

    deliver(mail.pk)

    assert server.tries == 1


def test_a_killed_worker_leaves_a_mail_that_is_due_once_the_lease_is_over(server):
    mail = make_mail()
    server.error = SystemExit()

    with pytest.raises(SystemExit):
        deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (MailState.QUEUED, 1)
    assert 0 < seconds_until(mail.next_try_at) <= LEASE.total_seconds()


def test_the_lease_is_renewed_as_long_as_it_is_leaving():
    mail = make_mail(tries=1, next_try_at=timezone.now())
    waits = iter([False, True])

    class Done:
        def wait(self, seconds):
            return next(waits)

    delivery.renew(mail, Done())

    mail.refresh_from_db()
    assert seconds_until(mail.next_try_at) > LEASE.total_seconds() - 5


def test_the_lease_is_not_renewed_once_somebody_else_has_it():
    moment = timezone.now()
    mail = make_mail(tries=1, next_try_at=moment)
    OutgoingMail.objects.filter(pk=mail.pk).update(tries=2)
    waits = iter([False, True])

    class Done:
        def wait(self, seconds):
            return next(waits)

    delivery.renew(mail, Done())

    mail.refresh_from_db()
    assert mail.next_try_at == moment


@pytest.mark.parametrize("number", range(1, MAX_TRIES))
def test_each_failure_waits_longer(server, number):
    mail = make_mail(tries=number - 1)
    server.error = ConnectionRefusedError("nobody there")

    deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (MailState.QUEUED, number)
    assert mail.last_error == "ConnectionRefusedError: nobody there"
    assert seconds_until(mail.next_try_at) == pytest.approx(RETRY_DELAYS[number - 1].total_seconds(), abs=30)


def test_after_the_last_try_it_is_given_up(server):
    mail = make_mail(tries=MAX_TRIES - 1)
    server.error = TimeoutError("too slow")

    deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.last_error) == (MailState.FAILED, MAX_TRIES, "TimeoutError: too slow")


def test_a_mail_that_kills_every_worker_is_given_up(server):
    mail = make_mail(tries=MAX_TRIES)

    deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (MailState.FAILED, delivery.ENDED_EARLY)
    assert server.tries == 0


@pytest.mark.parametrize("error", [refusal(550), smtplib.SMTPDataError(554, b"No"), UnicodeError("odd address")])
def test_what_will_never_go_is_given_up_at_once(server, error):
    mail = make_mail()
    server.error = error

    deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (MailState.FAILED, 1)


@pytest.mark.parametrize(
    "error",
    [
        refusal(451),
        smtplib.SMTPDataError(421, b"later"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPSenderRefused(550, b"not from you", "directory@site.example"),
        smtplib.SMTPServerDisconnected("gone"),
        RuntimeError("a mistake of ours"),
    ],
)
def test_what_may_go_later_is_tried_again(server, error):
    mail = make_mail()
    server.error = error

    deliver(mail.pk)

    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED


def test_a_mail_without_an_address_is_given_up(mailoutbox):
    mail = make_mail(to="")

    deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (MailState.FAILED, f"NoAddress: {delivery.NO_ADDRESS}")
    assert mailoutbox == []


def test_what_went_wrong_is_said_without_the_address(server, caplog):
    mail = make_mail(to="sam@school.example")
    server.error = refusal(550, b"5.1.1 <Sam@School.example>:\r\n user unknown")

    deliver(mail.pk)

    mail.refresh_from_db()
    assert mail.last_error == "550 5.1.1 <the address>: user unknown"
    assert "school.example" not in caplog.text.lower()


def test_a_failure_known_too_late_changes_nothing(server):
    mail = make_mail()
    server.error = TimeoutError()
    server.before = lambda: OutgoingMail.objects.update(tries=2, state=MailState.SENT, sent_at=timezone.now())

    deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (MailState.SENT, "")


def test_an_address_that_would_begin_another_header_goes_nowhere(mailoutbox):
    mail = make_mail(to="a@b.example\nBcc: c@d.example")

    deliver(mail.pk)

    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert django_mail.outbox == []
