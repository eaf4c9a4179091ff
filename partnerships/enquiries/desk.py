"""What staff do with an enquiry once it lies on a desk: each action changes it and adds an event to its timeline.

Every action takes `by`, who does it, and `seen`, the key of the latest event on the page they had before them: when
something else has happened since, the action is refused with MovedMeanwhile. `seen` may be left out where that does not
matter. The row is locked during an action, so two at the same moment follow one another.

Every action returns the enquiry as it is afterwards. It raises MovedMeanwhile, AlreadyClosed, HeldBack, StillOpen or
NobodyToAnswer when it cannot be done, and Enquiry.DoesNotExist when `by` may not see the enquiry.
"""

import datetime
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from partnerships.enquiries import mails as enquiry_mails
from partnerships.enquiries import routing
from partnerships.enquiries.routing import ROUTES, Recipients
from partnerships.models import BridgeOrganisation, Enquiry, EnquiryEvent, Partnership
from partnerships.models.enquiries import NATIONAL_DESK_PERMISSION
from partnerships.text.sentences import name_of
from partnerships.vocabulary import EnquiryEventKind, EnquiryOutcome, EnquiryState, EnquiryTopic, RouteKind


class DeskRefusal(Exception):
    """An action that cannot be done: each reason is a class of its own, with the `message` for whoever tried."""

    message: str


class MovedMeanwhile(DeskRefusal):
    """Something happened after the person opened the page: `event`."""

    def __init__(self, event: EnquiryEvent):
        super().__init__(event)
        self.event = event
        self.message = (
            f"Something happened after you opened this page. “{event.get_kind_display()}”, by {name_of(event.by)} at "
            f"{timezone.localtime(event.at):%H:%M}: see the timeline. Nothing was done yet, and what you entered is "
            "kept. Send it again if it is still right"
        )


class AlreadyClosed(DeskRefusal):
    message = "This enquiry is closed. Open it again first"


class HeldBack(DeskRefusal):
    message = "This enquiry is held back as suspected spam. Release it first"


class StillOpen(DeskRefusal):
    """It is neither closed nor held back, so there is nothing to open again or to release."""

    message = "This enquiry is open, so there is nothing to undo"


class NothingToSay(DeskRefusal):
    """The text or the reason is blank where one is needed."""

    message = "Enter some words"


class NotOfThisDesk(DeskRefusal):
    """The person does not answer for the desk the enquiry lies on."""

    message = "Select somebody who answers for this desk"


class AlreadyThere(DeskRefusal):
    """It has that topic, or lies on that desk, already."""

    message = "It is there already. Select something else"


class TakesNoEnquiries(DeskRefusal):
    """The partnership takes no enquiries, or is not the one it is about."""

    message = "The partnership takes no enquiries. Select a desk"


class NobodyToAnswer(DeskRefusal):
    message = "The personal details have been removed, so there is nobody to write to"


# What is raised when an action cannot be done in a state; in any other than these it is StillOpen.
REFUSED_IN: dict[str, type[DeskRefusal]] = {EnquiryState.CLOSED: AlreadyClosed, EnquiryState.QUARANTINED: HeldBack}


@dataclass(frozen=True)
class Action:
    """What can be done with an enquiry in one of `states`; `needs_person` when it is done to whoever sent it.

    `says` is the name of the value that must not be blank, if there is one.

    It is called with `enquiry`, `by`, `seen` and values of its own; `carry_out` gets the row as it is now, locked.
    """

    carry_out: Callable[..., Enquiry]
    states: Container[str]
    needs_person: bool
    says: str

    def is_possible(self, enquiry: Enquiry) -> bool:
        return enquiry.state in self.states and not (self.needs_person and enquiry.anonymised_at)

    @transaction.atomic
    def __call__(self, *, enquiry: Enquiry, by: User, seen: int | None = None, **values: Any) -> Enquiry:
        enquiries = Enquiry.objects.editable_by(by).select_for_update(of=("self",))
        enquiry = enquiries.select_related("partnership__bridge", "authority", "bridge", "desk", "assigned_to").get(
            pk=enquiry.pk
        )
        latest = latest_event(enquiry)
        if seen is not None and latest and latest.pk != seen:
            raise MovedMeanwhile(latest)
        if enquiry.state not in self.states:
            raise REFUSED_IN.get(enquiry.state, StillOpen)
        if not self.is_possible(enquiry):
            raise NobodyToAnswer
        if self.says and not values[self.says].strip():
            raise NothingToSay
        return self.carry_out(enquiry, by, **values)


def action(*states: str, needs_person: bool = False, says: str = "") -> Callable[[Callable[..., Enquiry]], Action]:
    """Make a function the action that can be done in `states`; without any in all but closed and held back."""
    possible_in = states or (EnquiryState.NEW, EnquiryState.WAITING, EnquiryState.ANSWERED)
    return lambda carry_out: Action(carry_out, possible_in, needs_person, says)


def staff_of(enquiry: Enquiry) -> QuerySet[User]:
    """Return the users who answer for the desk `enquiry` lies on and may do so."""
    if enquiry.desk_id is None:
        return User.objects.with_perm(NATIONAL_DESK_PERMISSION).filter(is_staff=True)
    return User.objects.with_perm("partnerships.change_enquiry").filter(is_staff=True, bridges=enquiry.desk_id)


def can_be_given_to(enquiry: Enquiry, by: User) -> QuerySet[User]:
    """Return the users `by` may assign `enquiry` to: those who answer for its desk, and `by` in any case."""
    staff = staff_of(enquiry).order_by().values("pk")
    return User.objects.filter(Q(pk__in=staff) | Q(pk=by.pk)).order_by("first_name", "username")


@action()
def assign(enquiry: Enquiry, by: User, to: User | None) -> Enquiry:
    """Give it to the user `to`, or to nobody when None. A new one is waiting from then on.

    Raises NotOfThisDesk when `to` may not answer it.
    """
    if to and not can_be_given_to(enquiry, by).filter(pk=to.pk).exists():
        raise NotOfThisDesk
    enquiry.assigned_to = to
    if to and enquiry.state == EnquiryState.NEW:
        enquiry.state = EnquiryState.WAITING
    return _save(enquiry, EnquiryEventKind.ASSIGNED, by, f"To {name_of(to)}" if to else "To nobody")


@action(needs_person=True, says="text")
def reply(enquiry: Enquiry, by: User, text: str, outcome: str = "") -> Enquiry:
    """Write to the enquirer, and keep what was written; with `outcome` also close it.

    Whoever replies has taken it on, unless somebody else had. Raises NothingToSay without text.
    """
    enquiry.state = EnquiryState.ANSWERED
    enquiry.answered_at = enquiry.answered_at or timezone.now()
    enquiry.assigned_to = enquiry.assigned_to or by
    _save(enquiry, EnquiryEventKind.REPLIED, by, text)
    enquiry_mails.send_reply(enquiry, text, by)
    return close(enquiry=enquiry, outcome=outcome, by=by) if outcome else enquiry


@action(*EnquiryState, says="text")
def note(enquiry: Enquiry, by: User, text: str) -> Enquiry:
    """Keep a note only staff see. Raises NothingToSay without text."""
    return _save(enquiry, EnquiryEventKind.NOTED, by, text)


@action()
def change_topic(enquiry: Enquiry, by: User, topic: str) -> Enquiry:
    """Change what it is about. It stays on its desk and the promised date stays: see `usual_desk`.

    Raises AlreadyThere for the topic it has.
    """
    if enquiry.topic == topic:
        raise AlreadyThere
    text = f"From “{enquiry.get_topic_display()}” to “{EnquiryTopic(topic).label}”"
    enquiry.topic = topic
    return _save(enquiry, EnquiryEventKind.TOPIC_CHANGED, by, text)


def usual_desk(enquiry: Enquiry) -> BridgeOrganisation | None:
    """Return on whose desk enquiries like this lie today, which staff compare with where it lies."""
    return routing.usual_desk(enquiry.topic, enquiry.partnership, enquiry.authority, enquiry.bridge)


@action(says="reason")
def pass_on(enquiry: Enquiry, by: User, to: BridgeOrganisation | Partnership | None, reason: str) -> Enquiry:
    """Hand it to another desk (None is the national one), or let its partnership answer, and tell them why.

    A partnership has no desk: the enquiry stays on this one, which still sees to it that an answer is given. What the
    national desk has promised stays; if nobody had promised anything and it goes there, the desk promises from today.
    The enquirer is told who answers instead. Raises NothingToSay without a reason, AlreadyThere, TakesNoEnquiries.
    """
    told = _leave_to_partnership(enquiry, to) if isinstance(to, Partnership) else _move_to_desk(enquiry, to)
    before, enquiry.recipient_name = enquiry.recipient_name, told.name
    if enquiry.is_with_national_desk and not enquiry.is_promised:
        enquiry.is_promised, enquiry.due_on = True, _due_from_today(enquiry)
    enquiry.route_reason = f"Passed on by {name_of(by)}: {reason}"[:250]
    _save(enquiry, EnquiryEventKind.PASSED_ON, by, f"To {to or 'the national desk'}: {reason}")
    enquiry_mails.tell_new_desk(enquiry, told.addresses, reason)
    if enquiry.email and told.name != before:
        enquiry_mails.tell_enquirer_who_answers_instead(enquiry, before)
    return enquiry


@action(*(state for state in EnquiryState if state != EnquiryState.CLOSED))
def close(enquiry: Enquiry, by: User, outcome: str) -> Enquiry:
    enquiry.state, enquiry.outcome, enquiry.closed_at = EnquiryState.CLOSED, outcome, timezone.now()
    return _save(enquiry, EnquiryEventKind.CLOSED, by, EnquiryOutcome(outcome).label)


@action(EnquiryState.ANSWERED, EnquiryState.CLOSED)
def reopen(enquiry: Enquiry, by: User, text: str = "") -> Enquiry:
    """Open again what was answered or closed: it is waiting, assigned to whoever had it."""
    enquiry.state, enquiry.outcome, enquiry.closed_at = EnquiryState.WAITING, "", None
    return _save(enquiry, EnquiryEventKind.REOPENED, by, text)


@action(EnquiryState.QUARANTINED)
def release(enquiry: Enquiry, by: User) -> Enquiry:
    """Release it as genuine: it goes where it would have gone, its mails leave, and the time to answer begins."""
    enquiry.state, enquiry.suspicions = EnquiryState.NEW, ""
    enquiry.due_on = _due_from_today(enquiry)
    told = routing.recipients(enquiry.route, enquiry.desk, enquiry.partnership)
    if told.name != enquiry.recipient_name:
        enquiry.route = RouteKind.BRIDGE if enquiry.desk else RouteKind.NATIONAL
        enquiry.route_reason = f"It was for {enquiry.recipient_name} when it arrived."
        enquiry.recipient_name = told.name
    enquiry.is_promised = enquiry.is_promised or enquiry.is_with_national_desk
    _save(enquiry, EnquiryEventKind.RELEASED, by, enquiry.route_reason)
    enquiry_mails.tell_recipients(enquiry, told.addresses)
    enquiry_mails.tell_enquirer(enquiry)
    return enquiry


@action(says="reason")
def hold_back(enquiry: Enquiry, by: User, reason: str) -> Enquiry:
    """Put it with the suspected spam. Raises NothingToSay without a reason."""
    enquiry.state, enquiry.suspicions, enquiry.assigned_to = EnquiryState.QUARANTINED, reason[:250], None
    return _save(enquiry, EnquiryEventKind.QUARANTINED, by, reason)


@action(needs_person=True)
def record_member(enquiry: Enquiry, by: User, text: str, is_last: bool) -> Enquiry:
    """Note that an organisation was made a member, and close it as joined if that `is_last` to be done."""
    if enquiry.state == EnquiryState.NEW:
        enquiry.state = EnquiryState.WAITING
    enquiry.assigned_to = enquiry.assigned_to or by
    _save(enquiry, EnquiryEventKind.MEMBER_MADE, by, text)
    return close(enquiry=enquiry, outcome=EnquiryOutcome.JOINED, by=by) if is_last else enquiry


def latest_event(enquiry: Enquiry) -> EnquiryEvent | None:
    return enquiry.events.select_related("by").order_by("pk").last()


def _save(enquiry: Enquiry, kind: EnquiryEventKind, by: User, text: str = "") -> Enquiry:
    enquiry.save()
    EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, by=by, text=text)
    return enquiry


def _due_from_today(enquiry: Enquiry) -> datetime.date:
    """Return when its answer is due if the days for what it is about begin today."""
    return ROUTES[EnquiryTopic(enquiry.topic)].due_on(timezone.localdate())


def _leave_to_partnership(enquiry: Enquiry, partnership: Partnership) -> Recipients:
    if partnership.pk != enquiry.partnership_id or not partnership.takes_enquiries:
        raise TakesNoEnquiries
    enquiry.state, enquiry.route = EnquiryState.WAITING, RouteKind.PARTNERSHIP
    return Recipients(partnership.name, [partnership.contact_email])


def _move_to_desk(enquiry: Enquiry, bridge: BridgeOrganisation | None) -> Recipients:
    if (bridge.pk if bridge else None) == enquiry.desk_id:
        raise AlreadyThere
    enquiry.desk, enquiry.assigned_to, enquiry.state = bridge, None, EnquiryState.NEW
    enquiry.route = RouteKind.BRIDGE if bridge else RouteKind.NATIONAL
    return routing.recipients(enquiry.route, bridge, None)
