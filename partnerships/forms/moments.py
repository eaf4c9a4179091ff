"""Fields for a day, and for a day with its time as clocks in England show it."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone

from partnerships.dates.partial_dates import validate_plausible
from partnerships.dates.times import time_in_words

AS_CLOCKS_SHOW = "As clocks in England show it."
_NONE, _HOUR = datetime.timedelta(), datetime.timedelta(hours=1)


def _validate_day(day: datetime.date) -> None:
    """Raise ValidationError if the year of `day`, or of a moment, is nothing but a slip, such as 0026."""
    validate_plausible(day.isoformat()[:10])


class DayField(forms.DateField):
    """A day of a year that can be meant."""

    default_validators = [_validate_day]


class MomentInput(forms.DateTimeInput):
    """One input for day and time, with the browser’s own calendar."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"type": "datetime-local"} | (attrs or {}), format="%Y-%m-%dT%H:%M")

    def ask_for_day(self) -> None:
        """Ask for the day alone."""
        self.input_type, self.format = "date", "%Y-%m-%d"


class MomentField(forms.DateTimeField):
    """A day and a time as clocks in England show it. An hour that there is not, or twice, is refused in plain words."""

    widget = MomentInput
    default_validators = [_validate_day]

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or AS_CLOCKS_SHOW
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.datetime | None:
        """Return the moment. Raises ValidationError, which says what the clocks do where that is the reason."""
        try:
            return super().to_python(value)
        except ValidationError as refusal:
            typed = parse_datetime(str(value).strip()) if refusal.code == "ambiguous_timezone" else None
            if typed is None:
                raise
            raise ValidationError(_of_clocks(typed), code="ambiguous_timezone") from refusal


def _of_clocks(typed: datetime.datetime) -> str:
    """Return why `typed`, without a time zone, is no moment: clocks pass over it, or show it twice."""
    zone = get_current_timezone()
    before_change, after_change = (typed.replace(tzinfo=zone, fold=fold).utcoffset() or _NONE for fold in (0, 1))
    day, time = date_format(typed, "j F Y"), time_in_words(typed)
    begins = typed.replace(minute=0, second=0)
    before, after = time_in_words(begins), time_in_words(begins + _HOUR)
    if before_change < after_change:
        return f"On {day} clocks go forward from {before} to {after}, so there is no {time}. Enter {after} or later"
    return (
        f"On {day} clocks go back from {after} to {before}, so {time} comes twice. Enter a time before {before}, or "
        f"from {after} on"
    )
