"""Sending one mail: claimed before it leaves and marked after, so that it is neither lost nor sent by two.

Claiming is one conditional update: the try is counted and the next is set a short lease ahead, as though this one had
failed already. While the mail is leaving the lease is renewed. A worker killed in the middle therefore leaves nothing
locked: its lease runs out, and the mail is due again. That holds on every database, with any number of workers, and no
transaction stays open while a mail server takes its time.

Between the mail server's "yes" and our mark there is a moment in which a crash makes us send again. No sender can close
it, so a mail sent again is made to be the same mail: its Message-ID comes from its key and our host. Receivers fold
mails with one Message-ID into one, and so does our own folder of files (file_backend).
"""

import hashlib
import logging
import re
import smtplib
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error, OperationalError, connection
from django.db.models import F
from django.utils import timezone

from partnerships.mail import late_mails, mail_server
from partnerships.models import OutgoingMail
from partnerships.models.mail import OutgoingMailQuerySet
from partnerships.vocabulary import MailState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
# How long to wait after the first, second … try that failed. After the last wait one more try is made, then none.
RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60))
MAX_TRIES = len(RETRY_DELAYS) + 1
PERMANENT_REFUSALS = range(500, 600)
# What a mail server says that is shutting down or takes no more for now, whatever the address.
NOT_AVAILABLE = 421
ENDED_EARLY = "The worker ended in the middle of the last try."
NO_ADDRESS = "Its address has been removed."
# Together short enough that the header stays on one line: some programs misread one that is folded.
READABLE_PART, DIGEST_PART = 30, 12
MAX_ERROR_LENGTH = 500


class NotReached(Exception):
    """The mail server could not be spoken to, whatever the mail: its cause says why."""


class NoAddress(ValueError):
    """The mail has no address to go to: the personal details of its enquiry were removed."""


def deliver_next() -> bool:
    """Send the mail that is due and waited for most, if the mail server may be tried; return whether there was one."""
    mail = OutgoingMail.objects.due().order_by("for_mailing_list", "next_try_at").only("pk").first()
    if mail is None or not mail_server.claim_turn():
        return False
    deliver(mail.pk)
    return True


def deliver(pk: int) -> None:
    """Send the mail `pk` if it is due and nobody else is sending it; note how it went. May be called at any time.

    A refusal of the address or the content by the mail server for good (5xx), or a mail that cannot be made, is given
    up at once. Without a connection, or if our password is refused, it waits where it was and loses no try. All else is
    tried again after RETRY_DELAYS: "not now" (4xx), a server that falls silent, a refusal of our own address.
    """
    mail = _claim(pk)
    if mail is None:
        return
    server = get_connection()
    try:
        _deliver(mail, server)
    finally:
        # It has been marked by now: whatever a server does that is told goodbye makes no other mail of it.
        with suppress(OSError):
            server.close()


def _deliver(mail: OutgoingMail, server: BaseEmailBackend) -> None:
    began = time.monotonic()
    try:
        message = message_of(mail)
        with _renewing_lease(mail):
            _reach(server)
            message.connection = server
            message.send()
    except late_mails.NotNeeded:
        mail.delete()
    except NotReached as error:
        _hand_back(mail, error.__cause__)
        mail_server.note_failure()
    except Exception as error:
        _note_failure(mail, error)
        if _is_of_server(error):
            mail_server.note_failure()
        elif _refusals(error):
            mail_server.note_answer(time.monotonic() - began)
    else:
        seconds = time.monotonic() - began
        _mark_sent(mail.pk)
        mail_server.note_answer(seconds)


def _reach(server: BaseEmailBackend) -> None:
    """Connect and sign in to the mail server. Raises NotReached."""
    try:
        server.open()
    except OSError as error:
        raise NotReached from error


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """Return `mail` as it leaves: text first, then HTML, with a Message-ID that is always the same for this mail.

    Raises NoAddress if it has none, and NotNeeded if there is nothing to tell any more.
    """
    if not mail.to:
        raise NoAddress(NO_ADDRESS)
    # RFC 3834: other programs should not answer what no person wrote.
    headers = {"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated"} | mail.headers
    reply_to = [mail.reply_to] if mail.reply_to else []
    text, html = late_mails.texts_of(mail)
    message = EmailMultiAlternatives(
        mail.subject, text, settings.MAIL_FROM, [mail.to], reply_to=reply_to, headers=headers
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def message_id(key: str) -> str:
    """Return the Message-ID of the mail `key`: readable, in letters that need no quoting, and unique by a digest."""
    readable = re.sub(r"[^A-Za-z0-9-]+", ".", key)[:READABLE_PART].strip(".")
    digest = hashlib.sha256(key.encode()).hexdigest()[:DIGEST_PART]
    return f"<{readable}.{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def _claim(pk: int) -> OutgoingMail | None:
    """Return the mail if it is due and from now on ours to send, with this try counted; else None.

    What is returned still has the moment from which it was due.
    """
    due = OutgoingMail.objects.due().filter(pk=pk)
    due_since = due.values_list("next_try_at", flat=True).first()
    if not due.update(tries=F("tries") + 1, next_try_at=timezone.now() + LEASE):
        return None
    mail = OutgoingMail.objects.filter(pk=pk).first()
    if mail and mail.tries > MAX_TRIES:
        _claimed(mail).update(state=MailState.FAILED, last_error=mail.last_error or ENDED_EARLY)
        return None
    if mail and due_since:
        mail.next_try_at = due_since
    return mail


def _claimed(mail: OutgoingMail) -> OutgoingMailQuerySet:
    """Return the row of `mail` as long as this try is its latest; none once somebody else has claimed it."""
    return OutgoingMail.objects.waiting().filter(pk=mail.pk, tries=mail.tries)


@contextmanager
def _renewing_lease(mail: OutgoingMail) -> Iterator[None]:
    """Renew the lease of `mail` from a thread of its own, however long the mail server takes."""
    done = Event()
    thread = Thread(target=_renew_in_thread, args=[mail, done], daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew_in_thread(mail: OutgoingMail, done: Event) -> None:
    with closing(connection):
        renew(mail, done)


def renew(mail: OutgoingMail, done: Event) -> None:
    """Renew the lease of `mail` every SLOW_SECONDS until `done` is set: it is a slow mail server that makes it last."""
    while not done.wait(mail_server.SLOW_SECONDS):
        with suppress(Error):
            _claimed(mail).update(next_try_at=timezone.now() + LEASE)
            mail_server.note_slow()


def _mark_sent(pk: int) -> None:
    """Mark the mail `pk`. A database locked for long is waited for: a mail that is not marked would leave again."""
    sent = OutgoingMail.objects.waiting().filter(pk=pk)
    for is_last_try in (False, False, True):
        try:
            sent.update(state=MailState.SENT, sent_at=timezone.now(), last_error="")
            return
        except OperationalError:
            if is_last_try:
                raise


def _hand_back(mail: OutgoingMail, error: BaseException | None) -> None:
    """Let `mail` wait where it was before it was claimed: nothing was said of it yet, so the oldest stays the first."""
    reason = _reason_of(error, mail)
    logger.warning("Mail %s waits, since the mail server cannot be reached: %s", mail.pk, reason)
    _claimed(mail).update(tries=mail.tries - 1, next_try_at=mail.next_try_at, last_error=reason)


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    reason = _reason_of(error, mail)
    logger.warning("Mail %s did not leave at try %s: %s", mail.pk, mail.tries, reason)
    # Trying again is of no use where it was refused for good, or no mail can be made of it.
    is_final = isinstance(error, ValueError) or any(code in PERMANENT_REFUSALS for code, _ in _refusals(error))
    if is_final or mail.tries >= MAX_TRIES:
        _claimed(mail).update(state=MailState.FAILED, last_error=reason)
    else:
        _claimed(mail).update(next_try_at=timezone.now() + RETRY_DELAYS[mail.tries - 1], last_error=reason)


def _is_of_server(error: Exception) -> bool:
    """Return whether the mail server fails, whatever the mail: no connection, no answer, or a refusal of ourselves."""
    codes = {code for code, _ in _refusals(error)}
    # OSError is what all errors of the network and of smtplib are.
    return NOT_AVAILABLE in codes if codes else isinstance(error, OSError)


def _refusals(error: BaseException | None) -> list[tuple[int, str]]:
    """Return the codes and texts with which a mail server refused the address or the content."""
    refusals: list[tuple[int, str | bytes]] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        refusals = [*error.recipients.values()]
    elif isinstance(error, smtplib.SMTPDataError):
        refusals = [(error.smtp_code, error.smtp_error)]
    return [(code, text.decode(errors="replace") if isinstance(text, bytes) else text) for code, text in refusals]


def _reason_of(error: BaseException | None, mail: OutgoingMail) -> str:
    """Return what went wrong for staff, without the address: it must not outlive the enquirer's details."""
    refusals = [f"{code} {text}" for code, text in _refusals(error)]
    reason = "; ".join(refusals) or f"{type(error).__name__}: {error}"
    if mail.to:
        reason = re.sub(re.escape(mail.to), "the address", reason, flags=re.IGNORECASE)
    return " ".join(reason.replace("\0", "").split())[:MAX_ERROR_LENGTH]
