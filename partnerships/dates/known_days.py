"""Days on which something was done: none is still to come."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from partnerships.dates.partial_dates import FIRST_YEAR, validate_known


def validate_known_year(year: int) -> None:
    """Raise ValidationError unless `year` has begun, and is one in four digits that something may be of."""
    if not FIRST_YEAR <= year <= datetime.MAXYEAR:
        raise ValidationError("Enter a year in four digits, such as 2019.", code="year")
    validate_known(str(year))


class KnownDayField(models.DateField):
    """A DateField for what was done on a day, which is today or past. To the database and to migrations it is one."""

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Return the day. Raises ValidationError if it is none, or in a row one that is still to come."""
        day = super().clean(value, model_instance)
        if model_instance and isinstance(day, datetime.date):
            validate_known(day.isoformat())
        return day

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs
