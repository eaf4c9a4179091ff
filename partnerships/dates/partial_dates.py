"""Dates we know only in part: "2016", "September 2017", "1 April 2015".

Stored as ISO 8601 text of the precision known ("2016", "2017-09", "2015-04-01"), so that they sort and compare as text.
"""

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import dates, timezone

MONTHS = tuple(map(str, dates.MONTHS.values()))
# What has a date here is not older, nor planned for later than so many years ahead: another year is a slip.
FIRST_YEAR, YEARS_AHEAD = 1900, 100
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def validate_partial_date(value: str) -> None:
    """Raise ValidationError unless `value` is a real year, month or day written as YYYY, YYYY-MM or YYYY-MM-DD."""
    try:
        if not _SHAPE.fullmatch(value):
            raise ValueError
        # What is not said is the first month, and its first day.
        datetime.date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError as error:
        raise ValidationError(
            "Enter a year (2016), a month (2017-09) or a day (2015-04-01).", code="partial_date"
        ) from error


def is_plausible(year: int) -> bool:
    """Whether anything that has a date here may be of `year`."""
    return FIRST_YEAR <= year <= timezone.localdate().year + YEARS_AHEAD


def validate_plausible(value: str) -> None:
    """Raise ValidationError if the year of the partial date `value`, or of an ISO 8601 day, is nothing but a slip."""
    if _SHAPE.fullmatch(value) and not is_plausible(int(value[:4])):
        last = timezone.localdate().year + YEARS_AHEAD
        message = f"The year {value[:4]} cannot be meant. Enter one from {FIRST_YEAR} to {last}."
        raise ValidationError(message, code="year")


def validate_known(value: str, *, instead: str = "Enter one that has begun") -> None:
    """Raise ValidationError if the partial date `value` is still to come: nobody knows yet what is true then.

    Also if its year is not plausible. This year, this month and today have begun. `instead` says what else can be done.
    """
    if _SHAPE.fullmatch(value) and not begins_by(value, timezone.localdate()):
        raise ValidationError(f"{in_words(value)} is still to come. {instead}.", code="ahead")
    validate_plausible(value)


def in_words(value: str | None) -> str:
    """Return "2016", "September 2017" or "1 April 2015" for a stored partial date, "" for none.

    Other text, which a form or a sheet may hold, is returned as it is.
    """
    match = _SHAPE.fullmatch(value or "")
    if not match:
        return value or ""
    year, month, day = match.groups()
    parts = [str(int(day))] if day else []
    if month and not 1 <= int(month) <= len(MONTHS):
        return value or ""
    if month:
        parts.append(MONTHS[int(month) - 1])
    return " ".join([*parts, year])


def span_in_words(start: str, end: str) -> str:
    """Return "from 2016 to 1 April 2019", "from 2016", "until 1 April 2019" or "" for two stored partial dates."""
    parts = [("from", start), ("to" if start else "until", end)]
    return " ".join(f"{word} {in_words(value)}" for word, value in parts if value)


def begins_by(value: str, day: datetime.date) -> bool:
    """Whether the partial date `value` has begun by `day`: a year does on its first day; an unknown one has."""
    return value <= day.isoformat()[: len(value)]


def is_over(value: str, day: datetime.date) -> bool:
    """Whether all of the partial date `value` lies before `day`; an unknown one never does."""
    return value < day.isoformat()[: len(value)]


def over_or_unknown(column: str, day: datetime.date) -> models.Q:
    """Return the condition that the partial date in `column` is_over() on `day`, or is not known."""
    end = day.isoformat()
    return models.Q(**{f"{column}__lt": end}) & ~models.Q(**{f"{column}__in": [end[:4], end[:7]]})


def in_order(start: str, end: str, *, name: str) -> models.CheckConstraint:
    """Return the constraint called `name`: where both are known, the date in `end` is not before that in `start`."""
    in_time = models.Q(**{f"{end}__gte": models.F(start)})
    words = f"Enter dates in their order: what is in “{end}” is before what is in “{start}”."
    return models.CheckConstraint(
        condition=models.Q(**{end: ""}) | models.Q(**{start: ""}) | in_time,
        name=name,
        violation_error_message=words.replace("_", " "),
    )


class PartialDateField(models.CharField):
    """A CharField that holds the partial date of something known; blank when nothing is known.

    It may be still to come only with `may_be_ahead`, or in a row whose field called `planned` says that it is a plan.
    The model says it in words as well: in `ended_words` for the field `ended`.
    """

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, may_be_ahead: bool = False, planned: str = "", **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        self.may_be_ahead, self.planned = may_be_ahead, planned
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Return `value`. Raises ValidationError if it is no partial date, or in a row one that is still to come.

        Without a row it may be: the committed files, whose dates a test holds, are loaded by a clock that is wrong too.
        """
        value = super().clean(value, model_instance)
        if model_instance is None:
            return value
        if self.may_be_ahead:
            validate_plausible(value)
        elif not self.planned:
            validate_known(value)
        elif not getattr(model_instance, self.planned):
            plan: Any = model_instance._meta.get_field(self.planned)
            validate_known(value, instead=f"Enter one that has begun, or tick “{plan.verbose_name}”")
        else:
            validate_plausible(value)
        return value

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, f"{name}_words", property(lambda row: in_words(getattr(row, name))))

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Leave out the length, which is always the same, and what may lie ahead, which no database knows."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
