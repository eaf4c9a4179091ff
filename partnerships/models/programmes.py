"""The programmes Bridge Organisations and others run, their rounds, and who took part."""

from typing import Self

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from partnerships.dates.partial_dates import PartialDateField, in_order, in_words, span_in_words
from partnerships.models.bridges import BridgedQuerySet, BridgeOrganisation, Offered
from partnerships.models.places import LocalAuthority
from partnerships.models.publishable import Publishable, Sourced
from partnerships.models.slugs import HasOwnPage
from partnerships.models.versions import Versions
from partnerships.vocabulary import ProgrammeKind, PublicationState


class Programme(HasOwnPage, Publishable, Offered, Sourced):
    """A programme run nationally or by a Bridge Organisation, in which partnerships or places took part."""

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=ProgrammeKind)
    bridge = models.ForeignKey(
        BridgeOrganisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="programmes",
        help_text="Leave empty for a national programme.",
    )
    run_by = models.CharField(max_length=160, blank=True, help_text="Who runs it, if not a Bridge Organisation.")
    description = models.TextField(blank=True)
    starts = PartialDateField(may_be_ahead=True)
    ends = PartialDateField(may_be_ahead=True)
    authorities = models.ManyToManyField(
        LocalAuthority, blank=True, related_name="programmes", help_text="Places the sources name as taking part."
    )
    participants = models.ManyToManyField(
        "partnerships.Partnership", through="partnerships.ProgrammeParticipation", related_name="programmes"
    )

    page = "partnerships:programme-detail"
    objects = BridgedQuerySet.as_manager()
    versions = Versions(m2m_fields=["authorities"])

    class Meta:
        ordering = ["name"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(bridge__isnull=False) ^ ~Q(run_by=""),
                name="programme_has_one_runner",
                violation_error_message="Choose a Bridge Organisation or name somebody else, and not both.",
            ),
        ]

    @property
    def runner(self) -> str:
        """Who runs it: the Bridge Organisation's name or the national body's."""
        return self.bridge.name if self.bridge else self.run_by

    @property
    def dates(self) -> str:
        """When it ran: "2018 to 2022", "from 2015", "2020" or ""."""
        start, end = in_words(self.starts), in_words(self.ends)
        if start and end and start != end:
            return f"{start} to {end}"
        return start and (start if end else f"from {start}") or end


class ProgrammeRound(Sourced):
    """One round of an investment programme: when it took applications, and what it gave in all, in pounds."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rounds")
    name = models.CharField(max_length=120)
    opens = PartialDateField(may_be_ahead=True, help_text="When it began to take applications.")
    closes = PartialDateField(may_be_ahead=True, help_text="Its deadline.")
    total = models.PositiveIntegerField("given in all, in pounds", null=True, blank=True)
    note = models.CharField(max_length=250, blank=True)

    versions = Versions()

    class Meta:
        ordering = ["opens", "name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="one_round_of_a_name"),
            in_order("opens", "closes", name="round_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dates(self) -> str:
        """When it took applications in words, or ""."""
        return span_in_words(self.opens, self.closes)


class ProgrammeParticipationQuerySet(models.QuerySet["ProgrammeParticipation"]):
    def editable_by(self, user: User) -> Self:
        """Return those in the programmes and of the partnerships `user` may work with."""
        programmes = Programme.objects.editable_by(user).values("pk")
        partnerships = apps.get_model("partnerships.Partnership").objects.editable_by(user).values("pk")
        return self.filter(Q(programme__in=programmes) | Q(partnership__in=partnerships))

    def in_published_programmes(self) -> Self:
        """Return those in programmes the public may see, with the programme, its Bridge Organisation, the round."""
        public = self.filter(programme__publication=PublicationState.PUBLISHED)
        return public.select_related("programme__bridge", "round")

    def of_published_partnerships(self) -> Self:
        """Return those of partnerships the public may see, with all a row on a page shows."""
        public = self.filter(partnership__publication=PublicationState.PUBLISHED).select_related("partnership", "round")
        shown = public.prefetch_related("partnership__names", "partnership__authorities__region")
        return shown.order_by("partnership__name")


class ProgrammeParticipation(Sourced):
    """That a partnership took part in a programme, and how."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="participations")
    partnership = models.ForeignKey("partnerships.Partnership", models.CASCADE, related_name="programme_participations")
    note = models.CharField(max_length=250, blank=True)
    round = models.ForeignKey(ProgrammeRound, models.SET_NULL, null=True, blank=True, related_name="awards")
    amount = models.PositiveIntegerField("award in pounds", null=True, blank=True)

    objects = ProgrammeParticipationQuerySet.as_manager()
    versions = Versions()

    class Meta:
        ordering = ["programme__name"]
        constraints = [models.UniqueConstraint(fields=["programme", "partnership"], name="one_participation_each")]

    def __str__(self) -> str:
        return f"{self.partnership} in {self.programme}"

    @property
    def award_words(self) -> str:
        """What it was given and when: "Round 1: £20,000", "Round 1", "£20,000" or "". Select the round for lists."""
        amount = "" if self.amount is None else f"£{self.amount:,}"
        return ": ".join(filter(None, [self.round.name if self.round else "", amount]))
