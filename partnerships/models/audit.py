"""Who did what that must be accounted for: exports and erasures of personal data, and the like."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """One thing somebody did. Rows are only ever added; `about` never holds personal details."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="audit_entries"
    )
    action = models.CharField(max_length=40)
    about = models.CharField(max_length=250, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"
        permissions = [("handle_personal_data", "Can export and erase what is held about a person")]

    def __str__(self):
        return f"{self.action} {self.about}".strip()
