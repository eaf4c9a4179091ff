"""Case studies: what a partnership did, and what that changed."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.models.versions import Versions

MAX_AGE = 25


class CaseStudy(Editorial):
    """An account of work with children and young people. `from_age` and `to_age` are in years.

    The member organisations that took part are in members (`CaseStudyMember`).
    """

    summary = models.TextField(help_text="Public. One or two sentences, shown in lists.")
    what_was_done = models.TextField(help_text="Public. In Markdown.")
    what_changed = models.TextField(blank=True, help_text="Public. In Markdown.")
    from_age = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(MAX_AGE)])
    to_age = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(MAX_AGE)])
    source = models.URLField(max_length=400, blank=True, help_text="Where the story was first told, if elsewhere.")

    page = "partnerships:case-study-detail"
    objects = EditorialQuerySet.as_manager()
    versions = Versions(m2m_fields=["priorities"])

    class Meta(Editorial.Meta):
        ordering = ["title"]
        verbose_name_plural = "case studies"
        constraints = [
            *Editorial.Meta.constraints,
            models.CheckConstraint(
                condition=Q(from_age__isnull=True, to_age__isnull=True)
                | Q(from_age__isnull=False, to_age__isnull=False, to_age__gte=F("from_age")),
                name="case_study_ages_from_young_to_old",
                violation_error_message="Enter both ages, the younger first, or neither.",
            ),
        ]

    @property
    def ages(self) -> str:
        """The ages it was for in words: "5 to 11", "11" or ""."""
        if self.from_age is None:
            return ""
        return f"{self.from_age} to {self.to_age}" if self.from_age != self.to_age else f"{self.from_age}"


class CaseStudyPicture(models.Model):
    """A picture in a case study, always with its text alternative."""

    case_study = models.ForeignKey(CaseStudy, models.CASCADE, related_name="pictures")
    image = models.ImageField(upload_to="case-studies/")
    alternative = models.CharField("text alternative", max_length=250, help_text="What the picture shows, in words.")
    caption = models.CharField(max_length=250, blank=True, help_text="Public. Shown under the picture.")
    position = models.PositiveSmallIntegerField(default=0)

    versions = Versions()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alternative=""),
                name="case_study_picture_has_text_alternative",
                violation_error_message="Enter what the picture shows, for people who do not see it.",
            )
        ]

    def __str__(self) -> str:
        return self.alternative
