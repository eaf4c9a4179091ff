"""What rate limits count: forms that were sent, and requests of programs, each under a keyed hash of who sent it."""

from django.db import models
from django.utils import timezone


class FormSubmission(models.Model):
    """That a form was sent, by the keyed hash of an address or a network: shared by all processes, kept for a day."""

    form = models.CharField(max_length=20, help_text="Which form: enquiry, subscription …")
    sender_hash = models.CharField(max_length=64, help_text="A keyed hash; it cannot be turned back.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["form", "sender_hash", "at"], name="form_submission_sender_at")]

    def __str__(self) -> str:
        return f"{self.form} {self.at:%Y-%m-%d %H:%M}"


class RequestCount(models.Model):
    """How many requests a network sent to the interface for programs in one span of time, by its keyed hash."""

    network_hash = models.CharField(max_length=64, help_text="A keyed hash; it cannot be turned back.")
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network_hash", "since"], name="one_request_count_a_span")]

    def __str__(self) -> str:
        return f"{self.count} since {self.since:%Y-%m-%d %H:%M}"
