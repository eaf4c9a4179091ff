"""Working copies of entries the public sees, and what colleagues say to one another about what is not public yet.

A copy is apart from the rows of its entry: nothing that reads these can come upon it.
"""

import datetime
import uuid
from typing import Any, Self

from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnerships.vocabulary.working_copies import CopyState

# How names in the data end of which the value is the name of a file.
HELD = "-held"
# How many editions of a copy are kept beside the last one.
EARLIER_KEPT = 5


class AboutEntriesQuerySet(models.QuerySet[Any]):
    """Rows about entries of several kinds."""

    def about(self, entry: models.Model) -> Self:
        """Return those about `entry`."""
        return self.filter(content_type=ContentType.objects.get_for_model(type(entry)), object_id=entry.pk)

    def editable_by(self, user: User) -> Self:
        """Return those about entries that `user` may work with."""
        used = self.model._default_manager.order_by().values("content_type").distinct()
        # Counted, none() would be no number at all.
        theirs = Q(pk=0)
        for content_type in ContentType.objects.filter(pk__in=used):
            # Any: each kind of entry has a manager of its own.
            model: Any = content_type.model_class()
            if model is not None:
                keys = model._default_manager.editable_by(user).order_by().values("pk")
                theirs |= Q(content_type=content_type, object_id__in=keys)
        return self.filter(theirs)


class WorkingCopyQuerySet(AboutEntriesQuerySet):
    def due(self, now: datetime.datetime) -> Self:
        """Return those whose time to be published has come by `now`."""
        return self.filter(publish_at__lte=now)


class AboutEntry(models.Model):
    """A row about an entry of any kind."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey("content_type", "object_id")

    class Meta:
        abstract = True


class WorkingCopy(AboutEntry):
    """What an entry that the public sees is to be next: a form of it as it was sent, which its entry is made of later.

    `content` holds the names of its `fields` and its `data`: to each name in the form the values that were sent.
    `began_from` is the key of the last revision it takes in. `edition` counts how often it was saved. `problem` says
    why it was not published when that was planned. `writers` holds the keys of all who saved it with a change since it
    was begun. `earlier` keeps the content of its last EARLIER_KEPT editions, by
    number, with which what somebody writes meanwhile is compared, and `handed_in` what it said when it was handed in.
    """

    content = models.JSONField()
    began_from = models.PositiveBigIntegerField()
    edition = models.PositiveIntegerField(default=1)
    earlier = models.JSONField(default=dict)
    handed_in = models.JSONField(null=True)
    writers = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=CopyState, default=CopyState.DRAFT)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    handed_in_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    publish_at = models.DateTimeField("publish by itself on", null=True)
    planned_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    problem = models.CharField(max_length=500, blank=True)
    preview_key = models.UUIDField(default=uuid.uuid4)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "working copies"
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_working_copy_of_an_entry")
        ]
        indexes = [models.Index(fields=["publish_at"], name="working_copies_by_plan")]

    def __str__(self) -> str:
        return f"Working copy of {self.entry or 'an entry that is gone'}"

    def write(self, content: dict[str, Any]) -> None:
        """Make `content` its next edition. It is not saved."""
        if self.edition:
            kept = {str(self.edition): self.content} | self.earlier
            self.earlier = {number: kept[number] for number in sorted(kept, key=int, reverse=True)[:EARLIER_KEPT]}
        self.content, self.edition = content, self.edition + 1

    def add_writer(self, user: User) -> None:
        """Note that `user` changed something in it. It is not saved."""
        self.writers = list(dict.fromkeys([*self.writers, user.pk]))

    def is_own_of(self, user: User) -> bool:
        """Whether `user` handed it in, or began it."""
        return user.pk in {self.handed_in_by_id, self.author_id}

    @property
    def held_files(self) -> list[str]:
        """The names of the pictures and documents that were chosen for it."""
        return [values[0] for name, values in self.content["data"].items() if name.endswith(HELD)]


class DraftComment(AboutEntry):
    """What somebody said to colleagues about an entry that is not public yet, or about a working copy."""

    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    text = models.TextField(max_length=2000)

    objects = AboutEntriesQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="draft_comments_by_entry")]

    def __str__(self) -> str:
        return f"Comment of {timezone.localtime(self.at):%d/%m/%Y %H:%M}"
