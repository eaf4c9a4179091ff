"""What a partnership's contact, who has no account, says by the signed link of a mail: that it will answer, or has.

Opening a link only shows something; mail scanners open every link. It says which enquiry and, as a keyed hash, to which
address it went: so no address stands in it, and it can be refused once that address has nothing to do with the enquiry
any more.
"""

import datetime

from django.db import models, transaction
from django.utils import timezone

from partnerships.models import Enquiry, EnquiryEvent
from partnerships.signed_links import NotOurLink, SignedLink, is_one_of, keyed_hashes
from partnerships.vocabulary import EnquiryEventKind, EnquiryState

ENQUIRY_LINK = SignedLink(
    salt="partnerships.links.enquiry", max_age=datetime.timedelta(days=30), page="partnerships:enquiry-by-link"
)


class Reply(models.TextChoices):
    """What the partnership says, by the button that says it."""

    WILL_ANSWER = "will", "We will answer"
    HAS_ANSWERED = "has", "We have answered"


FINGERPRINT_LENGTH = 16
# The kind of event each reply is stored as, with the sentence that tells of it.
EVENTS = {
    Reply.WILL_ANSWER: (EnquiryEventKind.WILL_ANSWER, "The partnership says that it will answer."),
    Reply.HAS_ANSWERED: (EnquiryEventKind.HAS_ANSWERED, "The partnership says that it has answered."),
}


def enquiry_link(enquiry: Enquiry, address: str) -> str:
    """Return the full address of the page that shows `enquiry` to whoever reads the mail to `address`, for 30 days."""
    return ENQUIRY_LINK.url([enquiry.pk, fingerprint(address)])


def fingerprint(address: str) -> str:
    """Return a short keyed hash that stands for a mail `address`, whatever the case of its letters."""
    return _hashes(address)[0]


def is_fingerprint_of(address: str, known: str) -> bool:
    """Return whether `known` stands for the mail `address`, by the key of today or one before it."""
    return is_one_of(known, _hashes(address))


def _hashes(address: str) -> list[str]:
    return keyed_hashes(ENQUIRY_LINK.salt, address.strip().casefold(), FINGERPRINT_LENGTH)


def enquiry_of(token: str) -> Enquiry:
    """Return the enquiry a link shows. Reading it changes nothing: mail scanners open every link.

    Raises ExpiredLink and NotOurLink; the latter also when the enquiry is held back or anonymised, or when
    the address the link was mailed to is not the contact of its partnership any more.
    """
    pk, went_to = ENQUIRY_LINK.read(token)
    enquiries = Enquiry.objects.genuine().select_related("partnership", "authority", "desk")
    enquiry = enquiries.filter(pk=pk).first()
    if (
        enquiry is None
        or enquiry.anonymised_at
        or not enquiry.partnership
        or not is_fingerprint_of(enquiry.partnership.contact_email, went_to)
    ):
        raise NotOurLink
    return enquiry


@transaction.atomic
def record(*, token: str, reply: Reply) -> Enquiry:
    """Store what the partnership says; the same reply twice is stored once. Raises what `enquiry_of` raises."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_of(token).pk)
    if reply in recorded(enquiry):
        return enquiry
    if reply == Reply.WILL_ANSWER and enquiry.state == EnquiryState.NEW:
        enquiry.state = EnquiryState.WAITING
    if reply == Reply.HAS_ANSWERED and enquiry.is_open:
        enquiry.state, enquiry.answered_at = EnquiryState.ANSWERED, enquiry.answered_at or timezone.now()
    enquiry.save(update_fields=["state", "answered_at"])
    kind, sentence = EVENTS[reply]
    EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, text=sentence)
    return enquiry


def recorded(enquiry: Enquiry) -> dict[Reply, str]:
    """Return what the partnership has said so far, with the sentence that tells of it."""
    kinds = set(enquiry.events.values_list("kind", flat=True))
    return {reply: sentence for reply, (kind, sentence) in EVENTS.items() if kind in kinds}
