"""What every published thing has: a publication state, and where its facts come from."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.vocabulary import Confidence, PublicationState


class PublishableQuerySet(models.QuerySet):
    """Rows with a publication state."""

    def published(self):
        """Return the rows the public may see."""
        return self.filter(publication=PublicationState.PUBLISHED)

    def in_review(self):
        """Return the rows somebody asked to have published."""
        return self.filter(publication=PublicationState.IN_REVIEW)

    def due_to_be_published(self, now):
        """Return the rows whose time to be published has come by `now`."""
        return self.filter(publish_at__lte=now)


class Publishable(models.Model):
    """A row the public sees only while it is published.

    `publish_at` is when it shall be published by itself, null when nobody planned that. Whoever holds a link made with
    `preview_key` sees it before.
    """

    publication = models.CharField(max_length=10, choices=PublicationState, default=PublicationState.DRAFT)
    publication_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    publication_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    publish_at = models.DateTimeField("publish by itself on", null=True, blank=True)
    preview_key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True)
                | Q(publication__in=[PublicationState.DRAFT, PublicationState.IN_REVIEW]),
                name="%(class)s_to_be_published_is_not_yet",
            )
        ]

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
