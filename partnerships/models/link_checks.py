"""What came of looking whether the links of entries still lead anywhere."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

# At these answers a link is dead at once; at any other, or at none, only after BAD_DAYS: the server may be ill.
GONE = (404, 410)
BAD_DAYS = datetime.timedelta(days=2)


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def dead(self) -> Self:
        """Return those known to lead nowhere: gone, or without a good answer for more than BAD_DAYS."""
        long_bad = Q(first_failed_at__lte=F("checked_at") - BAD_DAYS)
        return self.filter(first_failed_at__isnull=False).filter(Q(status__in=GONE) | long_bad)


class LinkCheck(models.Model):
    """The last look at one address: the server's answer, and since when the answers are bad."""

    url = models.CharField(max_length=400, unique=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="What the server answered; empty if it did not.")
    checked_at = models.DateTimeField(db_index=True)
    first_failed_at = models.DateTimeField(null=True, help_text="When the bad answers began; empty when it is well.")

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_failed_at__isnull=True) | Q(first_failed_at__lte=F("checked_at")),
                name="link_failed_before_it_was_checked",
            )
        ]

    def __str__(self) -> str:
        return self.url
