"""Counting in calendar months, where months are of different lengths."""

import datetime

import pytest

from partnerships.dates.months import months_after, months_before

DAY = datetime.date


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (DAY(2026, 11, 24), 6, DAY(2026, 5, 24)),
        (DAY(2026, 3, 31), 1, DAY(2026, 2, 28)),
        (DAY(2026, 1, 15), 12, DAY(2025, 1, 15)),
        (DAY(2028, 8, 31), 6, DAY(2028, 2, 29)),
    ],
)
def test_months_before_keep_the_day_or_take_the_last_of_the_month(day, months, before):
    assert months_before(day, months) == before


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (DAY(2026, 5, 24), 6, DAY(2026, 11, 24)),
        (DAY(2026, 8, 31), 6, DAY(2027, 3, 1)),
        (DAY(2026, 12, 31), 12, DAY(2027, 12, 31)),
        (DAY(2027, 8, 31), 6, DAY(2028, 3, 1)),
    ],
)
def test_months_after_keep_the_day_or_take_the_first_of_the_next_month(day, months, after):
    assert months_after(day, months) == after


@pytest.mark.parametrize("months", [1, 6, 12])
def test_after_is_the_first_day_whose_day_before_is_not_earlier(months):
    for number in range(800):
        day = DAY(2026, 1, 1) + datetime.timedelta(days=number)
        after = months_after(day, months)

        assert months_before(after, months) >= day
        assert months_before(after - datetime.timedelta(days=1), months) < day
