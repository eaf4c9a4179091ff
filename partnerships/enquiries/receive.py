"""An enquiry comes in: it is kept, its way is noted, and its mails are written, all or nothing."""

import secrets
import uuid
from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships.dates import working_days
from partnerships.enquiries import mails as enquiry_mails
from partnerships.enquiries import routing
from partnerships.enquiries.routing import ROUTES, Route
from partnerships.models import BridgeOrganisation, Enquiry, EnquiryEvent, LocalAuthority, Partnership
from partnerships.vocabulary import EnquirerKind, EnquiryEventKind, EnquiryState, EnquiryTopic

# Without the letters and digits that are mistaken for one another when read out.
REFERENCE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 6
TRIES = 5


class UnderAge(ValueError):
    """A young person's details are never kept."""


class Answers(TypedDict):
    """What the enquirer said."""

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
    suspicions: Iterable[str] = (),
    bridge: BridgeOrganisation | None = None,
    **answers: Unpack[Answers],
) -> Enquiry:
    """Keep an enquiry, note where it goes and write the mails that tell of it; return it.

    The same `submission` again, even at the same moment, returns the enquiry there is and writes nothing. With
    `suspicions` it is held back: staff see it, and no mail leaves. `bridge` is given when it is about a Bridge
    Organisation itself. Raises UnderAge for a young person.
    """
    if answers["enquirer"] == EnquirerKind.YOUNG_PERSON:
        raise UnderAge
    about = {"partnership": answers["partnership"], "authority": answers["authority"]}
    route = routing.route(answers["topic"], bridge=bridge, **about)
    held_back = " ".join(suspicions)[:250]
    enquiry, is_new = _keep(submission, answers, route, held_back)
    if is_new:
        _note(enquiry, route, held_back)
        if not held_back:
            enquiry_mails.tell_recipients(enquiry, route.recipients)
            enquiry_mails.tell_enquirer(enquiry)
    return enquiry


def submitted(submission: uuid.UUID) -> Enquiry | None:
    """Return the enquiry of a submission that came in before, if it did."""
    return Enquiry.objects.filter(submission=submission).first()


def _keep(submission: uuid.UUID, answers: Answers, route: Route, held_back: str) -> tuple[Enquiry, bool]:
    """Return the enquiry and whether it is new. Another one's reference, drawn by chance, is drawn again."""
    for left in reversed(range(TRIES)):
        try:
            return Enquiry.objects.get_or_create(
                submission=submission,
                defaults=dict(
                    answers,
                    reference=_draw_reference(),
                    desk=route.desk,
                    route=route.kind,
                    route_reason=route.reason[:250],
                    state=EnquiryState.QUARANTINED if held_back else EnquiryState.NEW,
                    suspicions=held_back,
                    due_on=working_days.due_on(timezone.localdate(), ROUTES[answers["topic"]].answer_within),
                ),
            )
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("The last try returns or raises.")  # pragma: no cover


def _draw_reference() -> str:
    return "LCEP-" + "".join(secrets.choice(REFERENCE_SIGNS) for _ in range(REFERENCE_LENGTH))


def _note(enquiry: Enquiry, route: Route, held_back: str) -> None:
    """Begin the timeline."""
    events = [(EnquiryEventKind.RECEIVED, ""), (EnquiryEventKind.ROUTED, route.reason)]
    if held_back:
        events[1:] = [(EnquiryEventKind.QUARANTINED, held_back)]
    for kind, words in events:
        EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, text=words)
