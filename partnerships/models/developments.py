"""What has changed for partnerships since the Bridge role ended, and what is planned."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from partnerships.dates.partial_dates import PartialDateField, in_words, is_over
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.models.publishable import Sourced
from partnerships.models.versions import Versions


class DevelopmentQuerySet(EditorialQuerySet["Development"]):
    def newest_first(self) -> Self:
        """Return them by their dates, the newest first."""
        return self.select_related("partnership", "bridge").order_by("-date", "-pk")


class Development(Editorial, Sourced):
    """Something that has changed for partnerships since 31 March 2023, or that is planned.

    A plan stays a plan, also when its date has passed, until somebody finds that it happened. Its address is an anchor
    on the page of all of them.
    """

    what = models.TextField("what happened", help_text="Public. One or two sentences; of a plan, what is planned.")
    date = PartialDateField(blank=False, planned="is_planned")
    date_said = models.CharField(
        "date, in words", max_length=60, blank=True, help_text="Public. If the source is not so exact: “spring 2027”."
    )
    is_planned = models.BooleanField(
        "only planned", default=False, help_text="Until a source says that it happened, also when its date has passed."
    )
    who = models.CharField("who did it", max_length=250, blank=True, help_text="Public. Organisations, not people.")
    address = models.URLField(max_length=400, blank=True, help_text="Public. The page to read more on.")

    page = "partnerships:development-list"
    objects = DevelopmentQuerySet.as_manager()
    versions = Versions(m2m_fields=["priorities"])

    class Meta(Editorial.Meta):
        ordering = ["-date", "-pk"]
        constraints = [
            *Editorial.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(date=""), name="development_has_a_date", violation_error_message="Enter when it was."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (planned)" if self.is_planned else self.title

    @classmethod
    def address_of(cls, slug: str) -> str:
        return f"{reverse(cls.page)}#{slug}"

    @property
    def when(self) -> str:
        """Its date in words, of a plan as such: "12 June 2025", "planned for 2027", "was planned for May 2026"."""
        words = self.date_said or in_words(self.date)
        if not self.is_planned:
            return words
        return f"was planned for {words}" if self.is_past_plan else f"planned for {words}"

    @property
    def is_past_plan(self) -> bool:
        """Whether it was planned for a time that is over, and nobody has found that it happened."""
        return self.is_planned and is_over(self.date, timezone.localdate())

    @property
    def dated_summary(self) -> str:
        """When and what, for feeds: "Planned for 2027. New national curriculum …"."""
        return f"{capfirst(self.when)}. {self.what}"
