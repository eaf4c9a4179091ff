"""Who an enquiry goes to first, and why. The routes are data; `route` reads them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings

from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership
from partnerships.text.sentences import listed
from partnerships.vocabulary import EnquiryTopic, RouteKind, Stage

NATIONAL_DESK = "the national desk of this directory"


@dataclass(frozen=True)
class TopicRoute:
    """What follows from a topic: whom to try in turn, and within how many working days an answer is due.

    `needs_place` says whether the enquirer has to name a partnership or a place.
    """

    steps: tuple[RouteKind, ...]
    answer_within: int
    needs_place: bool


PARTNERSHIP_FIRST = (RouteKind.PARTNERSHIP, RouteKind.SUPPORT, RouteKind.BRIDGE, RouteKind.NATIONAL)
DESK_FIRST = (RouteKind.SUPPORT, RouteKind.BRIDGE, RouteKind.NATIONAL)

ROUTES: dict[str, TopicRoute] = {
    # A partnership decides itself who joins it, so it hears first wherever it takes enquiries.
    EnquiryTopic.JOIN: TopicRoute(PARTNERSHIP_FIRST, answer_within=5, needs_place=True),
    # There is no partnership to ask yet. Who looks after the place knows what was tried before.
    EnquiryTopic.START: TopicRoute(DESK_FIRST, answer_within=5, needs_place=True),
    # Support comes from whoever supports partnerships there today, not from the partnership.
    EnquiryTopic.SUPPORT: TopicRoute(DESK_FIRST, answer_within=5, needs_place=True),
    # Entries are changed in the back office, and a correction has to be checked against its source first.
    EnquiryTopic.CORRECT: TopicRoute(DESK_FIRST, answer_within=10, needs_place=True),
    # Journalists and researchers mostly ask about the whole country, and soon.
    EnquiryTopic.PRESS: TopicRoute((RouteKind.NATIONAL,), answer_within=2, needs_place=False),
    # Whoever is nearest to the question. Without a place that is the national desk.
    EnquiryTopic.OTHER: TopicRoute(PARTNERSHIP_FIRST, answer_within=5, needs_place=False),
}
for _topic in EnquiryTopic:
    assert _topic in ROUTES, f"The topic {_topic} has no route."
    assert ROUTES[_topic].steps[-1] == RouteKind.NATIONAL, f"The route of {_topic} does not end at the national desk."


@dataclass(frozen=True)
class Route:
    """Where an enquiry goes: whose desk it lies on (None is the national desk), who is told, and a reason for staff.

    `recipients` are the addresses to tell, and `recipient_name` is what a sentence for the public calls their owner.
    """

    kind: RouteKind
    desk: BridgeOrganisation | None
    recipients: list[str] = field(default_factory=list)
    reason: str = ""
    recipient_name: str = NATIONAL_DESK

    @property
    def who_reads_it(self) -> str:
        """Who gets the enquiry and who else can see it, in sentences for the enquirer."""
        others = [f"the staff of {self.desk.name}"] if self.desk and self.recipient_name != self.desk.name else []
        others += [NATIONAL_DESK] if self.recipient_name != NATIONAL_DESK else []
        can_see = f" It can also be seen by {listed(others)}." if others else ""
        return f"Your enquiry goes to {self.recipient_name}.{can_see}"


def route(
    topic: EnquiryTopic | str,
    partnership: Partnership | None = None,
    authority: LocalAuthority | None = None,
    bridge: BridgeOrganisation | None = None,
) -> Route:
    """Return where an enquiry on `topic` goes, by the partnership, the authority or the Bridge it is about.

    The first step of the topic's route that can be taken is taken. All three may be missing: then it is the national
    desk's. Asks the database for officers only when the Bridge Organisation has no address for enquiries. Raises
    ValueError for an unknown topic.
    """
    topic = EnquiryTopic(topic)
    for step in ROUTES[topic].steps:
        if taken := _STEPS[step](topic, partnership, bridge or _bridge_of(partnership, authority)):
            return taken
    raise AssertionError("Every route ends at the national desk.")  # pragma: no cover


def addresses_of(bridge: BridgeOrganisation) -> list[str]:
    """Return where mail for `bridge` goes: its address for enquiries, else those of its officers; maybe none."""
    if bridge.enquiries_email:
        return [bridge.enquiries_email]
    officers = bridge.officers.filter(is_active=True, is_staff=True).exclude(email="")
    return list(officers.order_by("email").values_list("email", flat=True).distinct())


def _bridge_of(partnership: Partnership | None, authority: LocalAuthority | None) -> BridgeOrganisation | None:
    """Return who looks after the place: whoever supports the partnership today comes before its former Bridge."""
    if partnership:
        return partnership.support_organisation or partnership.bridge
    return authority.bridge if authority else None


def _to_partnership(
    topic: EnquiryTopic, partnership: Partnership | None, bridge: BridgeOrganisation | None
) -> Route | None:
    if not partnership or not partnership.takes_enquiries or partnership.stage == Stage.ENDED:
        return None
    return Route(
        RouteKind.PARTNERSHIP,
        desk=bridge,
        recipients=[partnership.contact_email],
        reason=f"{partnership.name} takes enquiries itself.",
        recipient_name=partnership.name,
    )


def _to_support(
    topic: EnquiryTopic, partnership: Partnership | None, bridge: BridgeOrganisation | None
) -> Route | None:
    if not bridge:
        return None
    if partnership and partnership.support_organisation_id == bridge.pk:
        reason = f"{bridge.name} supports the partnership today."
    elif bridge.supports_partnerships_today:
        reason = f"{bridge.name} supports partnerships there today."
    else:
        return None
    return _to_bridge_as(RouteKind.SUPPORT, bridge, _passed_over(topic, partnership) + reason)


def _to_bridge(topic: EnquiryTopic, partnership: Partnership | None, bridge: BridgeOrganisation | None) -> Route | None:
    if not bridge:
        return None
    return _to_bridge_as(
        RouteKind.BRIDGE, bridge, f"{_passed_over(topic, partnership)}It is in the territory of {bridge.name}."
    )


def _passed_over(topic: EnquiryTopic, partnership: Partnership | None) -> str:
    """Return why the partnership does not get it, where it could have."""
    is_passed_over = partnership and RouteKind.PARTNERSHIP in ROUTES[topic].steps
    return "The partnership takes no enquiries itself. " if is_passed_over else ""


def _to_bridge_as(kind: RouteKind, bridge: BridgeOrganisation, reason: str) -> Route:
    if addresses := addresses_of(bridge):
        return Route(kind, desk=bridge, recipients=addresses, reason=reason, recipient_name=bridge.name)
    reason = f"{reason} It has no address and no staff here yet, so the national desk is told."
    return Route(kind, desk=bridge, recipients=[settings.NATIONAL_DESK_EMAIL], reason=reason)


def _to_national_desk(topic: EnquiryTopic, partnership: Partnership | None, bridge: BridgeOrganisation | None) -> Route:
    is_always = len(ROUTES[topic].steps) == 1
    reason = f"“{topic.label}” always goes to the national desk." if is_always else "No place was named."
    return Route(RouteKind.NATIONAL, desk=None, recipients=[settings.NATIONAL_DESK_EMAIL], reason=reason)


_STEPS: dict[RouteKind, Callable[[EnquiryTopic, Partnership | None, BridgeOrganisation | None], Route | None]] = {
    RouteKind.PARTNERSHIP: _to_partnership,
    RouteKind.SUPPORT: _to_support,
    RouteKind.BRIDGE: _to_bridge,
    RouteKind.NATIONAL: _to_national_desk,
}
