"""The story of a partnership: what sources said of it, one fact a row."""

from typing import Self

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models

from partnerships.dates.partial_dates import PartialDateField, in_words
from partnerships.models.publishable import Sourced
from partnerships.models.versions import Versions
from partnerships.vocabulary import StoryKind

AS_DATED = "If that is not one date: “about 2018 to 2022”, “before 2023”."


class StoryFactQuerySet(models.QuerySet["StoryFact"]):
    def editable_by(self, user: User) -> Self:
        # By its name: the module of partnerships imports this one.
        partnerships = apps.get_model("partnerships", "Partnership").objects.editable_by(user)
        return self.filter(partnership__in=partnerships.values("pk"))


class StoryFact(Sourced):
    """Something a source said of a partnership, and when that was or when it was said."""

    partnership = models.ForeignKey("partnerships.Partnership", models.CASCADE, related_name="story")
    kind = models.CharField("about", max_length=12, choices=StoryKind, default=StoryKind.STANDING)
    what = models.CharField(max_length=300, help_text="Public. One sentence.")
    date = PartialDateField(help_text="Leave it empty if the source has no date.")
    date_said = models.CharField("as the source dates it", max_length=60, blank=True, help_text=AS_DATED)

    objects = StoryFactQuerySet.as_manager()
    versions = Versions()

    class Meta:
        # The newest first, in a year those of a month before those of the year alone; the undated ones last.
        ordering = ["-date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "kind", "what", "date"], name="one_fact_of_a_story_once")
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def when(self) -> str:
        """Its date as shown: "July 2025", "about 2018 to 2022", "" if nothing is known of it."""
        return self.date_said or in_words(self.date)

    @property
    def is_dated(self) -> bool:
        """Whether it has a place in time."""
        return bool(self.date)
