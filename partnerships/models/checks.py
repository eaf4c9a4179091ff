"""When an entry is to be checked again."""

import datetime

from django.db.models import Q

from partnerships.dates.months import months_before
from partnerships.vocabulary import CHECK_EVERY_MONTHS


def is_due_a_check(today: datetime.date) -> Q:
    """Return the condition of being due a check by `today`: never checked, or not for as long as the stage allows."""
    due = Q(pk__in=[])
    for stage, months in CHECK_EVERY_MONTHS.items():
        if months is not None:
            never_or_long_ago = Q(checked_on__isnull=True) | Q(checked_on__lte=months_before(today, months))
            due |= Q(stage=stage) & never_or_long_ago
    return due
