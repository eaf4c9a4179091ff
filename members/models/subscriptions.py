"""Who wants to hear from the directory, and what they were sent."""

from typing import Any, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, JSONField, Q, Value
from django.utils import timezone

from partnerships.models import LocalAuthority, Partnership, Region, StrategicPriority

# The fields of the rows a subscriber chose.
CHOICES = ("regions", "priorities", "partnerships")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> Self:
        """Return those who confirmed their address."""
        return self.filter(confirmed_at__isnull=False)

    def editable_by(self, user: User) -> Self:
        """Return those `user` may see: confirmed ones who chose a region of their Bridges; all to superusers.

        Those who chose no region want news of the whole country, so no Bridge sees them.
        """
        if not user.is_active or not user.is_staff:
            return self.none()
        if user.is_superuser:
            return self
        chosen = Subscriber.regions.through.objects.filter(region__in=regions_of(user))
        return self.confirmed().filter(pk__in=chosen.values("subscriber"))

    def with_choices(self) -> Self:
        """Return each with the regions, priorities and partnerships chosen."""
        return self.prefetch_related(*CHOICES)


def regions_of(user: User) -> models.QuerySet[Region]:
    """Return the regions in which a Bridge Organisation that `user` answers for has an authority; all to superusers."""
    if user.is_superuser:
        return Region.objects.all()
    authorities = LocalAuthority.objects.filter(bridge__officers=user)
    return Region.objects.filter(pk__in=authorities.values("region"))


class Subscriber(models.Model):
    """An address that wants some kinds of news, of some regions, priorities or partnerships; all when none is chosen.

    `kinds` are names of mailing_list/choices.py. Nothing is sent before `confirmed_at`.
    """

    email = models.EmailField(max_length=254, unique=True)
    regions = models.ManyToManyField(Region, blank=True, related_name="subscribers")
    priorities = models.ManyToManyField(StrategicPriority, blank=True, related_name="subscribers")
    partnerships = models.ManyToManyField(Partnership, blank=True, related_name="subscribers")
    kinds = JSONField(default=list, db_default=Value([], JSONField()), blank=True)
    consent_version = models.CharField(max_length=20)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        # Without the address: the history of the back office keeps this for two years after the row is gone.
        return f"Subscriber {self.pk}"

    @property
    def hidden_email(self) -> str:
        """The address as only its owner knows it again, not whoever a mail was passed on to: j…@school.example."""
        name, _, domain = self.email.rpartition("@")
        return f"{name[:1]}…@{domain}"

    @property
    def choices(self) -> dict[str, models.QuerySet[Any]]:
        """The rows that were chosen, by the names of CHOICES."""
        return {name: getattr(self, name).all() for name in CHOICES}


class Digest(models.Model):
    """One mailing of news: which days it covers, and when all of it was written."""

    since = models.DateField(help_text="The first day it covers.")
    until = models.DateField(help_text="The first day it does not cover.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["since", "until"], name="one_digest_a_period"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="digest_covers_a_day_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.since} to {self.until}"
