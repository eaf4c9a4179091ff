"""Who an enquiry goes to first, and why. What follows from a topic is data; `route` reads it.

The route is found when the enquirer checks the answers, and written with the enquiry. Afterwards it is read from there.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings

from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership
from partnerships.text.sentences import listed
from partnerships.vocabulary import EnquiryTopic, RouteKind, Stage

NATIONAL_DESK = "the national desk of this directory"


class TopicRoute(NamedTuple):
    """What follows from a topic: who is tried first, and within how many working days an answer is due.

    `needs_place` says whether the enquirer has to name a partnership or a place.
    """

    first: RouteKind
    answer_within: int
    needs_place: bool


ROUTES: dict[str, TopicRoute] = {
    # A partnership decides itself who joins it, so it hears first wherever it takes enquiries.
    EnquiryTopic.JOIN: TopicRoute(RouteKind.PARTNERSHIP, answer_within=5, needs_place=True),
    # There is no partnership to ask yet. Who looks after the place knows what was tried before.
    EnquiryTopic.START: TopicRoute(RouteKind.BRIDGE, answer_within=5, needs_place=True),
    # Support comes from whoever supports partnerships there today, not from the partnership.
    EnquiryTopic.SUPPORT: TopicRoute(RouteKind.BRIDGE, answer_within=5, needs_place=True),
    # Entries are changed in the back office, and a correction has to be checked against its source first.
    EnquiryTopic.CORRECT: TopicRoute(RouteKind.BRIDGE, answer_within=10, needs_place=True),
    # Journalists and researchers mostly ask about the whole country, and soon.
    EnquiryTopic.PRESS: TopicRoute(RouteKind.NATIONAL, answer_within=2, needs_place=False),
    # Whoever is nearest to the question. Without a place that is the national desk.
    EnquiryTopic.OTHER: TopicRoute(RouteKind.PARTNERSHIP, answer_within=5, needs_place=False),
}
assert set(ROUTES) == set(EnquiryTopic), "Every topic has a route."


class Recipients(NamedTuple):
    """Who is told of an enquiry: what a sentence for the public calls them, and the addresses their mail goes to."""

    name: str
    addresses: list[str]


@dataclass(frozen=True)
class Route:
    """Where an enquiry goes: whose desk it lies on (None is the national desk), who is told, and a reason for staff.

    All of it may be shown to the enquirer: no address stands in it. Who is told is looked up when they are told.
    """

    kind: RouteKind
    desk: BridgeOrganisation | None
    recipient_name: str
    reason: str
    # In working days.
    answer_within: int

    @property
    def who_reads_it(self) -> str:
        """Who gets the enquiry and who else can see it, in sentences for the enquirer."""
        others = [f"the staff of {self.desk.name}"] if self.desk and self.recipient_name != self.desk.name else []
        others += [NATIONAL_DESK] if self.recipient_name != NATIONAL_DESK else []
        can_see = f" It can also be seen by {listed(others)}." if others else ""
        return f"Your enquiry goes to {self.recipient_name}.{can_see}"

    def leads_there_still(self, partnership: Partnership | None) -> bool:
        """Return whether who would be told now of an enquiry about `partnership` is whom the enquirer was told of."""
        return recipients(self.kind, self.desk, partnership).name == self.recipient_name


def route(
    topic: EnquiryTopic | str,
    partnership: Partnership | None = None,
    authority: LocalAuthority | None = None,
    bridge: BridgeOrganisation | None = None,
) -> Route:
    """Return where an enquiry on `topic` goes, by the partnership, the authority or the Bridge it is about.

    All three may be missing: then it is the national desk's. Asks the database for officers only when the Bridge
    Organisation has no address for enquiries. Raises ValueError for an unknown topic.
    """
    topic = EnquiryTopic(topic)
    first, answer_within, _ = ROUTES[topic]
    desk = usual_desk(topic, partnership, authority, bridge)
    if first == RouteKind.PARTNERSHIP and partnership and _takes_enquiries(partnership):
        kind, reason = RouteKind.PARTNERSHIP, f"{partnership.name} takes enquiries itself."
    elif first == RouteKind.NATIONAL:
        kind, reason = RouteKind.NATIONAL, f"“{topic.label}” always goes to the national desk."
    elif desk is None:
        kind, reason = RouteKind.NATIONAL, "No place was named."
    else:
        kind, reason = _to_desk(desk, partnership)
        if first == RouteKind.PARTNERSHIP and partnership:
            reason = f"The partnership takes no enquiries itself. {reason}"
    name = recipients(kind, desk, partnership).name
    if desk and name == NATIONAL_DESK:
        reason += " It has no address and no staff here yet, so the national desk is told."
    return Route(kind, desk, name, reason, answer_within)


def usual_desk(
    topic: EnquiryTopic | str,
    partnership: Partnership | None,
    authority: LocalAuthority | None,
    bridge: BridgeOrganisation | None,
) -> BridgeOrganisation | None:
    """Return on whose desk enquiries like this lie: whoever supports the partnership today before its former Bridge."""
    if ROUTES[topic].first == RouteKind.NATIONAL:
        return None
    if bridge or not partnership:
        return bridge or (authority.bridge if authority else None)
    return partnership.support_organisation or partnership.bridge


def recipients(kind: RouteKind | str, desk: BridgeOrganisation | None, partnership: Partnership | None) -> Recipients:
    """Return who is told, as things stand now, of an enquiry about `partnership` whose route is of `kind`.

    A partnership that takes no enquiries any more gives way to the desk, and a desk without any address to the
    national desk: nothing is told to nobody.
    """
    if kind == RouteKind.PARTNERSHIP and partnership and _takes_enquiries(partnership):
        return Recipients(partnership.name, [partnership.contact_email])
    if desk and (addresses := addresses_of(desk)):
        return Recipients(desk.name, addresses)
    return Recipients(NATIONAL_DESK, [settings.NATIONAL_DESK_EMAIL])


def addresses_of(bridge: BridgeOrganisation) -> list[str]:
    """Return where mail for `bridge` goes: its address for enquiries, else those of its officers; maybe none."""
    if bridge.enquiries_email:
        return [bridge.enquiries_email]
    officers = bridge.officers.filter(is_active=True, is_staff=True).exclude(email="")
    return list(officers.order_by("email").values_list("email", flat=True).distinct())


def _takes_enquiries(partnership: Partnership) -> bool:
    return partnership.takes_enquiries and partnership.stage != Stage.ENDED


def _to_desk(desk: BridgeOrganisation, partnership: Partnership | None) -> tuple[RouteKind, str]:
    if partnership and partnership.support_organisation_id == desk.pk:
        return RouteKind.SUPPORT, f"{desk.name} supports the partnership today."
    if desk.supports_partnerships_today:
        return RouteKind.SUPPORT, f"{desk.name} supports partnerships there today."
    return RouteKind.BRIDGE, f"It is in the territory of {desk.name}."
