"""Working days in England: Monday to Friday, but not the bank holidays."""

import datetime

import holidays

SATURDAY = 5
# Those of a year are computed when it is first asked for.
_BANK_HOLIDAYS = holidays.UnitedKingdom(subdiv="ENG")
ONE_DAY = datetime.timedelta(days=1)


def is_working_day(day: datetime.date) -> bool:
    """Whether `day` is neither a Saturday or Sunday nor a bank holiday in England."""
    return day.weekday() < SATURDAY and day not in _BANK_HOLIDAYS


def due_on(received: datetime.date, days: int) -> datetime.date:
    """Return the date `days` working days after `received`, which itself does not count.

    The bank holidays of England come from the `holidays` package, which computes them for any year. One proclaimed
    for a single occasion counts once the package is upgraded.
    """
    day = received
    for _ in range(days):
        day += ONE_DAY
        while not is_working_day(day):
            day += ONE_DAY
    return day


def latest_due(today: datetime.date, days: int) -> datetime.date:
    """Return the latest date of which `today` is `days` working days after, or more."""
    day = today
    while due_on(day, days) > today:
        day -= ONE_DAY
    return day


def days_late(due: datetime.date, today: datetime.date) -> int:
    """Return how many working days lie after `due`, up to and including `today`; 0 until then."""
    days = (today - due).days
    return sum(is_working_day(due + number * ONE_DAY) for number in range(1, days + 1))
