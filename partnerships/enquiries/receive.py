"""An enquiry comes in: it is stored, its timeline begins, and its mails are written, all or nothing."""

import secrets
import uuid
from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships.dates import working_days
from partnerships.enquiries import mails as enquiry_mails
from partnerships.enquiries import routing
from partnerships.enquiries.routing import Route
from partnerships.models import Enquiry, EnquiryEvent, LocalAuthority, Partnership
from partnerships.vocabulary import EnquirerKind, EnquiryEventKind, EnquiryState, EnquiryTopic

# Without the letters and digits that are mistaken for one another when read out.
REFERENCE_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 6
MAX_TRIES = 5


class UnderAge(ValueError):
    """A young person's details are never kept."""


class Answers(TypedDict):
    """What the enquirer answered, by the names of the enquiry's fields."""

    enquirer: EnquirerKind | str
    topic: EnquiryTopic | str
    partnership: Partnership | None
    authority: LocalAuthority | None
    message: str
    name: str
    email: str
    organisation: str
    consent_version: str


@transaction.atomic
def submit(
    *,
    submission: uuid.UUID,
    route: Route,
    suspicions: Iterable[str] = (),
    **answers: Unpack[Answers],
) -> Enquiry:
    """Store an enquiry with the `route` its sender was told of, and write the mails that tell of it; return it.

    The same `submission` again, even at the same moment, returns the enquiry there is and writes nothing. With
    `suspicions`, sentences for staff, it is held back: staff see it, and no mail leaves. Raises UnderAge for a young
    person.
    """
    if answers["enquirer"] == EnquirerKind.YOUNG_PERSON:
        raise UnderAge
    suspicion = " ".join(suspicions)[:250]
    enquiry, is_new = _store(submission, answers, route, suspicion)
    if is_new:
        _begin_timeline(enquiry, route, suspicion)
        if not suspicion:
            told = routing.recipients(route.kind, route.desk, answers["partnership"])
            enquiry_mails.tell_recipients(enquiry, told.addresses)
            enquiry_mails.tell_enquirer(enquiry)
    return enquiry


def submitted(submission: uuid.UUID) -> Enquiry | None:
    """Return the enquiry of `submission` if that came in before, else None."""
    return Enquiry.objects.filter(submission=submission).first()


def _store(submission: uuid.UUID, answers: Answers, route: Route, suspicion: str) -> tuple[Enquiry, bool]:
    """Return the enquiry and whether it is new. A reference that another one has by chance is drawn again."""
    for tries_left in reversed(range(MAX_TRIES)):
        try:
            return Enquiry.objects.get_or_create(
                submission=submission,
                defaults=dict(
                    answers,
                    reference=_draw_reference(),
                    desk=route.desk,
                    route=route.kind,
                    route_reason=route.reason[:250],
                    recipient_name=route.recipient_name,
                    state=EnquiryState.QUARANTINED if suspicion else EnquiryState.NEW,
                    suspicions=suspicion,
                    due_on=working_days.due_on(timezone.localdate(), route.answer_within),
                ),
            )
        except IntegrityError:
            if not tries_left:
                raise
    raise AssertionError("The last try returns or raises.")  # pragma: no cover


def _draw_reference() -> str:
    return "LCEP-" + "".join(secrets.choice(REFERENCE_CHARACTERS) for _ in range(REFERENCE_LENGTH))


def _begin_timeline(enquiry: Enquiry, route: Route, suspicion: str) -> None:
    events = [(EnquiryEventKind.RECEIVED, ""), (EnquiryEventKind.ROUTED, route.reason)]
    if suspicion:
        events[1:] = [(EnquiryEventKind.QUARANTINED, suspicion)]
    for kind, text in events:
        EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, text=text)
