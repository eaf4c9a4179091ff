"""Sending one mail: claimed before it leaves and marked after, so that it is neither lost nor sent by two.

Claiming is one conditional update: the try is counted and the next is set a short lease ahead, as though this one had
failed already. While the mail is leaving the lease is renewed. A worker killed in the middle therefore leaves nothing
locked: its lease runs out, and the mail is due again. That holds on every database, with any number of workers, and no
transaction stays open while a mail server takes its time.

Between the mail server's "yes" and our mark there is a moment in which a crash makes us send again. No sender can close
it, so a mail sent again is made to be the same mail: its Message-ID comes from its key and our host. Receivers fold
mails with one Message-ID into one, and so does our own folder of files (mail_files).
"""

import hashlib
import logging
import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone

from partnerships.models import OutgoingMail
from partnerships.vocabulary import MailState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
RENEWED_EVERY_SECONDS = 5
# How long to wait after the first, second … try that failed. After the last wait one more try is made, then none.
RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
MAX_TRIES = len(RETRY_DELAYS) + 1
PERMANENT_REFUSALS = range(500, 600)
ENDED_EARLY = "The worker ended in the middle of the last try."
NO_ADDRESS = "Its address has been removed."
# Together short enough that the header stays on one line: some programs misread one that is folded.
READABLE_PART, DIGEST_PART = 30, 12
MAX_ERROR_LENGTH = 500


class NoAddress(ValueError):
    """The mail has no address to go to: its enquirer was forgotten."""


def deliver(pk: int) -> None:
    """Send the mail `pk` if it is due and nobody else is sending it; note how it went. May be called at any time.

    A refusal of the address or the content by the mail server for good (5xx), or a mail that cannot be made, is given
    up at once. All else is tried again after WAITS: no connection, "not now" (4xx), and refusals that are ours to put
    right, such as of our password or our own address.
    """
    mail = _claim(pk)
    if mail is None:
        return
    try:
        with _held(mail):
            message_of(mail).send()
    except Exception as error:
        _note_failure(mail, error)
    else:
        sent = OutgoingMail.objects.waiting().filter(pk=pk)
        sent.update(state=MailState.SENT, sent_at=timezone.now(), last_error="")


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """Return `mail` as it leaves: text first, then HTML, with a Message-ID that is always the same for this mail.

    Raises NoAddress if it has none.
    """
    if not mail.to:
        raise NoAddress(NO_ADDRESS)
    # RFC 3834: other programs should not answer what no person wrote.
    headers = {"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated"} | mail.headers
    reply_to = [mail.reply_to] if mail.reply_to else []
    message = EmailMultiAlternatives(
        mail.subject, mail.text, settings.MAIL_FROM, [mail.to], reply_to=reply_to, headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def message_id(key: str) -> str:
    """Return the Message-ID of the mail `key`: readable, in letters that need no quoting, and its own by a digest."""
    readable = re.sub(r"[^A-Za-z0-9-]+", ".", key)[:READABLE_PART].strip(".")
    digest = hashlib.sha256(key.encode()).hexdigest()[:DIGEST_PART]
    return f"<{readable}.{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def _claim(pk: int) -> OutgoingMail | None:
    """Return the mail if it is due and from now on ours to send, with this try counted; else None."""
    due = OutgoingMail.objects.due().filter(pk=pk)
    if not due.update(tries=F("tries") + 1, next_try_at=timezone.now() + LEASE):
        return None
    mail = OutgoingMail.objects.filter(pk=pk).first()
    if mail and mail.tries > MAX_TRIES:
        _give_up(mail, mail.last_error or ENDED_EARLY)
        return None
    return mail


def _ours(mail: OutgoingMail):
    """Return the row as long as the try of `mail` is its latest: whoever claimed it after us has the say."""
    return OutgoingMail.objects.waiting().filter(pk=mail.pk, tries=mail.tries)


@contextmanager
def _held(mail: OutgoingMail) -> Iterator[None]:
    """Keep the claim on `mail` alive from beside, however long the mail server takes."""
    done = Event()
    renewing = Thread(target=_renew_beside, args=[mail, done], daemon=True)
    renewing.start()
    try:
        yield
    finally:
        done.set()
        renewing.join()


def _renew_beside(mail: OutgoingMail, done: Event) -> None:
    try:
        renew(mail, done)
    finally:
        connection.close()


def renew(mail: OutgoingMail, done: Event) -> None:
    """Set the lease of `mail` anew every few seconds until `done` is set."""
    while not done.wait(RENEWED_EVERY_SECONDS):
        with suppress(DatabaseError):
            _ours(mail).update(next_try_at=timezone.now() + LEASE)


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    words = _in_words(error, mail)
    logger.warning("Mail %s did not leave at try %s: %s", mail.pk, mail.tries, words)
    if _is_final(error) or mail.tries >= MAX_TRIES:
        _give_up(mail, words)
    else:
        _ours(mail).update(next_try_at=timezone.now() + RETRY_DELAYS[mail.tries - 1], last_error=words)


def _give_up(mail: OutgoingMail, words: str) -> None:
    _ours(mail).update(state=MailState.FAILED, last_error=words)


def _is_final(error: Exception) -> bool:
    """Return whether trying again is of no use: refused for good, or no mail can be made of it."""
    return isinstance(error, ValueError) or any(code in PERMANENT_REFUSALS for code, _ in _answers(error))


def _answers(error: Exception) -> list[tuple[int, str | bytes]]:
    """Return the code and words with which a mail server refused the address or the content."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return list(error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return [(error.smtp_code, error.smtp_error)]
    return []


def _in_words(error: Exception, mail: OutgoingMail) -> str:
    """Return what went wrong for staff, without the address: it must not outlive the enquirer's details."""
    answers = [f"{code} {_decoded(words)}" for code, words in _answers(error)]
    words = "; ".join(answers) or f"{type(error).__name__}: {error}"
    if mail.to:
        words = re.sub(re.escape(mail.to), "the address", words, flags=re.IGNORECASE)
    return " ".join(words.replace("\0", "").split())[:MAX_ERROR_LENGTH]


def _decoded(words: str | bytes) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
