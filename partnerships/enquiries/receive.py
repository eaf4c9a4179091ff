"""An enquiry comes in: it is stored, its timeline begins, and its mails are written, all or nothing."""

import uuid
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from partnerships.abuse.too_often import Sending
from partnerships.enquiries import mails as enquiry_mails
from partnerships.enquiries import routing
from partnerships.enquiries.routing import Route
from partnerships.models import Enquiry, EnquiryEvent
from partnerships.text.sentences import listed
from partnerships.vocabulary import EnquirerKind, EnquiryEventKind, EnquiryState

# Without the letters and digits that are mistaken for one another when read out.
REFERENCE_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 6
MAX_TRIES = 5
# What it is called where sent forms are counted.
FORM = "enquiry"


class UnderAge(ValueError):
    """A young person's details are never kept."""


@transaction.atomic
def submit(
    enquiries: Sequence[Enquiry],
    *,
    routes: Sequence[Route],
    said: Sequence[str] = (),
    suspicions: Iterable[str] = (),
    sending: Sending | None = None,
) -> list[Enquiry]:
    """Store `enquiries`, sent in one go, each with the route its sender was told of, and their mails; return them.

    Each is told to whoever gets it, and all of them are to their sender, in one mail. Their `sending` is noted with
    them, once, as each commit waits for the disk. What is `said` of each, in a sentence or "", begins its timeline.

    The same submission again, even at the same moment, returns the enquiries there are and writes nothing. With
    `suspicions`, sentences for staff, they are held back: staff see them, and no mail leaves. Raises UnderAge for a
    young person.
    """
    why_held = " ".join(suspicions)[:250]
    for enquiry, route in zip(enquiries, routes, strict=True):
        if enquiry.enquirer == EnquirerKind.YOUNG_PERSON:
            raise UnderAge
        enquiry.suspicions = why_held
        enquiry.state = EnquiryState.QUARANTINED if why_held else EnquiryState.NEW
        enquiry.desk, enquiry.route, enquiry.route_reason = route.desk, route.kind, route.reason[:250]
        enquiry.recipient_name = route.recipient_name
        enquiry.due_on = route.due_on
        enquiry.is_promised = route.is_promised
        if earlier := _store(enquiry):
            # Others of them cannot be new: they were stored in one transaction.
            return list(Enquiry.objects.sent_together_with(earlier))
    if sending:
        sending.remember()
    for enquiry, words in zip(enquiries, said or [""] * len(enquiries), strict=True):
        _begin_timeline(enquiry, enquiries, words)
        if not why_held:
            told = routing.recipients(enquiry.route, enquiry.desk, enquiry.partnership)
            enquiry_mails.tell_recipients(enquiry, told.addresses)
    if not why_held:
        enquiry_mails.tell_enquirer(*enquiries)
    return list(enquiries)


def _begin_timeline(enquiry: Enquiry, together: Sequence[Enquiry], said: str) -> None:
    others = listed(other.about_what for other in together if other is not enquiry)
    next_event = (EnquiryEventKind.ROUTED, enquiry.route_reason)
    if enquiry.suspicions:
        next_event = (EnquiryEventKind.QUARANTINED, enquiry.suspicions)
    received = [said, others and f"Sent in one go with the same about {others}."]
    timeline = [(EnquiryEventKind.RECEIVED, " ".join(filter(None, received))), next_event]
    EnquiryEvent.objects.bulk_create(EnquiryEvent(enquiry=enquiry, kind=kind, text=text) for kind, text in timeline)


def submitted(submission: uuid.UUID) -> Enquiry | None:
    """Return the enquiry of `submission` if that came in before, else None."""
    return Enquiry.objects.filter(submission=submission).first()


def _store(enquiry: Enquiry) -> Enquiry | None:
    """Store it, or return the one there is of its submission. A reference that another one has is drawn again."""
    for tries_left in reversed(range(MAX_TRIES)):
        enquiry.reference = f"LCEP-{get_random_string(REFERENCE_LENGTH, REFERENCE_CHARACTERS)}"
        try:
            with transaction.atomic():
                enquiry.save(force_insert=True)
        except IntegrityError:
            if earlier := submitted(enquiry.submission):
                return earlier
            if not tries_left:
                raise
        else:
            break
    return None
