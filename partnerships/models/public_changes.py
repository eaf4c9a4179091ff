"""Snapshots of each public entry as last seen, and the log of what changed in them, whoever made the change."""

from django.db import models
from django.urls import reverse

from partnerships.models.directory import Partnership


class PublishedSnapshot(models.Model):
    """A partnership's public facts as last seen by `publishing.public_changes.take_snapshots`.

    `parts` holds each part of the entry by its name: a fingerprint of what it said, and the day that was first seen
    (null when it already said so in the very first snapshot). `listed_on` is the day the entry was first seen
    published, null for what was in the very first snapshot; `changed_on` the latest day of its parts.
    """

    partnership = models.OneToOneField(Partnership, models.CASCADE, related_name="published_snapshot")
    listed_on = models.DateField(null=True, blank=True)
    changed_on = models.DateField(null=True, blank=True, db_index=True)
    parts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["listed_on", "partnership"], name="snapshots_by_listing")]

    def __str__(self) -> str:
        return f"What was last seen of {self.partnership}"


class PublicChange(models.Model):
    """What the public could see of a partnership's entry that was new or had changed on a day: kept for good.

    `parts` holds the names of what changed (see PARTS of `publishing.public_changes`), none for an entry that was only
    new.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="public_changes")
    on = models.DateField(db_index=True)
    is_new = models.BooleanField(default=False)
    parts = models.JSONField(default=list)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "on"], name="one_public_change_a_day")]

    def __str__(self) -> str:
        return f"{self.partnership}, {self.on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return f"{reverse('partnerships:change-list')}?partnership={self.partnership.slug}#change-{self.pk}"
