"""Partnerships, what they work on, and what is known of them."""

from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, F, FloatField, Min, Prefetch, Q, QuerySet
from django.db.models.functions import Cast, Sqrt
from django.urls import reverse

from partnerships.dates.partial_dates import PartialDateField, in_words
from partnerships.models.bridges import BridgeOrganisation
from partnerships.models.freshness import Checked, CheckedQuerySet
from partnerships.models.partnership_details import PartnershipName
from partnerships.models.places import LocalAuthority, Region
from partnerships.models.programmes import ProgrammeParticipation
from partnerships.models.publishable import Publishable
from partnerships.models.rights import bridges_of, editable_rows
from partnerships.models.slugs import Sluggable
from partnerships.models.themes import PartnershipPriority, Sector, StrategicPriority
from partnerships.models.versions import Versions
from partnerships.vocabulary import (
    BELONGING_ROLES,
    FORMED_STAGES,
    STAGE_MEANING,
    STAGE_NOT_KNOWN,
    WORKING_STAGES,
    Confidence,
    NameKind,
    Scope,
    Stage,
)


class PartnershipQuerySet(CheckedQuerySet["Partnership"]):
    def editable_by(self, user: User) -> Self:
        """Return those of `user`'s Bridge Organisations and those they coordinate; every one for national staff."""
        return editable_rows(
            self,
            user,
            lambda: Q(bridge__in=bridges_of(user)) | Q(pk__in=user.coordinated_partnerships.order_by().values("pk")),
        )

    def proposed(self) -> Self:
        """Return places where a partnership was suggested: not partnerships, and never counted as such."""
        return self.filter(stage=Stage.PROPOSED)

    def formed(self) -> Self:
        """Return the real partnerships: all but the proposed ones."""
        return self.filter(stage__in=FORMED_STAGES)

    def working(self) -> Self:
        """Return those that can cover a place: the formed ones that have not ended."""
        return self.filter(stage__in=WORKING_STAGES)

    def covering_any(self, authorities: Collection[LocalAuthority] | QuerySet[LocalAuthority]) -> Self:
        """Return those that work in at least one of `authorities`, each once."""
        covering = Partnership.authorities.through.objects.filter(localauthority__in=authorities)
        return self.filter(pk__in=covering.values("partnership"))

    def in_region(self, region: Region) -> Self:
        """Return those that cover an authority of `region`, each once."""
        return self.covering_any(LocalAuthority.objects.filter(region=region))

    def for_cards(self) -> Self:
        """Return each with all a card shows: other names, authorities, regions, Bridge and `member_count`."""
        members = Q(memberships__until="", memberships__role__in=BELONGING_ROLES)
        return (
            self.select_related("bridge")
            .prefetch_related("names", "authorities__region")
            .annotate(member_count=Count("memberships", filter=members, distinct=True))
        )

    def for_entry(self) -> Self:
        """Return each with all its page shows; what is not published stays out."""
        stated_priorities = PartnershipPriority.objects.select_related("priority").order_by("priority__name", "pk")
        participations = ProgrammeParticipation.objects.in_published_programmes()
        return self.select_related("bridge", "support_organisation").prefetch_related(
            Prefetch("names", PartnershipName.objects.order_by("kind", "pk")),
            "links",
            "sources",
            "sectors_sought",
            Prefetch(
                "authorities", LocalAuthority.objects.select_related("region").order_by("region__position", "name")
            ),
            Prefetch("stated_priorities", stated_priorities),
            Prefetch("programme_participations", participations),
            Prefetch("predecessors", Partnership.objects.published()),
            Prefetch("successors", Partnership.objects.published()),
        )

    def with_metres_from(self, easting: int, northing: int) -> Self:
        """Return each with `metres`, from a point on the British National Grid to the nearest authority it covers.

        In a straight line (its error: distances.py); an authority's place is the mean of its postcodes, so a large
        one may reach much nearer than its distance says. Null when no place is known.
        """
        east = Cast("authorities__easting", FloatField()) - easting
        north = Cast("authorities__northing", FloatField()) - northing
        return self.annotate(metres=Sqrt(Min(east * east + north * north)))


class Partnership(Checked, Sluggable, Publishable):
    """A Local Cultural Education Partnership, or a place where one was proposed (stage "proposed").

    What the sources do not say is blank or null, and shown as not known.
    """

    name = models.CharField(max_length=160, unique=True)
    summary = models.TextField(blank=True, help_text="Public. One or two sentences, shown in lists.")
    about = models.TextField(blank=True, help_text="Public. The longer story, in Markdown.")
    vision = models.TextField(blank=True, help_text="Public. In the partnership's own words or close to them.")
    mission = models.TextField(blank=True, help_text="Public. In the partnership's own words or close to them.")

    stage = models.CharField(max_length=12, choices=Stage, blank=True)
    stage_as_of = PartialDateField(help_text="The date the stage is true of.")
    stage_source = models.CharField(max_length=250, blank=True)
    stage_note = models.CharField(max_length=250, blank=True)
    is_pilot = models.BooleanField("2015 pilot", default=False, help_text="One of the three national pilots.")
    established = PartialDateField(help_text="When it began, as precisely as is known.")
    ended = PartialDateField(help_text="When it closed, if it has.")

    scope = models.CharField(max_length=10, choices=Scope, blank=True)
    authorities = models.ManyToManyField(LocalAuthority, related_name="partnerships")
    coverage_note = models.CharField(
        max_length=250, blank=True, help_text="Wards or parts it works in, if not the whole."
    )

    bridge = models.ForeignKey(
        BridgeOrganisation,
        on_delete=models.PROTECT,
        related_name="partnerships",
        help_text="The Bridge Organisation that supported it until March 2023.",
    )
    support_organisation = models.ForeignKey(
        BridgeOrganisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="partnerships_supported_today",
        help_text="Who supports it today, if a source says so.",
    )
    host = models.CharField(max_length=250, blank=True, help_text="The organisation that hosts or leads it.")
    legal_form = models.CharField(max_length=120, blank=True, help_text="For example: charity (CIO), CIC.")
    predecessors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="successors")

    website = models.URLField(max_length=300, blank=True)
    logo = models.ImageField(upload_to="logos/", blank=True)
    logo_alt = models.CharField("logo's text alternative", max_length=160, blank=True)

    takes_new_members = models.BooleanField(null=True, blank=True, help_text="Leave unknown if no source says.")
    how_to_join = models.TextField(blank=True, help_text="Public. What somebody who wants to join should do.")
    sectors_sought = models.ManyToManyField(Sector, blank=True, related_name="sought_by")
    priorities = models.ManyToManyField(
        StrategicPriority, through="partnerships.PartnershipPriority", related_name="partnerships"
    )
    contact_email = models.EmailField(blank=True, help_text="Never shown. Enquiries go there.")
    takes_enquiries = models.BooleanField(default=False)
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="coordinated_partnerships",
        verbose_name="coordinators with an account",
        help_text="They may edit it while it is not published. No coordinator needs an account to keep it true.",
    )

    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    evidence = models.CharField(max_length=60, blank=True, help_text="How the sources speak of it.")
    compiled_on = models.DateField(null=True, blank=True, help_text="When the entry was put together from its sources.")
    checked_on = models.DateField(null=True, blank=True, help_text="When somebody last checked the entry.")
    checked_by = models.CharField(max_length=120, blank=True, help_text="Role or organisation, not a person's name.")

    member_count: int  # annotated by for_cards
    metres: float | None  # annotated by with_metres_from
    completeness: int | None  # annotated by with_completeness of partnerships/curation/completeness.py
    freshness: str | None  # annotated by with_freshness of partnerships/curation/worklist.py

    objects = PartnershipQuerySet.as_manager()
    versions = Versions(m2m_fields=["authorities", "sectors_sought", "predecessors"])

    class Meta:
        ordering = ["name"]
        permissions = [
            ("publish_partnership", "Can publish, schedule and archive entries"),
            ("import_partnership", "Can import partnerships, members and memberships"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, checked_by="") | Q(checked_on__isnull=False) & ~Q(checked_by=""),
                name="checked_on_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(ended="") | Q(established="") | Q(ended__gte=F("established")),
                name="partnership_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(logo="") | ~Q(logo_alt=""), name="logo_has_text_alternative"),
            models.CheckConstraint(
                condition=Q(takes_enquiries=False) | ~Q(contact_email=""), name="enquiries_have_an_address"
            ),
            models.CheckConstraint(condition=Q(stage__in=["", *Stage.values]), name="partnership_stage_is_known_word"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:partnership-detail", args=[self.slug])

    @property
    def is_proposed(self) -> bool:
        """Whether this is only a suggestion, not a partnership."""
        return self.stage == Stage.PROPOSED

    @property
    def stage_words(self) -> str:
        """The stage as shown: "Established", or "Stage not known"."""
        return self.get_stage_display() if self.stage else STAGE_NOT_KNOWN

    @property
    def stage_meaning(self) -> str:
        """What the stage means, in a sentence."""
        return STAGE_MEANING[self.stage]

    @property
    def established_words(self) -> str:
        """When it began, in words, or ""."""
        return in_words(self.established)

    @property
    def ended_words(self) -> str:
        """When it closed, in words, or ""."""
        return in_words(self.ended)

    @property
    def stage_as_of_words(self) -> str:
        """The date its stage is true of, in words, or ""."""
        return in_words(self.stage_as_of)

    @property
    def former_names(self) -> list[str]:
        """Names it used to have. Prefetch `names` for lists."""
        return [name.name for name in self.names.all() if name.kind == NameKind.FORMER]

    @property
    def other_names(self) -> list[str]:
        """Names it is or was known by beside the first, former ones left out. Prefetch `names` for lists."""
        return [name.name for name in self.names.all() if name.kind in {NameKind.ALSO, NameKind.SHORT}]

    @property
    def regions(self) -> list[Region]:
        """The regions of the authorities it covers, in their order. Prefetch `authorities__region` for lists."""
        regions = {authority.region for authority in self.authorities.all()}
        return sorted(regions, key=lambda region: region.position)
