"""A month of events, day by day, for the calendar page."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import get_current_timezone, localdate

from partnerships.models import NewsItem


@dataclass(frozen=True)
class Day:
    """One day of the calendar and the events on it. Days of the months before and after are not `is_inside`."""

    date: datetime.date
    is_inside: bool
    is_today: bool
    events: list[NewsItem]


@dataclass(frozen=True)
class Month:
    """A month as weeks of seven days, from Monday. `previous` and `next` are the first days of the months beside it."""

    first: datetime.date
    previous: datetime.date
    next: datetime.date
    weeks: list[list[Day]]

    @property
    def count(self) -> int:
        """How many events there are, each counted once however long it lasts."""
        return len({event.pk for week in self.weeks for day in week if day.is_inside for event in day.events})


def bounds(first: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """Return when the month that begins on `first` starts and ends (exclusive), in the current time zone."""
    zone = get_current_timezone()
    start, end = (datetime.datetime.combine(day, datetime.time.min, zone) for day in (first, _after(first)))
    return start, end


def month_of(first: datetime.date, events: Iterable[NewsItem]) -> Month:
    """Return the month that begins on `first` with `events`, each on every day it lasts."""
    today = localdate()
    lasting = [(event.first_day, event.last_day, event) for event in events]

    def day_on(date: datetime.date) -> Day:
        is_inside = date.month == first.month
        its_events = [event for start, end, event in lasting if is_inside and start and end and start <= date <= end]
        return Day(date, is_inside, date == today, its_events)

    weeks = [[day_on(day) for day in week] for week in calendar.Calendar().monthdatescalendar(first.year, first.month)]
    return Month(first, (first - datetime.timedelta(days=1)).replace(day=1), _after(first), weeks)


def _after(first: datetime.date) -> datetime.date:
    return (first + datetime.timedelta(days=31)).replace(day=1)
