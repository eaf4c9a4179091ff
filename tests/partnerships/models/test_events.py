"""When an event is, in words and for machines: until midnight is that day, and whole days have no times."""

import datetime

import pytest
from django.utils import timezone

from partnerships.models import NewsItem
from partnerships.vocabulary import NewsKind


def event(starts, ends=None, *, is_all_day=False):
    """Return an event, not saved, between moments such as "2026-03-03 10:00" in London."""
    zone = timezone.get_default_timezone()
    start, end = (datetime.datetime.fromisoformat(at).replace(tzinfo=zone) if at else None for at in (starts, ends))
    return NewsItem(kind=NewsKind.EVENT, starts_at=start, ends_at=end, is_all_day=is_all_day)


@pytest.mark.parametrize(
    ("starts", "ends", "when"),
    [
        ("2026-03-03 10:00", None, "Tuesday 3 March 2026, 10am"),
        ("2026-03-03 10:00", "2026-03-03 16:30", "Tuesday 3 March 2026, 10am to 4:30pm"),
        ("2026-03-03 19:00", "2026-03-04 00:00", "Tuesday 3 March 2026, 7pm to midnight"),
        ("2026-03-03 19:00", "2026-03-04 01:00", "Tuesday 3 March 2026, 7pm to Wednesday 4 March 2026, 1am"),
        ("2026-03-03 19:00", "2026-03-05 00:00", "Tuesday 3 March 2026, 7pm to Wednesday 4 March 2026, midnight"),
    ],
)
def test_what_ends_at_midnight_ends_that_day(starts, ends, when):
    assert event(starts, ends).when == when


@pytest.mark.parametrize(
    ("starts", "ends", "when", "days"),
    [
        ("2026-03-29 00:00", None, "Sunday 29 March 2026, all day", ("2026-03-29", "2026-03-29")),
        ("2026-07-03 00:00", "2026-07-03 23:59", "Friday 3 July 2026, all day", ("2026-07-03", "2026-07-03")),
        (
            "2026-03-28 00:00",
            "2026-03-30 23:59",
            "Saturday 28 March 2026 to Monday 30 March 2026, all day",
            ("2026-03-28", "2026-03-30"),
        ),
    ],
)
def test_an_event_of_whole_days_has_days_and_no_times(starts, ends, when, days):
    whole = event(starts, ends, is_all_day=True)

    assert (whole.when, (whole.starts, whole.ends)) == (when, days)


def test_machines_are_told_moments_of_others():
    evening = event("2026-07-03 19:00", "2026-07-04 00:00")

    assert (evening.starts, evening.ends) == ("2026-07-03T19:00:00+01:00", "2026-07-04T00:00:00+01:00")
    assert (event("2026-07-03 19:00").ends, NewsItem(kind=NewsKind.NEWS).starts) == ("", "")
