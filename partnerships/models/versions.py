"""Versions of what staff edit: every save of a versioned row is kept, and what was saved together is one revision.

Rows are written by django-simple-history whenever a model saves or deletes by itself. What goes round that (`update`,
`bulk_create`, `bulk_update`) is written by `versions.backfill`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from partnerships.vocabulary import RevisionKind

_open: ContextVar["OpenRevision | None"] = ContextVar("open_revision", default=None)
# Never kept in versions: an address of a person must not outlive its erasure, and a key is nobody's to restore.
NOT_VERSIONED = {"contact_email", "enquiries_email", "preview_key"}


# Called with each version before it is kept, and the revision it belongs to: it may refuse by raising.
_looks: list[Callable[[Any, "OpenRevision"], None]] = []


def register_look(look: Callable[[Any, "OpenRevision"], None]) -> None:
    """Let `look` see each version that a row writes by itself, before it is kept."""
    _looks.append(look)


class Revision(models.Model):
    """One act that changed versioned rows: who, when, and why in words."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="revisions")
    kind = models.CharField(max_length=12, choices=RevisionKind, default=RevisionKind.EDIT)
    reason = models.CharField(max_length=250, blank=True, help_text="Why, or what it was part of.")
    first = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="The first of the same act, if later.",
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.at):%d/%m/%Y %H:%M}"

    @property
    def of_act(self) -> "models.QuerySet[Revision]":
        """All revisions of the same act: more than one if that was done slice by slice."""
        first = self.first_id or self.pk
        return Revision.objects.filter(models.Q(pk=first) | models.Q(first=first))


class OpenRevision:
    """A revision that is written with the first row that belongs to it. `fields` are those of the Revision.

    `undoes` is the kind of the one it takes back, if it does.
    """

    def __init__(self, *, undoes: str = "", **fields: Any):
        self._fields = fields
        self.by: User | None = fields["by"]
        self.act: str = undoes or fields["kind"]
        self.written: Revision | None = None
        # What those who look at each row that is kept have found out for all of it.
        self.known: dict[Any, Any] = {}

    def write(self) -> Revision:
        """Return the revision, written now if it was not before."""
        if self.written is None:
            self.written = Revision.objects.create(**self._fields)
        return self.written


@contextmanager
def revising(
    *,
    by: User | None = None,
    kind: RevisionKind = RevisionKind.EDIT,
    reason: str = "",
    undoes: str = "",
    first: Revision | None = None,
) -> Iterator[OpenRevision]:
    """Make all that is saved inside one revision, in one transaction; yield it, not written when nothing changed.

    `by` is None for the site itself; `reason` is cut to 250 characters; `undoes` is the kind of what it takes back.
    `first` is the first revision of the same act, if that is done in several.
    Inside another one, it is part of that, and these are passed over.
    """
    if outer := _open.get():
        yield outer
        return
    revision = OpenRevision(by=by, kind=kind, reason=reason[:250], undoes=undoes, first=first)
    token = _open.set(revision)
    try:
        with transaction.atomic():
            yield revision
    finally:
        _open.reset(token)


class Version(models.Model):
    """What each kept version has beside the row's own fields: the revision it belongs to."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it in the revision that is open, or in one of its own."""
        if self.revision_id is not None:
            super().save(*args, **kwargs)
            return
        with revising() as open_revision:
            for look in _looks:
                look(self, open_revision)
            self.revision = open_revision.write()
            super().save(*args, **kwargs)


class Versions(HistoricalRecords):
    """Keeps the versions of a model, each with its revision.

    `options` are those of HistoricalRecords, such as `m2m_fields`: the many-to-many fields kept with it.
    """

    def __init__(self, **options: Any):
        # Who did it stands on the revision, once.
        super().__init__(bases=[Version], get_user=lambda **_: None, **options)

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        """Leave out what is never kept, once the model's fields are known."""
        if sender is self.cls:
            self.excluded_fields = [field.name for field in sender._meta.fields if field.name in NOT_VERSIONED]
        super().finalize(sender, **kwargs)
