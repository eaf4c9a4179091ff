"""When an entry was last checked and when it is due again: one rule for mails, the back office and the public."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.dates.months import months_after, months_before
from partnerships.models.publishable import PublishableQuerySet
from partnerships.vocabulary import CHECK_EVERY_MONTHS

LONG_AGO = datetime.timedelta(days=365)


class CheckedQuerySet(PublishableQuerySet):
    def recently_checked(self) -> Self:
        """Return those somebody has checked, the latest first."""
        return self.filter(checked_on__isnull=False).order_by("-checked_on", "name")

    def due_a_check(self, today: datetime.date) -> Self:
        """Return those due a check by `today`: never checked, or not for as long as their stage allows."""
        due = Q(pk__in=[])
        for stage, months in CHECK_EVERY_MONTHS.items():
            if months is not None:
                never_or_long_ago = Q(checked_on__isnull=True) | Q(checked_on__lte=months_before(today, months))
                due |= Q(stage=stage) & never_or_long_ago
        return self.filter(due)


class Checked(models.Model):
    """What an entry can say of its checks. Its model has these four fields: an annotation makes none."""

    stage: "models.CharField[str, str]"
    compiled_on: "models.DateField[datetime.date | None, datetime.date | None]"
    checked_on: "models.DateField[datetime.date | None, datetime.date | None]"
    checked_by: "models.CharField[str, str]"

    class Meta:
        abstract = True

    @property
    def check_due_on(self) -> datetime.date | None:
        """The day from which it is due a check; None if it never is. One never checked has been since it was made."""
        months = CHECK_EVERY_MONTHS[self.stage]
        if months is None:
            return None
        if self.checked_on is None:
            return self.compiled_on or timezone.localdate()
        return months_after(self.checked_on, months)

    @property
    def is_due_a_check(self) -> bool:
        return self.check_due_on is not None and self.check_due_on <= timezone.localdate()

    @property
    def is_long_unchecked(self) -> bool:
        """Whether it was checked, but more than a year ago."""
        return self.checked_on is not None and self.checked_on < timezone.localdate() - LONG_AGO

    @property
    def checked_words(self) -> str:
        """How fresh it is, for everybody: "Checked on 3 May 2026 by the partnership", or that it was not lately."""
        if self.checked_on is None:
            return "Not checked yet"
        day = date_format(self.checked_on, "j F Y")
        if self.is_long_unchecked:
            return f"Not checked since {day}, over a year ago"
        return f"Checked on {day} by {self.checked_by}"
