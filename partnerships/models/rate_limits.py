"""How often somebody asked lately, without knowing who."""

from django.db import models
from django.utils import timezone


class AskedBefore(models.Model):
    """That a form was sent, by the keyed hash of an address or a network: shared by all processes, kept for a day."""

    form = models.CharField(max_length=20, help_text="Which form: enquiry, subscription …")
    who = models.CharField(max_length=64, help_text="A keyed hash; it cannot be turned back.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "asked before"
        indexes = [models.Index(fields=["form", "who", "at"], name="asked_before_form_who_at")]

    def __str__(self):
        return f"{self.form} {self.at:%Y-%m-%d %H:%M}"


class RequestCount(models.Model):
    """How many requests a network sent to the interface for programs in one span of time, by its keyed hash."""

    who = models.CharField(max_length=64, help_text="A keyed hash; it cannot be turned back.")
    since = models.DateTimeField(db_index=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "since"], name="one_request_count_a_span")]

    def __str__(self):
        return f"{self.number} since {self.since:%Y-%m-%d %H:%M}"
