"""What partnerships work on, and the parts of local life their members come from."""

from typing import Self

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count

from partnerships.dates.partial_dates import PartialDateField
from partnerships.models.places import published
from partnerships.models.publishable import Sourced
from partnerships.models.slugs import HasOwnPage, Sluggable
from partnerships.models.versions import Versions
from partnerships.vocabulary import FORMED_STAGES


class StrategicPriorityQuerySet(models.QuerySet["StrategicPriority"]):
    def with_partnership_counts(self) -> Self:
        """Return each with `partnership_count`: how many published partnerships state it, each counted once."""
        return self.annotate(partnership_count=Count("partnerships", filter=published(FORMED_STAGES), distinct=True))


class StrategicPriority(HasOwnPage):
    """One of the recurring themes partnerships work on."""

    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=250, blank=True)

    partnership_count: int  # annotated by with_partnership_counts

    page = "partnerships:priority-detail"
    objects = StrategicPriorityQuerySet.as_manager()
    versions = Versions()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "strategic priorities"


class PartnershipPriorityQuerySet(models.QuerySet["PartnershipPriority"]):
    def editable_by(self, user: User) -> Self:
        # By its name: the module of partnerships imports this one.
        partnerships = apps.get_model("partnerships", "Partnership").objects.editable_by(user)
        return self.filter(partnership__in=partnerships.values("pk"))

    def of_partnerships(self) -> Self:
        """Return those of published partnerships with all their rows on a page show, by the partnerships' names."""
        public = self.filter(published(FORMED_STAGES, "partnership")).select_related("partnership")
        shown = public.prefetch_related("partnership__names", "partnership__authorities__region")
        return shown.order_by("partnership__name", "pk")


class PartnershipPriority(Sourced):
    """A strategic priority of a partnership, in the partnership's own wording."""

    partnership = models.ForeignKey("partnerships.Partnership", models.CASCADE, related_name="stated_priorities")
    priority = models.ForeignKey(StrategicPriority, models.PROTECT, related_name="statements")
    wording = models.CharField(max_length=300)
    as_of = PartialDateField(help_text="When the source said so.")

    objects = PartnershipPriorityQuerySet.as_manager()
    versions = Versions()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "partnership priorities"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "priority", "wording"], name="one_wording_of_a_priority")
        ]

    def __str__(self) -> str:
        return self.wording


class Sector(Sluggable):
    """The part of local life a member organisation belongs to."""

    name = models.CharField(max_length=60, unique=True)
    plural = models.CharField(max_length=60, help_text="As a heading over several members.")
    is_usual = models.BooleanField(
        default=False, help_text="One of the sectors a partnership is expected to bring together."
    )
    position = models.PositiveSmallIntegerField()

    versions = Versions()

    class Meta:
        ordering = ["position"]
