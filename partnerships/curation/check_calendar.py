"""When entries are due a check, day by day, and as a calendar for calendar programs (RFC 5545) by a private link."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from icalendar import Calendar, Event

from partnerships import audit
from partnerships.curation import completeness
from partnerships.models import ChecksCalendar, Partnership
from partnerships.models.rights import is_active_staff
from partnerships.signed_links import ExpiredLink, RowLink
from partnerships.text.sentences import listed
from partnerships.vocabulary import AuditAction

# The longest unchecked of so many are told of; nobody checks more in a year.
MOST_ENTRIES = 2000
MOST_NAMED = 30
LINK = RowLink(
    salt="checks-calendar",
    page="partnerships:checks-calendar",
    rows=ChecksCalendar.objects.select_related("user"),
    bound_to=lambda calendar: calendar.key.hex,
)


@dataclass(frozen=True)
class DueDay:
    """The entries that are due a check on a day: on today those that were before, too."""

    day: datetime.date
    entries: list[Partnership]
    is_overdue: bool


def due_days(user: User, today: datetime.date) -> list[DueDay]:
    """Return when which of the entries `user` may work with are due a check, from `today` on. One query."""
    rows = completeness.measured(Partnership.objects.editable_by(user))
    rows = rows.only("name", "slug", "stage", "checked_on", "compiled_on", "publication")
    entries = rows.order_by(F("checked_on").asc(nulls_first=True), "name")[:MOST_ENTRIES]
    dated = [(max(due, today), due < today, entry) for entry in entries if (due := entry.check_due_on)]
    in_order = sorted(dated, key=lambda each: (each[0], not each[1], each[2].name))
    return [
        DueDay(day, [entry for *_, entry in same], is_overdue)
        for (day, is_overdue), same in groupby(in_order, key=lambda each: each[:2])
    ]


def may_read(user: User) -> bool:
    """Whether `user` may see entries in the back office at all."""
    rights = ("partnerships.view_partnership", "partnerships.change_partnership")
    return is_active_staff(user) and any(user.has_perm(right) for right in rights)


def reader_of(token: str) -> User:
    """Return whose link `token` is. Raises NotOurLink, and ExpiredLink once their account or their rights ended."""
    user = LINK.read(token).user
    if not may_read(user):
        raise ExpiredLink
    return user


@transaction.atomic
def new_link(user: User) -> ChecksCalendar:
    """Give `user` a link of their own, and return its row; the one they had before ends."""
    calendar, _ = ChecksCalendar.objects.update_or_create(user=user, defaults={"key": uuid.uuid4()})
    audit.record(AuditAction.CALENDAR_LINK_MADE, by=user)
    return calendar


@transaction.atomic
def end_link(user: User) -> None:
    """Let the link of `user` stop working, if there is one."""
    if ChecksCalendar.objects.filter(user=user).delete()[0]:
        audit.record(AuditAction.LINK_REVOKED, by=user, about="their calendar of checks")


def as_ical(days: Iterable[DueDay], today: datetime.date) -> bytes:
    """Return the calendar with an all-day event for each of `days`, which names the entries."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{settings.SITE_URL}//EN")
    calendar.add("name", "Checks due")
    calendar.add("x-wr-calname", "Checks due")
    calendar.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    host = urlsplit(settings.SITE_URL).hostname
    for due in days:
        event = Event()
        event.add("uid", f"checks-{'overdue' if due.is_overdue else due.day.isoformat()}@{host}")
        event.add("dtstamp", datetime.datetime.combine(today, datetime.time.min, datetime.UTC))
        event.add("dtstart", due.day)
        event.add("dtend", due.day + datetime.timedelta(days=1))
        event.add("summary", _summary(due))
        event.add(
            "description", f"{_named(due)}\n\n{settings.SITE_URL}{reverse('admin:partnerships_partnership_checks')}"
        )
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()


def _summary(due: DueDay) -> str:
    late = "overdue" if due.is_overdue else "due"
    return f"Check {late}: {due.entries[0].name}" if len(due.entries) == 1 else f"{len(due.entries)} checks {late}"


def _named(due: DueDay) -> str:
    more = len(due.entries) - MOST_NAMED
    return listed([*(entry.name for entry in due.entries[:MOST_NAMED]), *([f"{more} more"] if more > 0 else [])])
