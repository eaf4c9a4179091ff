"""What stands beside a partnership's entry: its other names, links, and where its facts were read."""

from typing import Any

from django.db import models
from django.utils.text import slugify

from partnerships.dates.known_days import KnownDayField
from partnerships.models.versions import Versions
from partnerships.vocabulary import LinkKind, NameKind


class PartnershipName(models.Model):
    """Another name of a partnership. Search finds it, and its address leads to the entry."""

    partnership = models.ForeignKey("partnerships.Partnership", models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=160, editable=False, db_index=True)
    kind = models.CharField(max_length=10, choices=NameKind, default=NameKind.ALSO)

    versions = Versions()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="one_name_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the slug in step with the name."""
        self.slug = slugify(self.name)
        super().save(*args, **kwargs)


class PartnershipLink(models.Model):
    """A web page about or of a partnership, beside its website."""

    partnership = models.ForeignKey("partnerships.Partnership", models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=LinkKind, default=LinkKind.PAGE)
    label = models.CharField(max_length=160)
    url = models.URLField(max_length=300)

    versions = Versions()

    class Meta:
        ordering = ["kind", "label"]
        constraints = [models.UniqueConstraint(fields=["partnership", "url"], name="one_link_once")]
        indexes = [models.Index(fields=["url"], name="partnership_links_by_url")]

    def __str__(self) -> str:
        return self.label

    @property
    def kind_words(self) -> str:
        """What it is, to stand after its label: "newsletter"; "" for a page about it, as most are."""
        return "" if self.kind == LinkKind.PAGE else LinkKind(self.kind).label.lower()


class PartnershipSource(models.Model):
    """Where facts of an entry were read."""

    partnership = models.ForeignKey("partnerships.Partnership", models.CASCADE, related_name="sources")
    title = models.CharField(max_length=250, help_text="The address or title as found.")
    url = models.URLField(max_length=400, blank=True)
    shows = models.CharField(max_length=250, blank=True, help_text="What it shows.")
    seen_on = KnownDayField(null=True, blank=True)

    versions = Versions()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "title"], name="one_source_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_called_by_its_address(self) -> bool:
        """Whether its title is its address, so that paper need not tell it after that."""
        return self.url.rpartition("://")[2].strip("/") == self.title.rpartition("://")[2].strip("/")
