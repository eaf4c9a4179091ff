"""Dates known in part as people and sheet programs write them: "2016", "September 2017", "3 May 2018", "03/05/2018"."""

import datetime
import re

from django.core.exceptions import ValidationError

from partnerships.dates.partial_dates import MONTHS, is_plausible, validate_partial_date

HOW_TO_WRITE = "Write 2016, September 2017 or 3 May 2018"
_MONTHS_BY_NAME = {
    name: number for number, month in enumerate(MONTHS, 1) for name in (month.lower(), month[:3].lower())
} | {"sept": 9}
_AS_STORED = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_IN_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -])?(?P<name>[a-z]{3,9})\.?[ -](?P<year>\d{4}|\d{2})", re.ASCII
)
_IN_FIGURES = re.compile(r"(?:(?P<day>\d{1,2})[/.])?(?P<month>\d{1,2})[/.](?P<year>\d{4})", re.ASCII)


class NotADate(ValueError):
    """The text is not a date we understand."""


def partial_date(text: str) -> str:
    """Return `text` as partial dates are stored: "2016", "2017-09", "2018-05-03". Raises NotADate.

    Figures are read as day, month and year. Sheet programs shorten years: "Sep-17" is September 2017.
    """
    typed = " ".join(text.lower().replace(",", " ").split())
    if _AS_STORED.fullmatch(typed):
        return _checked(typed)
    if match := _IN_WORDS.fullmatch(typed):
        month = _MONTHS_BY_NAME.get(match["name"], 0)
    elif match := _IN_FIGURES.fullmatch(typed):
        month = int(match["month"])
    else:
        raise NotADate
    parts = [f"{_whole_year(match['year']):04}", f"{month:02}"]
    return _checked("-".join([*parts, f"{int(match['day']):02}"] if match["day"] else parts))


def _whole_year(year: str) -> int:
    """Return a year given in four digits, or by the last two: then the latest until ten years from now."""
    if len(year) == 4:
        return int(year)
    this_year = datetime.date.today().year
    in_this_century = this_year // 100 * 100 + int(year)
    return in_this_century if in_this_century <= this_year + 10 else in_this_century - 100


def _checked(date: str) -> str:
    try:
        validate_partial_date(date)
    except ValidationError:
        raise NotADate from None
    if not is_plausible(int(date[:4])):
        raise NotADate
    return date
