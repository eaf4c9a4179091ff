"""Mail as a real mail server hears it, and what its answers lead to."""

import socketserver
import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from partnerships.mail.delivery import MAX_TRIES, deliver, message_id
from partnerships.models import OutgoingMail
from partnerships.vocabulary import MailState
from tests.factories import make_mail

pytestmark = pytest.mark.django_db


class Conversation(socketserver.StreamRequestHandler):
    """Says yes to everything but what `server.answers` names, and keeps what it was told."""

    def handle(self):
        """Talk SMTP until the other side has enough."""
        self._say(self.server.greeting)
        while line := self.rfile.readline().decode().strip():
            command = line.split()[0].upper()
            self.server.heard.append(line)
            if command == "DATA":
                self._say("354 go on")
                while (text := self.rfile.readline()) != b".\r\n":
                    self.server.letter += text
            self._say(self.server.answers.get(command, "221 bye" if command == "QUIT" else "250 yes"))

    def _say(self, answer):
        self.wfile.write(f"{answer}\r\n".encode())


@pytest.fixture
def server(settings, monkeypatch):
    """A mail server on this machine, which the site sends its mail to."""
    with socketserver.TCPServer(("127.0.0.1", 0), Conversation) as server:
        server.heard, server.letter, server.answers, server.greeting = [], b"", {}, "220 ready"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        # Else the name of this machine would be asked for in the network.
        monkeypatch.setattr("django.core.mail.utils.DNS_NAME._fqdn", "site.example", raising=False)
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()


def sent(**fields):
    """Try to send a mail and return it as it is then."""
    mail = make_mail(to="sam@school.example", **fields)
    deliver(mail.pk)
    mail.refresh_from_db()
    return mail


def test_a_mail_goes_to_its_address_and_nobody_else(server):
    mail = sent(text="Grüße\n.\nFrom here on\n", reply_to="a+R@b.example")

    letter = message_from_bytes(server.letter.replace(b"\r\n..", b"\r\n."), policy=policy.default)
    assert mail.state == MailState.SENT
    # How they are written differs by the version of Python.
    heard = [line.casefold() for line in server.heard]
    assert [line for line in heard if line.startswith("rcpt")] == ["rcpt to:<sam@school.example>"]
    assert [line.split()[1] for line in heard if line.startswith("mail")] == ["from:<directory@localhost>"]
    assert (letter["Message-ID"], letter["Reply-To"]) == (message_id(mail.key), "a+R@b.example")
    assert letter.get_body(("plain",)).get_content().replace("\r\n", "\n") == "Grüße\n.\nFrom here on\n"


@pytest.mark.parametrize(
    ("command", "answer", "state"),
    [
        ("RCPT", "550 5.1.1 no such user", MailState.FAILED),
        ("RCPT", "450 4.2.0 come back later", MailState.QUEUED),
        ("DATA", "554 5.7.1 looks like spam", MailState.FAILED),
        ("DATA", "452 4.3.1 the disk is full", MailState.QUEUED),
        ("MAIL", "550 5.7.1 not from you", MailState.QUEUED),
    ],
)
def test_the_answer_of_the_mail_server_decides(server, command, answer, state):
    server.answers[command] = answer

    mail = sent()

    assert mail.state == state
    assert answer[4:] in mail.last_error


def test_the_same_mail_twice_has_the_same_message_id(server):
    mail = sent()
    mail.state, mail.sent_at = MailState.QUEUED, None
    mail.next_try_at = mail.written_at
    mail.save()

    deliver(mail.pk)

    assert server.letter.count(f"Message-ID: {message_id(mail.key)}\r\n".encode()) == 2


@pytest.fixture
def no_server(settings):
    """No mail server where ours should be."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socketserver.TCPServer(("127.0.0.1", 0), Conversation) as nobody:
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.server_address


def test_no_mail_server_at_all_is_waited_for(no_server):
    mail = sent()

    assert mail.state == MailState.QUEUED
    assert mail.last_error.startswith("ConnectionRefusedError")


def test_however_long_it_is_away_the_oldest_mail_stays_the_first_and_loses_no_try(no_server):
    since = timezone.now() - timedelta(hours=1)
    oldest = make_mail(next_try_at=since)
    make_mail()

    for _ in range(MAX_TRIES + 1):
        deliver(oldest.pk)

    oldest.refresh_from_db()
    assert (oldest.state, oldest.tries, oldest.next_try_at) == (MailState.QUEUED, 0, since)
    assert OutgoingMail.objects.due().order_by("next_try_at").first() == oldest


def test_a_server_that_turns_us_away_at_the_door_says_nothing_of_the_mail(server):
    server.greeting = "421 4.3.2 closing for now"

    mail = sent()

    assert (mail.state, mail.tries) == (MailState.QUEUED, 0)
    assert "closing for now" in mail.last_error


def test_what_goes_wrong_after_it_was_taken_makes_no_other_mail_of_it(server):
    server.answers["QUIT"] = "500 5.5.1 what"

    assert sent().state == MailState.SENT
