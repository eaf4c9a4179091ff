"""What somebody on the staff keeps for themselves: the link to their calendar of checks, and filters of lists."""

import uuid

from django.contrib.auth.models import User
from django.db import models


class ChecksCalendar(models.Model):
    """That somebody reads in a calendar program when their entries are due a check, by a link bound to `key`."""

    user = models.OneToOneField(User, models.CASCADE, related_name="checks_calendar")
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    def __str__(self) -> str:
        return f"Calendar of checks {self.pk}"


class SavedFilter(models.Model):
    """A way to narrow a list of the back office that somebody named: the list's model, and its query string."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    list = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "list", "name"], name="saved_filter_name_once_a_list")]

    def __str__(self) -> str:
        return self.name
