"""Requests to check an entry, and the changes that partnerships and others propose to one."""

import datetime
from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.vocabulary import REVIEWED_STATES, CheckAnswer, ProposalSource, ProposalState
from partnerships.models import Partnership, Revision
from partnerships.models.rights import editable_rows

# A check request, expired or not, and a proposal that somebody has to deal with.
UNANSWERED, WAITING = Q(answered_at__isnull=True, revoked_at__isnull=True), Q(state=ProposalState.WAITING)


def check_expiry() -> datetime.datetime:
    """Return when a link to check an entry that is sent now stops working."""
    return timezone.now() + datetime.timedelta(days=42)


class CheckRequestQuerySet(models.QuerySet["CheckRequest"]):
    def editable_by(self, user: User) -> Self:
        """Return those for the partnerships `user` may work with."""
        return self.filter(partnership__in=Partnership.objects.editable_by(user).order_by().values("pk"))

    def unanswered(self) -> Self:
        """Return those that were neither answered nor revoked, expired or not."""
        return self.filter(UNANSWERED)


class CheckRequest(models.Model):
    """That a partnership was asked, by a signed link to its contact address, whether its entry is still true.

    The address itself is kept with the entry only. Here is a keyed hash of it, so that the link stops working when the
    address changes.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="check_requests")
    fingerprint = models.CharField(max_length=32, help_text="A keyed hash of the address; it cannot be turned back.")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=check_expiry)
    reminded_at = models.DateTimeField(null=True, blank=True)
    told_bridge_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=CheckAnswer, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CheckRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership"], condition=UNANSWERED, name="one_open_check_request_each"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="check_answer_and_moment_together",
            ),
        ]

    def __str__(self) -> str:
        return f"Check of {self.partnership}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether it was neither answered nor revoked and has not expired; the address is not looked at."""
        return self.answered_at is None and self.revoked_at is None and not self.is_expired

    @property
    def standing(self) -> str:
        """Its state, in words for staff."""
        if self.answered_at:
            return self.get_answer_display()
        if self.revoked_at:
            return "Link taken back"
        return "No answer" if self.is_expired else "Waiting for an answer"


class ChangeProposalQuerySet(models.QuerySet["ChangeProposal"]):
    def editable_by(self, user: User) -> Self:
        """Return those for the partnerships `user` may work with, without those whose address is not confirmed."""
        confirmed, partnerships = self.exclude(state=ProposalState.UNCONFIRMED), Partnership.objects.editable_by(user)
        return editable_rows(confirmed, user, lambda: Q(partnership__in=partnerships.values("pk")))

    def waiting(self) -> Self:
        """Return those somebody has to review."""
        return self.filter(WAITING)

    def held(self) -> Self:
        """Return those held back as suspected spam."""
        return self.filter(state=ProposalState.HELD)


class ChangeProposal(models.Model):
    """Changes somebody proposes to an entry, which stays as it is until staff accept them.

    `changes` holds for each part of the entry its old and its new value: {"summary": ["old", "new"]}; parts and their
    plain values are those of members/proposals/facts.py. `proposer` is a key of who it is from, never an address.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="proposals")
    source = models.CharField("from", max_length=8, choices=ProposalSource)
    check_request = models.ForeignKey(CheckRequest, models.SET_NULL, null=True, blank=True, related_name="proposals")
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="proposals")
    email = models.EmailField(max_length=254, blank=True)
    proposer = models.CharField(max_length=40, help_text="A key of who it is from; it cannot be turned back.")
    consent_version = models.CharField(max_length=20, blank=True)

    changes = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    base_revision = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")

    state = models.CharField(max_length=12, choices=ProposalState, default=ProposalState.WAITING)
    suspicions = models.CharField(max_length=250, blank=True, help_text="Why it was held back.")
    proposed_at = models.DateTimeField(default=timezone.now)
    decisions = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="reviewed_proposals")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposed change"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "proposer"], condition=WAITING, name="one_waiting_proposal_each"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="reviewed_by_and_at_together",
            ),
            models.CheckConstraint(
                condition=Q(state__in=REVIEWED_STATES, reviewed_at__isnull=False)
                | ~Q(state__in=REVIEWED_STATES) & Q(reviewed_at__isnull=True),
                name="proposal_reviewed_with_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(reason=""), name="declined_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(anonymised_at__isnull=True) | Q(email="", note=""), name="anonymised_proposal_names_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.pk}"

    def get_admin_url(self) -> str:
        return reverse("admin:members_changeproposal_change", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to review it."""
        return self.state == ProposalState.WAITING

    @property
    def answer_address(self) -> str:
        """The e-mail address the decision is sent to; "" when none is known or it has been removed."""
        return self.proposed_by.email if self.proposed_by else self.email
