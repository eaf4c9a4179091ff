"""The calendar of events: whole weeks, each event on every day it lasts, in our time zone."""

import datetime

import pytest
from django.utils import timezone

from partnerships.models import NewsItem
from partnerships.publishing import event_calendar
from partnerships.vocabulary import NewsKind

MARCH = datetime.date(2026, 3, 1)


def event(starts, ends=None, pk=1):
    """Return an event, not saved, that starts and ends at moments such as "2026-03-03 10:00" in London."""
    zone = timezone.get_default_timezone()
    moments = [
        datetime.datetime.fromisoformat(moment).replace(tzinfo=zone) if moment else None for moment in (starts, ends)
    ]
    return NewsItem(pk=pk, kind=NewsKind.EVENT, starts_at=moments[0], ends_at=moments[1])


def days_with_events(month):
    """Return the days of `month` that have an event, as numbers."""
    return [day.date.day for week in month.weeks for day in week if day.is_inside and day.events]


def test_a_month_is_whole_weeks_from_monday():
    month = event_calendar.month_of(MARCH, [])

    assert [week[0].date.weekday() for week in month.weeks] == [0] * len(month.weeks)
    assert [len(week) for week in month.weeks] == [7] * len(month.weeks)
    assert sum(day.is_inside for week in month.weeks for day in week) == 31
    assert (month.previous, month.next) == (datetime.date(2026, 2, 1), datetime.date(2026, 4, 1))


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        ("2026-03-03 10:00", None, [3]),
        ("2026-03-03 10:00", "2026-03-03 16:00", [3]),
        ("2026-03-03 10:00", "2026-03-05 16:00", [3, 4, 5]),
        ("2026-03-03 19:00", "2026-03-04 00:00", [3]),
        ("2026-03-03 19:00", "2026-03-05 00:00", [3, 4]),
        ("2026-02-28 19:00", "2026-03-01 00:00", []),
        ("2026-03-28 00:00", "2026-03-29 23:59", [28, 29]),
        ("2026-02-27 10:00", "2026-03-02 16:00", [1, 2]),
        ("2026-03-31 10:00", "2026-04-02 16:00", [31]),
        ("2026-04-03 10:00", None, []),
    ],
)
def test_an_event_stands_on_every_day_it_lasts(starts, ends, days):
    month = event_calendar.month_of(MARCH, [event(starts, ends)])

    assert (days_with_events(month), month.count) == (days, bool(days))


def test_an_event_just_after_midnight_in_summer_stands_on_its_own_day():
    late = event("2026-07-01 00:30")

    assert days_with_events(event_calendar.month_of(datetime.date(2026, 7, 1), [late])) == [1]


def test_the_bounds_of_a_month_are_its_midnights_in_london():
    start, end = event_calendar.bounds(datetime.date(2026, 3, 1))

    assert (start.isoformat(), end.isoformat()) == ("2026-03-01T00:00:00+00:00", "2026-04-01T00:00:00+01:00")
