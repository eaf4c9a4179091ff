"""Answers that came by e-mail, kept in the timeline of the enquiry they belong to.

Staff paste them or save them as a file. They are emptied with the enquiry, like every line of its timeline.
"""

import datetime
import re
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.enquiries.desk import DeskRefusal, action
from partnerships.mail import reading
from partnerships.mail.reading import SavedMail, Sent
from partnerships.models import Enquiry, EnquiryEvent
from partnerships.signed_links import ExpiredLink, NotOurLink, SignedToken
from partnerships.text.pasted import mail_address
from partnerships.text.sentences import listed
from partnerships.uploads import apart
from partnerships.uploads.refusals import Refused
from partnerships.vocabulary import OPEN_STATES, EnquiryEventKind, EnquiryState

OF_MAILS = [EnquiryEventKind.WROTE_BACK, EnquiryEventKind.ANSWERED_BY_MAIL]
# The clock of a mail program may be slow.
CLOCKS_DIFFER_BY = datetime.timedelta(minutes=15)
# What the form carries of a file that was read, while something is asked about it.
HELD = SignedToken(salt="partnerships.mailed_answers.held", max_age=datetime.timedelta(hours=12))
# How the day, or the moment, of a mail ends the first line of what is kept of it.
_SENT = re.compile(r" on \d{1,2} [A-Z][a-z]+ \d{4}(?:, \d\d:\d\d)?$")
_LEFT_OUT, _NOT_KEPT = "(Left out: ", "(Not kept: "


class AlreadyKept(DeskRefusal):
    """The same mail stands in the timeline, whether it came as a file or was pasted."""

    message = "This e-mail is kept already: see the timeline"


class WrittenBy(models.TextChoices):
    """Who wrote a mail about an enquiry, and what follows from that."""

    ENQUIRER = "enquirer", "The enquirer: somebody has to answer"
    ANSWERER = "answerer", "Somebody who answers the enquirer: it is answered"


def read_mail(file: Any) -> SavedMail:
    """Return what stands in an uploaded `file`, which is read apart. Raises Refused."""
    if file.size > reading.MOST_BYTES:
        raise Refused(reading.TOO_LARGE)
    return SavedMail.of(apart.read("partnerships.mail.reading:as_data", file.read()))


def pasted(words: str, sender: str, day: datetime.date | None) -> SavedMail:
    """Return what was pasted, `sender` and `day` as somebody typed them, as a mail without the one it answers."""
    new, quoted_lines = reading.without_history(words)
    return SavedMail(sender, day, new, quoted_lines)


def hold(enquiry: Enquiry, mail: SavedMail) -> str:
    """Return `mail`, as a file that was read, as a token for the form of `enquiry` alone."""
    sent = mail.sent.isoformat() if mail.sent else ""
    return HELD.token([enquiry.pk, mail.sender, sent, mail.words, mail.quoted_lines, mail.attached])


def held(enquiry: Enquiry, token: str) -> SavedMail | None:
    """Return the mail in `token`; None when it is not ours, too old, or about another enquiry."""
    try:
        key, *data = HELD.read(token)
    except (ExpiredLink, NotOurLink):
        return None
    return SavedMail.of(data) if key == enquiry.pk else None


def in_words(mail: SavedMail) -> str:
    """Return `mail` as it stands in a timeline: who wrote it and when, its words, and what is left out of it."""
    parts = [f"From {mail.sender or 'somebody whose address is not known'}{_when(mail.sent)}", mail.words]
    if mail.quoted_lines:
        lines = "line" if mail.quoted_lines == 1 else "lines"
        parts.append(f"{_LEFT_OUT}{mail.quoted_lines} {lines} of the e-mail that it answers.)")
    if mail.attached:
        parts.append(f"{_NOT_KEPT}{listed(mail.attached)}. Attached files stay in your mail program.)")
    return "\n\n".join(parts)


def is_by_enquirer(enquiry: Enquiry, mail: SavedMail) -> bool:
    """Whether `mail` came from the address of whoever sent `enquiry`."""
    return bool(enquiry.email) and mail_address(mail.sender).casefold() == enquiry.email.casefold()


def is_older(enquiry: Enquiry, mail: SavedMail) -> bool:
    """Whether `mail` was written before `enquiry` came, as far as it says when."""
    if isinstance(mail.sent, datetime.datetime):
        return mail.sent < enquiry.received_at - CLOCKS_DIFFER_BY
    return mail.sent is not None and mail.sent < timezone.localdate(enquiry.received_at)


def is_to_come(mail: SavedMail) -> bool:
    """Whether `mail` says that it was written on a day that is still to come."""
    sent = mail.sent
    day = timezone.localdate(sent - CLOCKS_DIFFER_BY) if isinstance(sent, datetime.datetime) else sent
    return day is not None and day > timezone.localdate()


def _is_kept(enquiry: Enquiry, mail: SavedMail) -> bool:
    """Whether the words of `mail` stand in the timeline, of the same day and time as far as both say when."""
    kept = enquiry.events.filter(kind__in=OF_MAILS).values_list("text", flat=True)
    said, when = " ".join(mail.words.split()), _when(mail.sent)
    for heading, words in map(_said_in, kept):
        before = found[0] if (found := _SENT.search(heading)) else ""
        if words == said and (before.startswith(when) or when.startswith(before)):
            return True
    return False


def _said_in(text: str) -> tuple[str, str]:
    """Return the first line of what is kept of a mail, and the words of that mail."""
    heading, *paragraphs = text.split("\n\n")
    while paragraphs and paragraphs[-1].startswith((_LEFT_OUT, _NOT_KEPT)):
        paragraphs.pop()
    return heading, " ".join(" ".join(paragraphs).split())


@action(EnquiryState.NEW, EnquiryState.WAITING, EnquiryState.ANSWERED, EnquiryState.CLOSED, needs_person=True)
def record(enquiry: Enquiry, by: User, mail: SavedMail, written_by: str) -> Enquiry:
    """Keep `mail` in the timeline. One by the enquirer opens again what was answered or closed; another one answers it.

    What was closed stays so when somebody answered it. Raises AlreadyKept.
    """
    if _is_kept(enquiry, mail):
        raise AlreadyKept
    if written_by == WrittenBy.ENQUIRER:
        kind = EnquiryEventKind.WROTE_BACK
        if enquiry.state not in OPEN_STATES:
            enquiry.state, enquiry.outcome, enquiry.closed_at = EnquiryState.WAITING, "", None
    else:
        kind = EnquiryEventKind.ANSWERED_BY_MAIL
        if enquiry.state in OPEN_STATES:
            enquiry.state = EnquiryState.ANSWERED
            enquiry.answered_at = enquiry.answered_at or _answered_at(enquiry, mail.sent)
    enquiry.save()
    EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, by=by, text=in_words(mail))
    return enquiry


def _when(sent: Sent) -> str:
    if sent is None:
        return ""
    if isinstance(sent, datetime.datetime):
        return f" on {date_format(timezone.localtime(sent), 'j F Y, H:i')}"
    return f" on {date_format(sent, 'j F Y')}"


def _answered_at(enquiry: Enquiry, sent: Sent) -> datetime.datetime:
    """Return when it was answered: when the mail says, if it says a moment that can be true."""
    now = timezone.now()
    return sent if isinstance(sent, datetime.datetime) and enquiry.received_at <= sent <= now else now
