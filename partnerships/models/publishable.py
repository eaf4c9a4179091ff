"""Bases of models that are published: a publication state, and where the facts come from."""

import datetime
import uuid
from typing import Self, TypeVar

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from partnerships.vocabulary import Confidence, PublicationState

_Row = TypeVar("_Row", bound="Publishable", covariant=True)


class PublishableQuerySet(models.QuerySet[_Row]):
    """Rows with a publication state."""

    def published(self) -> Self:
        """Return the rows the public may see."""
        return self.filter(publication=PublicationState.PUBLISHED)

    def editable_by(self, user: User) -> Self:
        """Return the rows `user` may work with in the back office."""
        raise NotImplementedError

    def due_to_be_published(self, now: datetime.datetime) -> Self:
        """Return the rows whose time to be published has come by `now`."""
        return self.filter(publish_at__lte=now)


class Publishable(models.Model):
    """A row the public sees only while it is published.

    `publish_at` is when it is to be published by itself, null when nobody planned that. Whoever holds a link made with
    `preview_key` sees it before.
    """

    publication = models.CharField(max_length=10, choices=PublicationState, default=PublicationState.DRAFT)
    publication_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    publication_changed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
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
