"""The mails of enquiries: who is told what, and where their answers go.

What a stranger wrote is never mailed on, nor their name or address: the mail says where to read it. Staff's own words
are ours to send.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from partnerships.enquiries.partnership_replies import ENQUIRY_LINK, enquiry_link, fingerprint
from partnerships.enquiries.routing import who_else_sees_it, whom_to_ask_about
from partnerships.mail import outbox
from partnerships.mail.delivery import message_id
from partnerships.models import Enquiry, OutgoingMail
from partnerships.vocabulary import EnquiryEventKind, RouteKind

RECEIPT = "receipt"


def tell_enquirer(*enquiries: Enquiry) -> OutgoingMail:
    """Write one receipt for enquiries sent together: each reference, what was asked in brief, who answers and by when.

    Nobody's address is in it.
    """
    first = enquiries[0]
    parts = [
        {
            "enquiry": enquiry,
            "who_else": who_else_sees_it(enquiry.recipient_name, enquiry.desk),
            "whom": whom_to_ask_about(enquiry),
        }
        for enquiry in enquiries
    ]
    return _write(first, RECEIPT, to=first.email, template="enquiry_receipt", parts=parts)


def tell_enquirer_who_answers_instead(enquiry: Enquiry, before: str) -> OutgoingMail:
    """Tell the enquirer that the enquiry, which was with `before`, is with somebody else, and what was promised.

    It must be in the timeline already: the number of times it was passed on makes its mail one of its own.
    """
    return _write(
        enquiry,
        f"moved:{_times_passed_on(enquiry)}",
        to=enquiry.email,
        template="enquiry_moved",
        before=before,
        whom=whom_to_ask_about(enquiry),
        who_else=who_else_sees_it(enquiry.recipient_name, enquiry.desk),
    )


def tell_recipients(enquiry: Enquiry, addresses: list[str]) -> list[OutgoingMail]:
    """Tell each of `addresses`, once, that there is a new enquiry and where to read it."""
    return [_tell(enquiry, "received", address, template="enquiry_received") for address in addresses]


def tell_new_desk(enquiry: Enquiry, addresses: list[str], reason: str) -> list[OutgoingMail]:
    """Tell each of `addresses` that the enquiry was passed on to them, and the reason staff gave.

    Each time it is passed on they are told anew, even at the same address: the times are counted in the timeline.
    """
    key = f"passed-on:{_times_passed_on(enquiry)}"
    return [_tell(enquiry, key, address, template="enquiry_passed_on", reason=reason) for address in addresses]


def remind(enquiry: Enquiry, addresses: list[str]) -> None:
    """Remind each of `addresses`, once for each day it is due, that an answer is due."""
    for address in addresses:
        _tell(enquiry, f"due:{enquiry.due_on}", address, template="enquiry_due")


def tell_of_quiet(enquiry: Enquiry, addresses: list[str]) -> None:
    """Tell each of `addresses`, once for each day it was due, that nobody has answered, and what to do."""
    for address in addresses:
        _tell(enquiry, f"quiet:{enquiry.due_on}", address, template="enquiry_quiet")


def tell_enquirer_of_delay(enquiry: Enquiry, told: str) -> OutgoingMail:
    """Tell the enquirer, once, that we know of no answer, and that `told` has been asked to see to it."""
    return _write(enquiry, "delay", to=enquiry.email, template="enquiry_delay", told=told)


def send_reply(enquiry: Enquiry, text: str, by: User) -> OutgoingMail:
    """Write to the enquirer what `by` replied; it stands below the receipt in the enquirer's mail program.

    The reply must be in the timeline already: its number among the replies there makes its mail one of its own.
    `enquiry` must be locked, or two replies at the same moment would be taken for one.
    """
    number = enquiry.events.filter(kind=EnquiryEventKind.REPLIED).count()
    receipt = message_id(_key_of_receipt(enquiry))
    return _write(
        enquiry,
        f"reply:{number}",
        to=enquiry.email,
        template="enquiry_reply",
        # A person wrote this one, unlike all others: RFC 3834 has a word for that.
        headers={"Auto-Submitted": "no", "In-Reply-To": receipt, "References": receipt},
        **_reply(enquiry, text, by),
    )


def reply_as_text(enquiry: Enquiry, text: str, by: User) -> str:
    """Return the words of the mail that `send_reply` would write."""
    return outbox.text_of("enquiry_reply", {"enquiry": enquiry} | _reply(enquiry, text, by))


def reply_address(enquiry: Enquiry) -> str:
    """Return where answers to mails about `enquiry` go: a@b becomes a+LCEP-7K3M9Q@b, so that they can be told apart."""
    mailbox, _, host = settings.ENQUIRY_REPLY_TO.rpartition("@")
    return f"{mailbox}+{enquiry.reference}@{host}"


def _reply(enquiry: Enquiry, text: str, by: User) -> dict[str, str]:
    desk = enquiry.desk.name if enquiry.desk else "National desk"
    return {"text": text.strip(), "writer": by.get_full_name(), "desk": desk}


def _key_of_receipt(enquiry: Enquiry) -> str:
    """Return the key of the receipt that names `enquiry`: its own, or that of the first it was sent together with."""
    own = _key(enquiry, RECEIPT)
    if not enquiry.sent_with or OutgoingMail.objects.filter(key=own).exists():
        return own
    return _key(Enquiry.objects.sent_together_with(enquiry)[0], RECEIPT)


def _key(enquiry: Enquiry, key: str) -> str:
    return f"enquiry:{enquiry.reference}:{key}"


def _times_passed_on(enquiry: Enquiry) -> int:
    return enquiry.events.filter(kind=EnquiryEventKind.PASSED_ON).count()


def _tell(enquiry: Enquiry, key: str, address: str, *, template: str, reason: str = "") -> OutgoingMail:
    contact = enquiry.partnership.contact_email if enquiry.partnership else ""
    # The contact of the partnership that is to answer has no account, and reads it by a signed link.
    by_link = enquiry.route == RouteKind.PARTNERSHIP and address.casefold() == contact.casefold()
    page = settings.SITE_URL + reverse("admin:partnerships_enquiry_change", args=[enquiry.pk])
    return _write(
        enquiry,
        f"{key}:{fingerprint(address)}",
        to=address,
        template=template,
        reason=reason,
        link=enquiry_link(enquiry, address) if by_link else page,
        link_until=timezone.localdate() + ENQUIRY_LINK.max_age if by_link else None,
    )


def _write(
    enquiry: Enquiry, key: str, *, to: str, template: str, headers: dict[str, str] | None = None, **context: object
) -> OutgoingMail:
    return outbox.write(
        key=_key(enquiry, key),
        to=to,
        template=template,
        context={"enquiry": enquiry} | context,
        enquiry=enquiry,
        reply_to=reply_address(enquiry),
        headers=headers,
    )
