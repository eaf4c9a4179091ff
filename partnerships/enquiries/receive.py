"""An enquiry comes in: it is stored, its timeline begins, and its mails are written, all or nothing."""

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from partnerships.abuse.too_often import Sending
from partnerships.enquiries import mails as enquiry_mails
from partnerships.enquiries import routing
from partnerships.enquiries.routing import Route
from partnerships.models import Enquiry, EnquiryEvent
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
    enquiry: Enquiry, *, route: Route, suspicions: Iterable[str] = (), sending: Sending | None = None
) -> Enquiry:
    """Store `enquiry` with the `route` its sender was told of, and write the mails that tell of it; return it.

    Its `sending` is noted with it, as each commit waits for the disk. Of several sent together only the first has one.

    The same submission again, even at the same moment, returns the enquiry there is and writes nothing. With
    `suspicions`, sentences for staff, it is held back: staff see it, and no mail leaves. Raises UnderAge for a young
    person.
    """
    if enquiry.enquirer == EnquirerKind.YOUNG_PERSON:
        raise UnderAge
    enquiry.suspicions = " ".join(suspicions)[:250]
    enquiry.state = EnquiryState.QUARANTINED if enquiry.suspicions else EnquiryState.NEW
    enquiry.desk, enquiry.route, enquiry.route_reason = route.desk, route.kind, route.reason[:250]
    enquiry.recipient_name = route.recipient_name
    enquiry.due_on = route.due_on
    enquiry.is_promised = route.is_promised
    if earlier := _store(enquiry):
        return earlier
    if sending:
        sending.remember()
    next_event = (EnquiryEventKind.ROUTED, route.reason)
    if enquiry.suspicions:
        next_event = (EnquiryEventKind.QUARANTINED, enquiry.suspicions)
    timeline = [(EnquiryEventKind.RECEIVED, ""), next_event]
    EnquiryEvent.objects.bulk_create(EnquiryEvent(enquiry=enquiry, kind=kind, text=text) for kind, text in timeline)
    if not enquiry.suspicions:
        told = routing.recipients(route.kind, route.desk, enquiry.partnership)
        enquiry_mails.tell_recipients(enquiry, told.addresses)
        enquiry_mails.tell_enquirer(enquiry)
    return enquiry


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
