"""Events for calendar programs (RFC 5545).

A program knows an event again by its UID, made from its number, and takes over what has a higher SEQUENCE: the number
of versions kept of it.
"""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone

from partnerships.models import NewsItem
from partnerships.models.news import NewsItemQuerySet
from partnerships.open_data.feeds import readable
from partnerships.open_data.shapes import with_saved_at, with_version_count
from partnerships.published_kinds.fields import page_url

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How long events stay after they are over.
KEEP_PAST_FOR = datetime.timedelta(days=365)
# The stamp of an event of which no time is known: a fixed one, so that the answer does not change by itself.
_LONG_AGO = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
# The rules of British time since 1996, written out: what icalendar makes of the zone begins summer an hour late.
_LONDON = Timezone.from_ical("""BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
""")


def recent(events: NewsItemQuerySet) -> NewsItemQuerySet:
    """Return those of `events` that are to come or were not over a year ago: what a calendar holds."""
    return events.to_come(timezone.now() - KEEP_PAST_FOR)


def as_ical(events: NewsItemQuerySet, *, name: str) -> bytes:
    """Return the calendar called `name` with `events`, in one query."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{settings.SITE_URL}//EN")
    calendar.add("name", readable(name))
    calendar.add("x-wr-calname", readable(name))
    calendar.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    calendar.add_component(_LONDON)
    for event in with_version_count(with_saved_at(events)).select_related("partnership", "bridge"):
        calendar.add_component(_event(event))
    return calendar.to_ical()


def _event(row: NewsItem) -> Event:
    event = Event()
    event.add("uid", f"event-{row.pk}@{urlsplit(settings.SITE_URL).hostname}")
    revised = max(filter(None, [row.saved_at, row.publication_changed_at]), default=_LONG_AGO).replace(microsecond=0)
    event.add("dtstamp", revised)
    event.add("last-modified", revised)
    event.add("sequence", row.version_count or 0)
    if row.is_all_day and row.last_day:
        event.add("dtstart", row.first_day)
        # The day after the last one, as the format wants it.
        event.add("dtend", row.last_day + datetime.timedelta(days=1))
    else:
        event.add("dtstart", timezone.localtime(row.starts_at))
        if row.ends_at:
            event.add("dtend", timezone.localtime(row.ends_at))
    event.add("summary", readable(row.title))
    description = ["Cancelled." if row.is_cancelled else "", row.summary, row.link, page_url(row)]
    event.add("description", readable("\n\n".join(filter(None, description))))
    event.add("location", readable(row.where))
    event.add("url", page_url(row))
    event.add("status", "CANCELLED" if row.is_cancelled else "CONFIRMED")
    return event
