"""Enquiries from the public, and all that happens to each."""

import datetime
from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnerships.dates import working_days
from partnerships.models.bridges import BridgeOrganisation
from partnerships.models.directory import Partnership
from partnerships.models.places import LocalAuthority
from partnerships.models.rights import bridges_of, is_active_staff
from partnerships.vocabulary import (
    OPEN_STATES,
    OWN_DESKS,
    EnquirerKind,
    EnquiryEventKind,
    EnquiryOutcome,
    EnquiryState,
    EnquiryTopic,
    RouteKind,
)

# After the day an answer is due, in working days: see enquiries/chasing.py.
DAYS_UNTIL_QUIET = 5
NATIONAL_DESK_PERMISSION = "partnerships.answer_for_national_desk"


def answers_for_everybody(user: User) -> bool:
    """Return whether `user` belongs to the national desk, which sees every enquiry and looks after the mail."""
    return is_active_staff(user) and (user.is_superuser or user.has_perm(NATIONAL_DESK_PERMISSION))


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def editable_by(self, user: User) -> Self:
        """Return those `user` may see and answer: their own Bridges' desks; every one for the national desk's staff."""
        if answers_for_everybody(user):
            return self
        return self.filter(desk__in=bridges_of(user)) if is_active_staff(user) else self.none()

    def genuine(self) -> Self:
        """Return those not held back as suspected spam."""
        return self.exclude(state=EnquiryState.QUARANTINED)

    def quarantined(self) -> Self:
        """Return those held back as suspected spam."""
        return self.filter(state=EnquiryState.QUARANTINED)

    def open(self) -> Self:
        """Return those somebody still has to answer."""
        return self.filter(state__in=OPEN_STATES)

    def new(self) -> Self:
        """Return those nobody has looked after yet."""
        return self.filter(state=EnquiryState.NEW)

    def overdue(self) -> Self:
        """Return open ones whose answer was due before today."""
        return self.open().filter(due_on__lt=timezone.localdate())

    def sent_together_with(self, enquiry: "Enquiry") -> Self:
        """Return those that were sent in one go with `enquiry`, and itself, in the order they were named in."""
        is_one_of_them = Q(sent_with=enquiry.sent_with) if enquiry.sent_with else Q(pk=enquiry.pk)
        return self.filter(is_one_of_them).order_by("pk")

    def unanswered(self, today: datetime.date) -> Self:
        """Return open ones that nobody has answered ever, though an answer is due by `today`."""
        return self.open().filter(answered_at=None, due_on__lte=today)

    def gone_quiet(self) -> Self:
        """Return those that nobody has answered, though an answer was due DAYS_UNTIL_QUIET working days ago."""
        return self.unanswered(working_days.latest_due(timezone.localdate(), DAYS_UNTIL_QUIET))

    def assigned_to(self, user: User) -> Self:
        """Return open ones `user` has taken on."""
        return self.open().filter(assigned_to=user)


class Enquiry(models.Model):
    """A message from the public, who it goes to and where it stands.

    `desk` is the Bridge Organisation whose staff see it; null means the national desk. Personal details are blank
    once the enquiry is anonymised (`anonymised_at`); topic, place and dates stay, so that counts stay true.
    """

    reference = models.CharField(max_length=12, unique=True)
    # Made with the form: the same form sent twice is the same enquiry.
    submission = models.UUIDField(unique=True, editable=False)
    # The first one's submission, for those that were sent in one go to several partnerships.
    sent_with = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    enquirer = models.CharField("who is asking", max_length=12, choices=EnquirerKind)
    topic = models.CharField(max_length=8, choices=EnquiryTopic)
    partnership = models.ForeignKey(Partnership, models.SET_NULL, null=True, blank=True, related_name="enquiries")
    authority = models.ForeignKey(LocalAuthority, models.SET_NULL, null=True, blank=True, related_name="enquiries")
    bridge = models.ForeignKey(
        BridgeOrganisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="enquiries_about",
        verbose_name="Bridge Organisation",
        help_text="Whose former area it is about, if no partnership or place was named.",
    )
    message = models.TextField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    consent_version = models.CharField(max_length=20, help_text="Which consent text they agreed to.")

    desk = models.ForeignKey(BridgeOrganisation, models.PROTECT, null=True, blank=True, related_name="enquiries")
    route = models.CharField(max_length=12, choices=RouteKind)
    route_reason = models.CharField(max_length=250)
    recipient_name = models.CharField(max_length=160, help_text="Who was told of it, in words for the public.")

    state = models.CharField(max_length=12, choices=EnquiryState, default=EnquiryState.NEW)
    suspicions = models.CharField(max_length=250, blank=True, help_text="Why it was held back.")
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="assigned_enquiries")
    outcome = models.CharField(max_length=12, choices=EnquiryOutcome, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    # Stays when somebody else is to answer instead: who made a promise has made it.
    is_promised = models.BooleanField(
        default=False,
        help_text="Whether the national desk, which promises for nobody else, has promised an answer by then.",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name_plural = "enquiries"
        permissions = [("answer_for_national_desk", "Can see and answer every enquiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=EnquiryState.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=EnquiryState.CLOSED) & Q(closed_at__isnull=True, outcome=""),
                name="enquiry_closed_with_outcome_and_date",
            ),
            models.CheckConstraint(
                condition=Q(anonymised_at__isnull=True) | Q(name="", email="", message="", organisation=""),
                name="anonymised_enquiry_names_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnquiryState.QUARANTINED) | ~Q(suspicions=""), name="quarantine_has_its_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="enquiry_state_due")]

    def __str__(self) -> str:
        return self.reference

    def get_admin_url(self) -> str:
        return reverse("admin:partnerships_enquiry_change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state in OPEN_STATES

    @property
    def is_with_national_desk(self) -> bool:
        """Whether the national desk, or that for personal data, which is part of it, was told of it and answers."""
        return self.recipient_name in OWN_DESKS

    @property
    def is_overdue(self) -> bool:
        """Whether the day its answer was due has passed."""
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def stands(self) -> tuple[object, ...]:
        """What its sender is told of how it stands, apart from what it is about."""
        return self.recipient_name, self.outcome, self.state, self.due_on, self.is_promised

    @property
    def about_what(self) -> str:
        """The name of the partnership or place, else "the area that was IVE’s until 31 March 2023", else "England"."""
        if place := self.partnership or self.authority:
            return str(place)
        return self.bridge.area_in_words if self.bridge else "England"


class EnquiryEvent(models.Model):
    """One thing that happened to an enquiry. Rows are added, and emptied when the enquiry is anonymised."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=EnquiryEventKind)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="enquiry_events")
    text = models.TextField(blank=True, help_text="The reply, the note, the reason, or who it went to.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.enquiry}"
