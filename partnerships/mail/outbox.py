"""Writing mail. It is stored with what it tells of, in one transaction, and the worker sends it afterwards."""

from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from partnerships.mail import late_mails
from partnerships.mail.delivery import LEASE
from partnerships.models import Enquiry, OutgoingMail
from partnerships.vocabulary import MailState

MAX_SUBJECT_LENGTH = 250


class MailExtras(TypedDict, total=False):
    """What not every mail has: the enquiry it is about, where answers go, and headers of its own."""

    enquiry: Enquiry | None
    reply_to: str
    headers: dict[str, str] | None


def write(*, key: str, to: str, template: str, context: dict[str, Any], **extras: Unpack[MailExtras]) -> OutgoingMail:
    """Store one mail to the address `to`, which the worker sends once the caller's transaction is through; return it.

    `template` names emails/<template>_subject.txt, .txt and .html; all three get `context`, site_name and site_url.
    `key` says what the mail is for: the same key again returns the mail there is, whatever became of it.
    """
    context = _ours() | context
    headers = extras.get("headers") or {}
    text, html = late_mails.drawn(template, context)
    mail = OutgoingMail(
        key=key,
        enquiry=extras.get("enquiry"),
        to=_on_one_line(to),
        reply_to=_on_one_line(extras.get("reply_to", "")),
        subject=_subject(template, context),
        text=text,
        html=html,
        headers={name: _on_one_line(value) for name, value in headers.items()},
        for_mailing_list="List-Unsubscribe" in headers,
    )
    return _stored(mail)


def write_late(*, key: str, to: str, template: str, about: dict[str, str] | None = None) -> OutgoingMail:
    """Store one mail to `to` that is made of `template` only when it leaves, if it is needed then; see late_mails.

    `about`, which is no secret, is kept with it. The same key again returns the mail there is.
    """
    about = about or {}
    subject = _subject(template, {"site_name": settings.SITE_NAME} | about)
    return _stored(OutgoingMail(key=key, to=_on_one_line(to), subject=subject, template=template, about=about))


def _stored(mail: OutgoingMail) -> OutgoingMail:
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        # Nearly none is written twice, so nobody looks before.
        return OutgoingMail.objects.get(key=mail.key)
    return mail


def text_of(template: str, context: dict[str, Any]) -> str:
    """Return the words of the mail that `write` makes of this `template` and `context`, as plain text."""
    return late_mails.drawn(template, _ours() | context)[0]


def retry(mail: OutgoingMail) -> None:
    """Try `mail` again now, with all its tries before it, if it was given up or is waiting after a try that failed.

    Nothing happens to a mail that has left, is leaving at this moment, or has no address any more.
    """
    now = timezone.now()
    # Whoever is sending it right now has it for no longer than the lease.
    is_waiting_long = Q(state=MailState.QUEUED, next_try_at__gt=now + LEASE)
    unsent = OutgoingMail.objects.filter(Q(state=MailState.FAILED) | is_waiting_long, pk=mail.pk).exclude(to="")
    unsent.update(state=MailState.QUEUED, tries=0, next_try_at=now)
    mail.refresh_from_db()


def _subject(template: str, context: dict[str, Any]) -> str:
    return _on_one_line(late_mails.plain_text(f"emails/{template}_subject.txt", context))[:MAX_SUBJECT_LENGTH]


def _ours() -> dict[str, Any]:
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}


def _on_one_line(value: str) -> str:
    """Return `value` without line breaks or control characters: it becomes a header, and must not become two."""
    return " ".join("".join(character if character.isprintable() else " " for character in value).split())
