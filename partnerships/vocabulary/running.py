"""The fixed words of how the site is running."""

from django.db import models


class DailyOutcome(models.TextChoices):
    """What has become of a daily job on one day."""

    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
