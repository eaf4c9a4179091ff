"""What a partnership's contact, who has no account, says by the signed link of a mail: that it will answer, or has."""

from django.db import models, transaction
from django.utils import timezone

from partnerships.enquiries import links as enquiry_links
from partnerships.models import Enquiry, EnquiryEvent
from partnerships.vocabulary import EnquiryEventKind, EnquiryState


class Reply(models.TextChoices):
    """What the partnership says."""

    WILL_ANSWER = "will", "We will answer"
    HAS_ANSWERED = "has", "We have answered"


STATE_AFTER = {
    Reply.WILL_ANSWER: (EnquiryState.WAITING, {EnquiryState.NEW}),
    Reply.HAS_ANSWERED: (EnquiryState.ANSWERED, {EnquiryState.NEW, EnquiryState.WAITING}),
}
WORDS = {
    Reply.WILL_ANSWER: "The partnership says that it will answer.",
    Reply.HAS_ANSWERED: "The partnership says that it has answered.",
}


def enquiry_of(token: str) -> Enquiry:
    """Return the enquiry a link shows. Reading it changes nothing: mail scanners open every link.

    Raises links.LinkExpired and links.NotOurLink; the latter also when the enquiry is held back or forgotten, or when
    the address the link was mailed to is not the contact of its partnership any more.
    """
    link = enquiry_links.read_enquiry_link(token)
    enquiry = Enquiry.objects.genuine().select_related("partnership", "authority", "desk").filter(pk=link.enquiry_pk)
    for found in enquiry:
        if not found.is_anonymised and found.partnership and link.went_to(found.partnership.contact_email):
            return found
    raise enquiry_links.NotOurLink


@transaction.atomic
def record(*, token: str, statement: str) -> Enquiry:
    """Keep what the partnership says; the same thing said twice is kept once. Raises what `enquiry_of` raises."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_of(token).pk)
    words = WORDS[Reply(statement)]
    if enquiry.events.filter(kind=EnquiryEventKind.OPENED_BY_LINK, text=words).exists():
        return enquiry
    after, from_states = STATE_AFTER[Reply(statement)]
    if enquiry.state in from_states:
        enquiry.state = after
        if after == EnquiryState.ANSWERED:
            enquiry.answered_at = enquiry.answered_at or timezone.now()
        enquiry.save(update_fields=["state", "answered_at"])
    EnquiryEvent.objects.create(enquiry=enquiry, kind=EnquiryEventKind.OPENED_BY_LINK, text=words)
    return enquiry


def recorded(enquiry: Enquiry) -> set[Reply]:
    """Return what the partnership has said so far."""
    words = set(enquiry.events.filter(kind=EnquiryEventKind.OPENED_BY_LINK).values_list("text", flat=True))
    return {statement for statement, sentence in WORDS.items() if sentence in words}
