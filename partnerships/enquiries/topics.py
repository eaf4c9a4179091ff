"""What follows from the topic of an enquiry: who is tried first, and when an answer is due."""

import datetime
from typing import NamedTuple

from partnerships.dates import working_days
from partnerships.vocabulary import EnquiryTopic, RouteKind


def due_within(days: int, today: datetime.date, *, has_calendar_days: bool) -> datetime.date:
    """Return the date `days` after `today`: of working days, or of all."""
    return today + datetime.timedelta(days) if has_calendar_days else working_days.due_on(today, days)


class TopicRoute(NamedTuple):
    """What follows from a topic: who is tried first, and within how many days an answer is due.

    They are working days, unless `has_calendar_days`. `needs_place` says whether the enquirer has to name a partnership
    or a place.
    """

    first: RouteKind
    answer_within: int
    needs_place: bool
    has_calendar_days: bool = False

    @property
    def days(self) -> str:
        """How long an answer may take, in words."""
        return f"{self.answer_within} {'' if self.has_calendar_days else 'working '}days"

    def due_on(self, today: datetime.date) -> datetime.date:
        """Return when an answer to what comes in `today` is due."""
        return due_within(self.answer_within, today, has_calendar_days=self.has_calendar_days)


ROUTES: dict[str, TopicRoute] = {
    # A partnership decides itself who joins it, so it hears first wherever it takes enquiries.
    EnquiryTopic.JOIN: TopicRoute(RouteKind.PARTNERSHIP, answer_within=5, needs_place=True),
    # There is no partnership to ask yet. Who looks after the place knows what was tried before.
    EnquiryTopic.START: TopicRoute(RouteKind.BRIDGE, answer_within=5, needs_place=True),
    # Support comes from whoever supports partnerships there today, not from the partnership.
    EnquiryTopic.SUPPORT: TopicRoute(RouteKind.BRIDGE, answer_within=5, needs_place=True),
    # Entries are changed in the back office, and a correction has to be checked against its source first.
    EnquiryTopic.CORRECT: TopicRoute(RouteKind.BRIDGE, answer_within=10, needs_place=True),
    # Who is taken out is a matter of the entry, too.
    EnquiryTopic.REMOVE: TopicRoute(RouteKind.BRIDGE, answer_within=10, needs_place=True),
    # The law gives 30 days for saying that a complaint was received; the answer is due by then here as well.
    EnquiryTopic.COMPLAIN: TopicRoute(RouteKind.DATA, answer_within=30, needs_place=False, has_calendar_days=True),
    # Journalists and researchers mostly ask about the whole country, and soon.
    EnquiryTopic.PRESS: TopicRoute(RouteKind.NATIONAL, answer_within=2, needs_place=False),
    # Whoever is nearest to the question. Without a place that is the national desk.
    EnquiryTopic.OTHER: TopicRoute(RouteKind.PARTNERSHIP, answer_within=5, needs_place=False),
}
assert set(ROUTES) == set(EnquiryTopic), "Every topic has a route."
# What to do in place of naming several on the form, where all that is sent is one enquiry: by topic.
_IN_MESSAGE = "Name one here, or leave this empty and name them in your message: it is one enquiry, to one desk"
ONE_AT_A_TIME: dict[str, str] = {
    EnquiryTopic.REMOVE: "Name one organisation here. For others, send the form again",
    EnquiryTopic.COMPLAIN: _IN_MESSAGE,
    EnquiryTopic.PRESS: _IN_MESSAGE,
}
# About what the directory holds, so for whoever curates the entry, whether or not they support anybody today.
ABOUT_ENTRIES = {EnquiryTopic.CORRECT, EnquiryTopic.REMOVE}
