"""Enquiries do not go quiet: one that nobody answered is chased, twice, and its sender is told so, once.

On the day its answer is due whoever has it is reminded. Five working days later whoever looks after them is told what
to do: the desk of an enquiry that a partnership has, the national desk for any other. A daily command calls `chase`.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from partnerships.dates import working_days
from partnerships.enquiries import mails, routing
from partnerships.enquiries.routing import Recipients
from partnerships.models import Enquiry, EnquiryEvent
from partnerships.models.enquiries import DAYS_UNTIL_QUIET
from partnerships.text.sentences import name_of
from partnerships.vocabulary import EnquiryEventKind, RouteKind


def chase(today: datetime.date) -> dict[str, int]:
    """Chase what nobody has answered by `today`; return how many enquiries "reminded" and "passed up" that were.

    Safe to run again, and at any time: each step is taken once for each day an answer is due, in a transaction of its
    own with its mails and its line in the timeline.
    """
    counts = {"reminded": 0, "passed up": 0}
    for pk in Enquiry.objects.unanswered(today).order_by("due_on", "pk").values_list("pk", flat=True):
        if step := _chase_one(pk, today):
            counts[step] += 1
    return counts


@transaction.atomic
def _chase_one(pk: int, today: datetime.date) -> str:
    """Take the step that is due for the enquiry, if it still is; return which it was, or ""."""
    rows = Enquiry.objects.unanswered(today).select_for_update(of=("self",))
    enquiry = rows.select_related("partnership", "authority", "bridge", "desk", "assigned_to").filter(pk=pk).first()
    if enquiry is None:
        return ""
    chased = enquiry.events.filter(kind=EnquiryEventKind.CHASED).order_by("at").last()
    chased_on = timezone.localdate(chased.at) if chased else datetime.date.min
    quiet_on = working_days.due_on(enquiry.due_on, DAYS_UNTIL_QUIET)
    if today >= quiet_on:
        return _pass_up(enquiry) if chased_on < quiet_on else ""
    return _remind(enquiry) if chased_on < enquiry.due_on else ""


def _remind(enquiry: Enquiry) -> str:
    """Remind whoever has it."""
    person = enquiry.assigned_to
    told = routing.recipients(enquiry.route, enquiry.desk, enquiry.partnership)
    if person and person.is_active and person.email:
        told = Recipients(name_of(person), [person.email])
    mails.remind(enquiry, told.addresses)
    _note(enquiry, f"{told.name} was reminded: an answer is due on {enquiry.due_on:%-d %B %Y}.")
    return "reminded"


def _pass_up(enquiry: Enquiry) -> str:
    """Tell whoever looks after those who have it, and its sender."""
    has_desk = enquiry.route == RouteKind.PARTNERSHIP and enquiry.desk is not None
    kind, desk = (RouteKind.BRIDGE, enquiry.desk) if has_desk else (RouteKind.NATIONAL, None)
    told = routing.recipients(kind, desk, None)
    mails.tell_of_quiet(enquiry, told.addresses)
    sentence = f"{told.name} was told that nobody has answered."
    if enquiry.email:
        mails.tell_enquirer_of_delay(enquiry, told.name)
        sentence += " So was the enquirer."
    _note(enquiry, sentence)
    return "passed up"


def _note(enquiry: Enquiry, text: str) -> None:
    kind, text = EnquiryEventKind.CHASED, text[0].upper() + text[1:]
    EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, text=text, at=timezone.now())
