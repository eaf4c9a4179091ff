"""Who an enquiry goes to first, and why. What follows from a topic is data (see topics); `route` reads it.

The route is found when the enquirer checks the answers, and written with the enquiry. Afterwards it is read from there.
"""

import datetime
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from partnerships.coverage.support_today import Given, Support, support_in
from partnerships.dates.partial_dates import in_words
from partnerships.enquiries.desks import is_read
from partnerships.enquiries.topics import ABOUT_ENTRIES, ROUTES, due_within
from partnerships.models import BridgeOrganisation, Enquiry, LocalAuthority, Partnership, PresentSupport
from partnerships.text.sentences import listed
from partnerships.vocabulary import DATA_DESK, NATIONAL_DESK, OWN_DESKS, EnquiryTopic, RouteKind, Stage


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
    # In working days, unless has_calendar_days. Only our own desks promise that to the enquirer: see is_promised.
    answer_within: int
    has_calendar_days: bool = False

    @property
    def is_promised(self) -> bool:
        """Whether who gets it has promised an answer in that time: nobody is promised for but our own desks."""
        return self.recipient_name in OWN_DESKS

    @property
    def due_on(self) -> datetime.date:
        """When an answer is due if it comes in today."""
        return due_within(self.answer_within, timezone.localdate(), has_calendar_days=self.has_calendar_days)

    @property
    def days(self) -> str:
        """How long an answer may take, in words."""
        return f"{self.answer_within} {'' if self.has_calendar_days else 'working '}days"

    @property
    def who_reads_it(self) -> str:
        """Who gets the enquiry and who else can see it, in sentences for the enquirer."""
        return f"Your enquiry goes to {self.recipient_name}. {who_else_sees_it(self.recipient_name, self.desk)}".strip()

    def leads_there_still(self, partnership: Partnership | None) -> bool:
        """Return whether who would be told now of an enquiry about `partnership` is whom the enquirer was told of."""
        return recipients(self.kind, self.desk, partnership).name == self.recipient_name


def who_else_sees_it(recipient_name: str, desk: BridgeOrganisation | None) -> str:
    """Return who can see an enquiry on `desk` beside who was told of it, in a sentence for the enquirer, or ""."""
    if recipient_name == NATIONAL_DESK:
        # A desk whose enquiries the national desk is told of has nobody here.
        return ""
    watches = desk and recipient_name != desk.name
    others = [f"the staff of {desk.name}"] if desk and watches else []
    return f"It can also be seen by {listed([*others, NATIONAL_DESK])}."


def route(
    topic: EnquiryTopic | str,
    partnership: Partnership | None = None,
    authority: LocalAuthority | None = None,
    bridge: BridgeOrganisation | None = None,
) -> Route:
    """Return where an enquiry on `topic` goes, by the partnership, the authority or the Bridge it is about.

    All three may be missing: then it is the national desk's, as where nobody is found who supports partnerships there
    today, or nobody who reads enquiries here. One about a Bridge is about its area, wherever it was asked. Raises
    ValueError for an unknown topic.
    """
    topic = EnquiryTopic(topic)
    first, answer_within, _, has_calendar_days = ROUTES[topic]
    desk, reason = _desk_of(topic, partnership, authority, bridge)
    if partnership and _reads_it_itself(topic, partnership):
        kind, reason = RouteKind.PARTNERSHIP, f"{partnership.name} takes enquiries itself."
    else:
        kind = RouteKind.DATA if first == RouteKind.DATA else RouteKind.NATIONAL
        if desk:
            kind = RouteKind.BRIDGE if topic in ABOUT_ENTRIES else RouteKind.SUPPORT
        if first == RouteKind.PARTNERSHIP and partnership:
            reason = f"The partnership takes no enquiries itself. {reason}"
    name = recipients(kind, desk, partnership).name
    return Route(kind, desk, name, reason, answer_within, has_calendar_days)


def usual_desk(
    topic: EnquiryTopic | str,
    partnership: Partnership | None,
    authority: LocalAuthority | None,
    bridge: BridgeOrganisation | None,
) -> BridgeOrganisation | None:
    """Return on whose desk enquiries like this lie: of whoever supports partnerships there, if they read them here."""
    return _desk_of(EnquiryTopic(topic), partnership, authority, bridge)[0]


class Reader(NamedTuple):
    """Who would be told of an enquiry, in how many `days` it is answered if that is promised, and what they give there.

    What they give is known only where a page says what support there is.
    """

    name: str
    days: str = ""
    gives: Given | None = None


def reader(
    topic: EnquiryTopic,
    partnership: Partnership | None = None,
    authority: LocalAuthority | None = None,
    bridge: BridgeOrganisation | None = None,
    support: Support | None = None,
) -> Reader:
    """Return who would be told of such an enquiry, as route finds it, for the page that leads to the form.

    No query until something changes if `support`, which is support_there, is known already.
    """
    if partnership and _reads_it_itself(topic, partnership):
        return Reader(partnership.name)
    if ROUTES[topic].first == RouteKind.DATA:
        return Reader(recipients(RouteKind.DATA, None, None).name, ROUTES[topic].days)
    desk, _ = _desk_of(topic, partnership, authority, bridge, support)
    if desk and is_read(desk):
        return Reader(desk.name, gives=support.given_by(desk) if support else None)
    return Reader(NATIONAL_DESK, ROUTES[topic].days)


class WhomToAsk(NamedTuple):
    """Who is `given` to support partnerships where an enquiry is about, and whether they read enquiries here.

    Where there is nobody, `before` says until when somebody did: whose support ended last, or else the Bridge
    Organisation of the place.
    """

    given: list[tuple[PresentSupport, bool]]
    before: str


def whom_to_ask(
    topic: EnquiryTopic | str,
    partnership: Partnership | None,
    authority: LocalAuthority | None,
    bridge: BridgeOrganisation | None,
) -> WhomToAsk | None:
    """Return the truth about support for an enquirer, None if the enquiry is not about that or names no place."""
    former = authority.bridge if authority else partnership.bridge if partnership else bridge
    support = support_there(topic, partnership, authority, bridge)
    if not support or not former:
        return None
    given = [(row, bool(row.bridge and is_read(row.bridge))) for row in support.given]
    return WhomToAsk(given, "" if given else _who_did_before(support, former))


def whom_to_ask_about(enquiry: Enquiry) -> WhomToAsk | None:
    """Return whom_to_ask for an enquiry that is with the national desk, which tells the enquirer; else None."""
    if not enquiry.is_with_national_desk:
        return None
    return whom_to_ask(enquiry.topic, enquiry.partnership, enquiry.authority, enquiry.bridge)


def support_there(
    topic: EnquiryTopic | str,
    partnership: Partnership | None,
    authority: LocalAuthority | None,
    bridge: BridgeOrganisation | None = None,
) -> Support | None:
    """Return who supports partnerships where an enquiry is about, None if it is not about that or names no place."""
    if topic in {*ABOUT_ENTRIES, EnquiryTopic.PRESS, EnquiryTopic.COMPLAIN}:
        return None
    if authority:
        return support_in([authority.gss_code])
    area = partnership or bridge
    return support_in(place.gss_code for place in area.authorities.all()) if area else None


def _desk_of(
    topic: EnquiryTopic,
    partnership: Partnership | None,
    authority: LocalAuthority | None,
    bridge: BridgeOrganisation | None,
    support: Support | None = None,
) -> tuple[BridgeOrganisation | None, str]:
    """Return whose desk it is, None for the national one, and the reason for staff."""
    if (first := ROUTES[topic].first) in {RouteKind.NATIONAL, RouteKind.DATA}:
        return None, f"“{topic.label}” always goes to {recipients(first, None, None).name}."
    place = partnership or authority
    former = place.bridge if place else bridge
    if former is None:
        return None, f"No place and no partnership was named, so it goes to {NATIONAL_DESK}."
    reason = f"It is in the territory of {former.name}."
    if topic in ABOUT_ENTRIES:
        return _if_read(former, reason)
    if partnership and (ours := partnership.support_organisation):
        return _if_read(ours, f"{ours.name} supports the partnership today.")
    support = support or support_there(topic, partnership, authority, bridge) or Support()
    desk, reason = _desk_of_supporters(support, former)
    if desk is None and partnership and _reads_it_itself(topic, partnership):
        # The partnership answers itself: whoever curates its entry sees that somebody does.
        return _if_read(former, reason)
    return desk, reason


def _desk_of_supporters(support: Support, former: BridgeOrganisation) -> tuple[BridgeOrganisation | None, str]:
    if not support.given:
        nobody = f"Nobody is known who supports partnerships there today; {_who_did_before(support, former)}"
        return None, f"{nobody}. So the national desk is told."
    reason = f"{listed(support.names)} supports partnerships there today."
    for row in support.given:
        if row.bridge and is_read(row.bridge):
            return row.bridge, reason
    return None, f"{reason} It reads no enquiries here, so the national desk is told and can pass it on."


def _who_did_before(support: Support, former: BridgeOrganisation) -> str:
    # What ended with the role of Bridge Organisations, or before it, was theirs.
    since = [row for row in support.ended if row.until > "2023-03-31" and not row.is_until_planned]
    if since:
        last = max(since, key=attrgetter("until"))
        return f"until {in_words(last.until)} that was {last.name}"
    return f"until March 2023 that was the Bridge Organisation {former.name}"


def _if_read(desk: BridgeOrganisation, reason: str) -> tuple[BridgeOrganisation | None, str]:
    if is_read(desk):
        return desk, reason
    return None, f"{reason} It has no address and no staff here yet, so the national desk is told."


def recipients(kind: RouteKind | str, desk: BridgeOrganisation | None, partnership: Partnership | None) -> Recipients:
    """Return who is told, as things stand now, of an enquiry about `partnership` whose route is of `kind`.

    A partnership that takes no enquiries any more gives way to the desk, and a desk without any address to the
    national desk: nothing is told to nobody.
    """
    if kind == RouteKind.PARTNERSHIP and partnership and _takes_enquiries(partnership):
        return Recipients(partnership.name, [partnership.contact_email])
    if desk and (addresses := addresses_of(desk)):
        return Recipients(desk.name, addresses)
    if kind == RouteKind.DATA and settings.DATA_DESK_EMAIL != settings.NATIONAL_DESK_EMAIL:
        return Recipients(DATA_DESK, [settings.DATA_DESK_EMAIL])
    return Recipients(NATIONAL_DESK, [settings.NATIONAL_DESK_EMAIL])


def addresses_of(bridge: BridgeOrganisation) -> list[str]:
    """Return where mail for `bridge` goes: its address for enquiries, else those of its officers; maybe none."""
    if bridge.enquiries_email:
        return [bridge.enquiries_email]
    officers = bridge.officers.filter(is_active=True, is_staff=True).exclude(email="")
    return list(officers.order_by("email").values_list("email", flat=True).distinct())


def _reads_it_itself(topic: EnquiryTopic, partnership: Partnership) -> bool:
    return ROUTES[topic].first == RouteKind.PARTNERSHIP and _takes_enquiries(partnership)


def _takes_enquiries(partnership: Partnership) -> bool:
    return partnership.takes_enquiries and partnership.stage != Stage.ENDED
