"""Working days in England."""

import datetime

import pytest

from partnerships.dates.working_days import days_late, due_on, is_working_day


def day(text):
    """Return the date written as YYYY-MM-DD."""
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-11-24", 5, "2026-12-01"),  # over a weekend
        ("2026-11-27", 1, "2026-11-30"),  # a Friday
        ("2026-11-28", 1, "2026-11-30"),  # a Saturday
        ("2026-11-29", 5, "2026-12-04"),  # a Sunday
        ("2026-12-24", 1, "2026-12-29"),  # Christmas, and Boxing Day kept on the Monday
        ("2026-12-31", 2, "2027-01-05"),  # New Year's Day
        ("2026-04-02", 2, "2026-04-08"),  # Good Friday and Easter Monday
        ("2026-08-28", 1, "2026-09-01"),  # the late summer bank holiday
        ("2026-11-24", 0, "2026-11-24"),
    ],
)
def test_an_answer_is_due_some_working_days_after_the_day_it_came(received, days, due):
    assert due_on(day(received), days) == day(due)


@pytest.mark.parametrize("holiday", ["2026-03-17", "2026-07-13", "2026-11-30", "2027-01-04"])
def test_holidays_of_other_countries_of_the_uk_are_working_days_in_england(holiday):
    assert is_working_day(day(holiday))


@pytest.mark.parametrize(
    ("due", "today", "late"),
    [
        ("2026-11-20", "2026-11-19", 0),
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-20", "2026-11-30", 6),
        ("2026-12-24", "2026-12-29", 1),
    ],
)
def test_only_working_days_count_as_late(due, today, late):
    assert days_late(day(due), day(today)) == late
