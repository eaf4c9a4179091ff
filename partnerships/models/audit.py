"""Who did what that must be accounted for: exports and erasures of personal data, and the like."""

from typing import Any, NoReturn

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from partnerships.vocabulary import AuditAction


class LogIsKept(Exception):
    """Nobody changes or deletes what the log says."""


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    raise LogIsKept


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Rows of the log, which are added and read. Erasing a person goes round this, by the plain manager."""

    def delete_for_retention(self) -> int:
        """Delete them because their time is over, and return how many that were."""
        return super().delete()[0]

    delete = update = bulk_update = _refuse


class AuditEntry(models.Model):
    """One thing somebody did. Rows are only ever added; `about` never holds personal details.

    Accounts are closed and lose their person rather than being deleted, so `by` keeps telling people apart.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="audit_entries")
    action = models.CharField(max_length=40, choices=AuditAction)
    about = models.CharField(max_length=250, blank=True)
    details = models.JSONField(default=dict, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"
        permissions = [("handle_personal_data", "Can export and erase what is held about a person")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.about}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it. Raises LogIsKept for one that is there already."""
        if not self._state.adding:
            raise LogIsKept
        super().save(*args, **kwargs)

    delete = _refuse
