"""What every published thing has: a publication state, and where its facts come from."""

from django.db import models

from partnerships.vocabulary import Confidence, PublicationState


class PublishableQuerySet(models.QuerySet):
    """Rows with a publication state."""

    def published(self):
        """Return the rows the public may see."""
        return self.filter(publication=PublicationState.PUBLISHED)


class Publishable(models.Model):
    """A row the public sees only while it is published."""

    publication = models.CharField(max_length=10, choices=PublicationState, default=PublicationState.DRAFT)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        """Whether the public may see it."""
        return self.publication == PublicationState.PUBLISHED


class Sourced(models.Model):
    """A fact with the place it was read and how well it is supported."""

    source = models.TextField(blank=True, help_text="Where the fact was read. Shown to the public.")
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)

    class Meta:
        abstract = True
