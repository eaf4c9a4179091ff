"""How the site is running: when each of its processes was last alive, and what its daily jobs came to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnerships.vocabulary.running import DailyOutcome


class Heartbeat(models.Model):
    """When one kind of process, such as the worker, last said that it is alive: see worker/heartbeats.py."""

    kind = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"


class DailyRun(models.Model):
    """What one daily job came to on one day: see worker/daily.py.

    Every try has a number, `tries`: whoever began one that is not the latest has no say any more. `next_try_at` is when
    somebody else may begin the next: while it is running, when whoever does it must have been killed.
    """

    job = models.CharField(max_length=40)
    day = models.DateField(help_text="The day in London that it was due on.")
    started_at = models.DateTimeField(default=timezone.now, help_text="Of the latest try.")
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=DailyOutcome, default=DailyOutcome.RUNNING)
    words = models.CharField(max_length=500, blank=True, help_text="What it said it did, or why it failed.")
    tries = models.PositiveSmallIntegerField(default=1)
    next_try_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-day", "job"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["job", "day"], name="one_daily_run_each"),
            models.CheckConstraint(
                condition=Q(outcome=DailyOutcome.RUNNING, ended_at__isnull=True)
                | ~Q(outcome=DailyOutcome.RUNNING) & Q(ended_at__isnull=False),
                name="daily_run_ended_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} of {self.day}: {self.get_outcome_display().lower()}"


class KnownTrouble(models.Model):
    """Something that is not well, from when that was first seen until it is well again: see lcep_site/health/alerts.py.

    `told_at` is when the owners were last written to.
    """

    name = models.CharField(max_length=20, unique=True, help_text="Of the check that found it.")
    began_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    well_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        permissions = [("see_running", "Can see how the site is running")]

    def __str__(self) -> str:
        return f"{self.name} since {self.began_at:%Y-%m-%d %H:%M}"
