"""What was published elsewhere about partnerships: plans, reports, news and more, on pages that are not ours."""

from typing import Self

from django.db import models

from partnerships.dates.partial_dates import PartialDateField, in_words
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.models.versions import Versions
from partnerships.vocabulary import ElsewhereKind


class PublishedElsewhereQuerySet(EditorialQuerySet["PublishedElsewhere"]):
    def newest_first(self) -> Self:
        """Return them by the dates they bear, the newest first, each with its owner; the undated ones last."""
        return self.select_related("partnership", "bridge").order_by("-date", "title", "pk")


class PublishedElsewhere(Editorial):
    """Something on a page that is not ours, about a partnership or by it: what it is, in our words, and where."""

    kind = models.CharField(max_length=20, choices=ElsewhereKind)
    description = models.CharField(max_length=300, help_text="Public. What it is, in a sentence of our own.")
    publisher = models.CharField(max_length=160, blank=True, help_text="Public. Who published it; never a person.")
    date = PartialDateField(help_text="When it was published. Leave it empty if it does not say.")
    url = models.URLField("address", max_length=400)

    page = "partnerships:elsewhere-detail"
    objects = PublishedElsewhereQuerySet.as_manager()
    versions = Versions(m2m_fields=["priorities"])

    class Meta(Editorial.Meta):
        ordering = ["-date", "title"]
        verbose_name = "published elsewhere"
        verbose_name_plural = "published elsewhere"
        constraints = [
            *Editorial.Meta.constraints,
            models.UniqueConstraint(fields=["partnership", "title", "url"], name="published_elsewhere_once"),
        ]

    @property
    def dates_in_words(self) -> str:
        return in_words(self.date)
