"""The mails of enquiries: who is told what, and where their answers go.

What a stranger wrote is never mailed on, nor their name or address: the mail says where to read it. Staff's own words
are ours to send.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from partnerships.enquiries import links as enquiry_links
from partnerships.mail import outbox
from partnerships.mail.delivery import message_id
from partnerships.models import Enquiry, OutgoingMail
from partnerships.vocabulary import EnquiryEventKind, RouteKind


def tell_enquirer(enquiry: Enquiry) -> OutgoingMail:
    """Write the receipt: the reference, what was asked in brief, who answers and by when. Nobody's address is in it."""
    return outbox.write(
        key=_receipt_key(enquiry),
        to=enquiry.email,
        template="enquiry_receipt",
        context={"enquiry": enquiry},
        enquiry=enquiry,
        reply_to=reply_address(enquiry),
    )


def tell_recipients(enquiry: Enquiry, recipients: list[str]) -> list[OutgoingMail]:
    """Tell each of `recipients`, once, that there is a new enquiry and where to read it."""
    return [
        _tell(enquiry, address, "enquiry_received", f"received:{enquiry_links.fingerprint(address)}")
        for address in recipients
    ]


def tell_new_desk(enquiry: Enquiry, recipients: list[str], reason: str) -> list[OutgoingMail]:
    """Tell each of `recipients` that the enquiry was passed on to them, and the reason staff gave.

    Each time it is passed on they are told anew, even at the same address: the times are counted in the timeline.
    """
    times = enquiry.events.filter(kind=EnquiryEventKind.PASSED_ON).count()
    return [
        _tell(
            enquiry,
            address,
            "enquiry_passed_on",
            f"passed-on:{times}:{enquiry_links.fingerprint(address)}",
            reason=reason,
        )
        for address in recipients
    ]


def send_reply(enquiry: Enquiry, text: str, by: User) -> OutgoingMail:
    """Write to the enquirer what `by` replied; it stands below the receipt in the enquirer's mail program.

    The reply must be in the timeline already: its number among the replies there makes its mail one of its own.
    `enquiry` must be locked, or two replies at the same moment would be taken for one.
    """
    number = enquiry.events.filter(kind=EnquiryEventKind.REPLIED).count()
    receipt = message_id(_receipt_key(enquiry))
    return outbox.write(
        key=f"{_key(enquiry)}:reply:{number}",
        to=enquiry.email,
        template="enquiry_reply",
        context={"enquiry": enquiry, "text": text.strip(), "writer": by.get_full_name(), "desk": _desk(enquiry)},
        enquiry=enquiry,
        reply_to=reply_address(enquiry),
        # A person wrote this one, unlike all others: RFC 3834 has a word for that.
        headers={"Auto-Submitted": "no", "In-Reply-To": receipt, "References": receipt},
    )


def reply_address(enquiry: Enquiry) -> str:
    """Return where answers to mails about `enquiry` go: a@b becomes a+LCEP-7K3M9Q@b, so that they can be told apart."""
    mailbox, _, host = settings.ENQUIRY_REPLY_TO.rpartition("@")
    return f"{mailbox}+{enquiry.reference}@{host}"


def _tell(enquiry: Enquiry, address: str, template: str, key: str, *, reason: str = "") -> OutgoingMail:
    by_link = _has_no_account(enquiry, address)
    page = settings.SITE_URL + reverse("admin:partnerships_enquiry_change", args=[enquiry.pk])
    context = {
        "enquiry": enquiry,
        "reason": reason,
        "link": enquiry_links.enquiry_link(enquiry, address) if by_link else page,
        "link_until": timezone.localdate() + enquiry_links.ENQUIRY_LINK.max_age if by_link else None,
    }
    return outbox.write(
        key=f"{_key(enquiry)}:{key}",
        to=address,
        template=template,
        context=context,
        enquiry=enquiry,
        reply_to=reply_address(enquiry),
    )


def _has_no_account(enquiry: Enquiry, address: str) -> bool:
    """Return whether `address` is the contact of the partnership that is to answer, who reads it by a signed link."""
    contact = enquiry.partnership.contact_email if enquiry.partnership else ""
    return enquiry.route == RouteKind.PARTNERSHIP and address.casefold() == contact.casefold()


def _desk(enquiry: Enquiry) -> str:
    return enquiry.desk.name if enquiry.desk else "National desk"


def _key(enquiry: Enquiry) -> str:
    return f"enquiry:{enquiry.reference}"


def _receipt_key(enquiry: Enquiry) -> str:
    return f"{_key(enquiry)}:receipt"
