"""A mail server in trouble is tried by one slot of one worker, until it answers again."""

import smtplib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from partnerships.mail import delivery, mail_server
from partnerships.mail.delivery import deliver_next
from partnerships.mail.mail_server import TURN
from partnerships.models import MailServerTrouble, OutgoingMail
from partnerships.vocabulary import MailState
from tests.factories import make_mail

pytestmark = pytest.mark.django_db
AWAY = ConnectionRefusedError("nobody there")


class Server:
    """Stands in for the mail server: raises `error`, if there is one, after calling `meanwhile`."""

    def __init__(self):
        self.error, self.meanwhile, self.tries = None, lambda: None, 0

    def send(self, message, fail_silently=False):
        self.tries += 1
        self.meanwhile()
        if self.error:
            raise self.error
        return 1


@pytest.fixture
def server(monkeypatch):
    server = Server()
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", lambda message: server.send(message))
    return server


@pytest.fixture
def mails():
    return [make_mail() for _ in range(6)]


def pass_turn():
    """Let the time pass after which somebody may try the server again."""
    MailServerTrouble.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def sent():
    return OutgoingMail.objects.filter(state=MailState.SENT).count()


def refused_address(code):
    return smtplib.SMTPRecipientsRefused({"sam@school.example": (code, b"No")})


def test_while_the_server_answers_every_worker_may_try_it(server, mails):
    server.meanwhile = lambda: server.tries < 3 and deliver_next()

    deliver_next()

    assert (server.tries, sent()) == (3, 3)


def test_after_a_failure_one_more_try_is_made_at_once_and_then_one_a_turn(server, mails):
    server.error = AWAY

    tried = [deliver_next() for _ in range(5)]
    pass_turn()
    tried_later = [deliver_next() for _ in range(3)]

    assert (tried, tried_later) == ([True, True, False, False, False], [True, False, False])
    assert server.tries == 3


def test_mails_that_are_not_tried_lose_no_try(server, mails):
    server.error = AWAY

    for _ in range(5):
        deliver_next()

    assert sorted(OutgoingMail.objects.values_list("tries", flat=True)) == [0, 0, 0, 0, 1, 1]


def test_while_one_worker_tries_the_others_leave_the_mails_alone(server, mails):
    server.error = AWAY
    deliver_next()
    others = []
    server.meanwhile = lambda: others.extend(deliver_next() for _ in range(3))

    deliver_next()

    assert (server.tries, others) == (2, [False] * 3)


def test_once_it_answers_all_go_on(server, mails):
    server.error = AWAY
    deliver_next()
    server.error = None

    deliver_next()
    server.meanwhile = lambda: server.tries < 5 and deliver_next()
    deliver_next()

    assert (server.tries, sent()) == (5, 4)
    assert not MailServerTrouble.objects.exists()


def test_whoever_is_killed_while_trying_is_followed_by_another_after_a_turn(server, mails):
    server.error = AWAY
    deliver_next()
    server.error = SystemExit()
    with pytest.raises(SystemExit):
        deliver_next()
    server.error = None

    waits = [deliver_next(), MailServerTrouble.objects.get().next_try_at <= timezone.now() + TURN]
    pass_turn()

    assert waits == [False, True]
    assert deliver_next() is True
    assert not MailServerTrouble.objects.exists()


def test_a_killed_worker_whose_server_answered_holds_up_nobody(server, mails):
    server.error = SystemExit()
    with pytest.raises(SystemExit):
        deliver_next()
    server.error = None

    while deliver_next():
        pass

    assert sent() == 5


def test_no_turn_is_taken_when_no_mail_is_due(server):
    mail_server.note_failure()

    assert deliver_next() is False
    make_mail()
    assert deliver_next() is True


class After:
    """An event that is not set until it was waited for `count` times."""

    def __init__(self, count):
        self.count = count

    def wait(self, seconds):
        self.count -= 1
        return self.count < 0


def test_a_server_that_keeps_a_worker_waiting_is_left_to_that_one(server, mails):
    server.meanwhile = lambda: (delivery.renew(mails[0], After(1)), others.append(deliver_next()))
    others = []

    deliver_next()

    assert others == [False]


def test_a_slow_answer_ends_the_turn_but_not_the_trouble(server, mails, monkeypatch):
    mail_server.note_slow()
    pass_turn()
    others = []
    server.meanwhile = lambda: others.append(deliver_next())
    clock = iter([0, 30, 40, 70, 80, 81])
    monkeypatch.setattr(delivery, "time", SimpleNamespace(monotonic=lambda: next(clock)))

    slowly = [deliver_next(), deliver_next(), MailServerTrouble.objects.count()]
    quickly = [deliver_next(), MailServerTrouble.objects.count()]

    assert (slowly, quickly, others) == ([True, True, 1], [True, 0], [False] * 3)


@pytest.mark.parametrize(
    "error",
    [
        AWAY,
        TimeoutError("timed out"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPConnectError(421, b"too many connections"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPSenderRefused(550, b"not from you", "directory@site.example"),
        refused_address(421),
        smtplib.SMTPDataError(421, b"shutting down"),
    ],
)
def test_a_failure_of_the_server_is_trouble(server, error):
    make_mail()
    server.error = error

    deliver_next()

    assert MailServerTrouble.objects.exists()


@pytest.mark.parametrize(
    "error", [refused_address(550), refused_address(450), smtplib.SMTPDataError(554, b"spam"), UnicodeError("odd")]
)
def test_a_refusal_of_one_mail_is_none(server, mails, error):
    server.error = error

    tried = [deliver_next() for _ in mails]

    assert all(tried)
    assert not MailServerTrouble.objects.exists()


def test_a_refusal_of_one_address_shows_that_the_server_answers_again(server, mails):
    mail_server.note_failure()
    server.error = refused_address(550)

    deliver_next()

    assert not MailServerTrouble.objects.exists()


def test_mails_somebody_waits_for_leave_before_those_to_a_mailing_list(mailoutbox):
    hour_ago = timezone.now() - timedelta(hours=1)
    news = make_mail(for_mailing_list=True, next_try_at=hour_ago)
    first, second = make_mail(next_try_at=timezone.now() - timedelta(minutes=1)), make_mail()

    while deliver_next():
        pass

    assert [message.to for message in mailoutbox] == [[first.to], [second.to], [news.to]]
