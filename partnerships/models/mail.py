"""Mail that leaves the site: written with what it tells of, sent by the worker."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnerships.models.enquiries import Enquiry
from partnerships.vocabulary import MailState


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> Self:
        """Return those that have not left and have not been given up."""
        return self.filter(state=MailState.QUEUED)

    def due(self) -> Self:
        """Return waiting ones whose next try may be made now."""
        return self.waiting().filter(next_try_at__lte=timezone.now())


class OutgoingMail(models.Model):
    """One mail to one address.

    `key` says what it is for ("enquiry:LCEP-7K3M9Q:receipt"): the same mail is never written twice, and its Message-ID
    is made from it, so that a receiver can tell a mail sent again after a crash from a new one.
    """

    key = models.CharField(max_length=160, unique=True)
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, null=True, blank=True, related_name="mails")
    to = models.EmailField(max_length=254, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    template = models.CharField(max_length=40, blank=True, help_text="Of which its texts are made only when it leaves.")
    about = models.JSONField(default=dict, blank=True, help_text="What they are made with, beside what is known then.")
    headers = models.JSONField(default=dict, blank=True)
    for_mailing_list = models.BooleanField(default=False, help_text="It leaves after those that somebody waits for.")
    state = models.CharField(max_length=8, choices=MailState, default=MailState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | ~Q(state=MailState.SENT) & Q(sent_at__isnull=True),
                name="mail_sent_with_its_moment",
            )
        ]
        indexes = [models.Index(fields=["state", "for_mailing_list", "next_try_at"], name="mail_in_order_of_leaving")]

    def __str__(self) -> str:
        return self.subject


class MailServerTrouble(models.Model):
    """That the mail server is in trouble, in one row, and when the next try may be made: see mail/mail_server.py."""

    next_try_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Tried again from {self.next_try_at}"
