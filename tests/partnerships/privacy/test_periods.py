"""Periods of retention: how far they reach back, and how they are said."""

import datetime

import pytest

from partnerships.privacy.stores import Period


@pytest.mark.parametrize(
    ("period", "moment", "before"),
    [
        (Period(months=6), "2026-08-31", "2026-02-28"),
        (Period(months=6), "2024-08-31", "2024-02-29"),
        (Period(months=12), "2024-02-29", "2023-02-28"),
        (Period(months=1), "2026-01-15", "2025-12-15"),
        (Period(days=30), "2026-03-01", "2026-01-30"),
    ],
)
def test_a_period_reaches_back_by_the_calendar(period, moment, before):
    at = datetime.datetime.fromisoformat(moment)

    assert period.before(at) == datetime.datetime.fromisoformat(before)


@pytest.mark.parametrize(
    ("period", "text"),
    [(Period(months=6), "6 months"), (Period(days=1), "1 day"), (Period(1, 2), "1 month and 2 days")],
)
def test_a_period_is_said_in_words(period, text):
    assert str(period) == text
