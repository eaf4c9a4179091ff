"""What a partnership's contact, who has no account, says by the signed link of a mail: that it will answer, or has."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from partnerships.enquiries.links import ENQUIRY_LINK, fingerprint
from partnerships.models import Enquiry, EnquiryEvent
from partnerships.signed_links import NotOurLink
from partnerships.vocabulary import EnquiryEventKind, EnquiryState


class Reply(models.TextChoices):
    """What the partnership says."""

    WILL_ANSWER = "will", "We will answer"
    HAS_ANSWERED = "has", "We have answered"


STATE_AFTER = {
    Reply.WILL_ANSWER: (EnquiryState.WAITING, {EnquiryState.NEW}),
    Reply.HAS_ANSWERED: (EnquiryState.ANSWERED, {EnquiryState.NEW, EnquiryState.WAITING}),
}
# The text of the event a reply is stored as: by it the reply is known again, so it is never changed.
SENTENCES = {
    Reply.WILL_ANSWER: "The partnership says that it will answer.",
    Reply.HAS_ANSWERED: "The partnership says that it has answered.",
}


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
        or enquiry.is_anonymised
        or not enquiry.partnership
        or not constant_time_compare(went_to, fingerprint(enquiry.partnership.contact_email))
    ):
        raise NotOurLink
    return enquiry


@transaction.atomic
def record(*, token: str, reply: Reply) -> Enquiry:
    """Store what the partnership says; the same reply twice is stored once. Raises what `enquiry_of` raises."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_of(token).pk)
    if reply in recorded(enquiry):
        return enquiry
    state_after, states_before = STATE_AFTER[reply]
    if enquiry.state in states_before:
        enquiry.state = state_after
        if state_after == EnquiryState.ANSWERED:
            enquiry.answered_at = enquiry.answered_at or timezone.now()
        enquiry.save(update_fields=["state", "answered_at"])
    EnquiryEvent.objects.create(enquiry=enquiry, kind=EnquiryEventKind.OPENED_BY_LINK, text=SENTENCES[reply])
    return enquiry


def recorded(enquiry: Enquiry) -> set[Reply]:
    """Return what the partnership has said so far."""
    texts = set(enquiry.events.filter(kind=EnquiryEventKind.OPENED_BY_LINK).values_list("text", flat=True))
    return {reply for reply, sentence in SENTENCES.items() if sentence in texts}
