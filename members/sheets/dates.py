"""Dates known in part as people and sheet programs write them: "2016", "September 2017", "3 May 2018", "03/05/2018"."""

import datetime
import re

from django.core.exceptions import ValidationError

from partnerships.dates.partial_dates import MONTHS, validate_partial_date

HOW_TO_WRITE = "Write 2016, September 2017 or 3 May 2018"
_EARLIEST = 1800
_MONTHS_BY_NAME = {
    name: number for number, month in enumerate(MONTHS, 1) for name in (month.lower(), month[:3].lower())
} | {"sept": 9}
_AS_KEPT = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_IN_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -])?(?P<name>[a-z]{3,9})\.?[ -](?P<year>\d{4}|\d{2})", re.ASCII
)
_IN_FIGURES = re.compile(r"(?:(?P<day>\d{1,2})[/.])?(?P<month>\d{1,2})[/.](?P<year>\d{4})", re.ASCII)


class NotADate(ValueError):
    """It is not a date we understand."""


def partial_date(text: str) -> str:
    """Return `text` as partial dates are kept: "2016", "2017-09", "2018-05-03". Raises NotADate.

    Figures are day, month and year, as in Britain. Sheet programs cut years: "Sep-17" is September 2017.
    """
    typed = " ".join(text.lower().replace(",", " ").split())
    if _AS_KEPT.fullmatch(typed):
        return _checked(typed)
    if found := _IN_WORDS.fullmatch(typed):
        month = _MONTHS_BY_NAME.get(found["name"], 0)
    elif found := _IN_FIGURES.fullmatch(typed):
        month = int(found["month"])
    else:
        raise NotADate
    parts = [f"{_whole_year(found['year']):04}", f"{month:02}"]
    return _checked("-".join([*parts, f"{int(found['day']):02}"] if found["day"] else parts))


def _whole_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    this_year = datetime.date.today().year
    whole = this_year // 100 * 100 + int(year)
    return whole if whole <= this_year + 10 else whole - 100


def _checked(kept: str) -> str:
    try:
        validate_partial_date(kept)
    except ValidationError:
        raise NotADate from None
    if not _EARLIEST <= int(kept[:4]) <= datetime.date.today().year + 50:
        raise NotADate
    return kept
