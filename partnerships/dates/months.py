"""Counting in calendar months, for dates and moments alike."""

import calendar
import datetime
from typing import TypeVar

MONTHS_A_YEAR = 12
AnyDate = TypeVar("AnyDate", bound=datetime.date)


def months_before(day: AnyDate, months: int) -> AnyDate:
    """Return the date or moment `months` before `day`: the last day of the month if that has no such day."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 - months, MONTHS_A_YEAR)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the first date whose `months_before` is not before `day`: six months after 31 August is 1 March."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    if day.day <= last:
        return day.replace(year=year, month=month + 1)
    return datetime.date(year, month + 1, last) + datetime.timedelta(days=1)
