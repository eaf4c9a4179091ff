"""Partnerships, what they work on, and what is known of them."""

import datetime
from collections.abc import Collection
from typing import Any, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least, Sqrt
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.dates.known_days import KnownDayField
from partnerships.dates.months import months_after
from partnerships.dates.partial_dates import PartialDateField, in_order
from partnerships.models.bridges import BridgeOrganisation
from partnerships.models.checks import is_due_a_check
from partnerships.models.partnership_details import PartnershipName
from partnerships.models.parts import PartnershipPart
from partnerships.models.places import LocalAuthority, Region, square_from
from partnerships.models.programmes import ProgrammeParticipation
from partnerships.models.publishable import Publishable, PublishableQuerySet
from partnerships.models.rights import bridges_of, editable_rows
from partnerships.models.slugs import HasOwnPage
from partnerships.models.stages import Staged
from partnerships.models.themes import PartnershipPriority, Sector, StrategicPriority
from partnerships.models.versions import Versions
from partnerships.vocabulary import (
    BELONGING_ROLES,
    CHECK_EVERY_MONTHS,
    FORMED_STAGES,
    WORKING_STAGES,
    Confidence,
    NameKind,
    Scope,
    Stage,
)

_OF_MEMBERS = Q(memberships__until="", memberships__role__in=BELONGING_ROLES)


class PartnershipQuerySet(PublishableQuerySet["Partnership"]):
    def editable_by(self, user: User) -> Self:
        """Return those of `user`'s Bridge Organisations and those they coordinate; every one for national staff."""
        return editable_rows(
            self, user, lambda: Q(bridge__in=bridges_of(user)) | Q(pk__in=user.coordinated_partnerships.all())
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

    def recently_checked(self) -> Self:
        """Return those somebody has checked, the latest first."""
        return self.filter(checked_on__isnull=False).order_by("-checked_on", "name")

    def due_a_check(self, today: datetime.date) -> Self:
        """Return those due a check by `today`."""
        return self.filter(is_due_a_check(today))

    def for_cards(self) -> Self:
        """Return each with all a card shows: other names, authorities, regions, Bridge and `member_count`."""
        cards = self.select_related("bridge").prefetch_related("names", "authorities__region")
        return cards.annotate(member_count=Count("memberships", filter=_OF_MEMBERS, distinct=True))

    def member_counts(self) -> QuerySet["Partnership", tuple[int, int]]:
        """Return the key and `member_count` of each that has members."""
        members = self.filter(_OF_MEMBERS).order_by()
        return members.values_list("pk").annotate(number=Count("memberships"))

    def for_page(self) -> Self:
        """Return each with what its page shows beside its details (see publishing.entry_details)."""
        return self.select_related("bridge", "support_organisation")

    def for_entry(self) -> Self:
        """Return each with all its page shows; what is not published stays out.

        Its `memberships`, past ones too, come with their organisations, by sector.
        """
        # The reverse name of a model above this package. Organisations are read with them: fetched by themselves, those
        # of many partnerships are more than SQLite takes in one query.
        memberships: Any = Partnership._meta.get_field("memberships").related_model._default_manager
        stated_priorities = PartnershipPriority.objects.select_related("priority").order_by("priority__name", "pk")
        return self.for_page().prefetch_related(
            Prefetch("names", PartnershipName.objects.order_by("kind", "pk")),
            Prefetch("authorities", LocalAuthority.objects.select_related("region").order_by("region", "name")),
            Prefetch("memberships", memberships.by_sector()),
            *("links", "sources", "sectors_sought"),
            Prefetch("stated_priorities", stated_priorities),
            Prefetch("programme_participations", ProgrammeParticipation.objects.in_published_programmes()),
            Prefetch("predecessors", Partnership.objects.published()),
            Prefetch("successors", Partnership.objects.published()),
        )

    def with_metres_from(self, easting: int, northing: int) -> Self:
        """Return each with `metres`, from a point on the British National Grid to the nearest place it works in.

        In a straight line (its error: distances.py); the place of an authority, or of the part of it where it works in
        a part, is the mean of its postcodes, so a large one may reach much nearer than its distance says. Null when no
        place is known.
        """
        parts = PartnershipPart.objects.filter(partnership=OuterRef("pk"), authority__partnerships=OuterRef("pk"))
        of_part = Exists(PartnershipPart.objects.filter(partnership=OuterRef("pk"), authority=OuterRef("authorities")))
        whole = Min(square_from("authorities__", easting, northing), filter=~of_part)
        squares = parts.order_by().values("partnership").annotate(square=Min(square_from("", easting, northing)))
        # Databases differ in what is the least where one is null.
        part = Subquery(squares.values("square"))
        return self.annotate(metres=Sqrt(Least(Coalesce(whole, part), Coalesce(part, whole))))


class Partnership(HasOwnPage, Publishable, Staged):
    """A Local Cultural Education Partnership, or a place where one was proposed (stage "proposed").

    What the sources do not say is blank or null, and shown as not known.
    """

    name = models.CharField(max_length=160, unique=True)
    summary = models.TextField(blank=True, help_text="Public. One or two sentences, shown in lists.")
    about = models.TextField(blank=True, help_text="Public. The longer story, in Markdown.")
    vision = models.TextField(blank=True, help_text="Public. In the partnership's own words or close to them.")
    mission = models.TextField(blank=True, help_text="Public. In the partnership's own words or close to them.")

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
        models.PROTECT,
        related_name="partnerships",
        help_text="The Bridge Organisation that supported it until March 2023.",
    )
    support_organisation = models.ForeignKey(
        BridgeOrganisation,
        models.SET_NULL,
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
    joining_page = models.URLField(max_length=400, blank=True, help_text="Public. A page that says how to join.")
    sectors_sought = models.ManyToManyField(Sector, blank=True, related_name="sought_by")
    priorities = models.ManyToManyField(StrategicPriority, through=PartnershipPriority, related_name="partnerships")
    contact_email = models.EmailField(blank=True, help_text="Never shown. Enquiries go there.")
    takes_enquiries = models.BooleanField(default=False)
    editors = models.ManyToManyField(
        User,
        blank=True,
        related_name="coordinated_partnerships",
        verbose_name="coordinators with an account",
        help_text="They may edit it while it is not published. No coordinator needs an account to keep it true.",
    )

    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    evidence = models.CharField(max_length=60, blank=True, help_text="How the sources speak of it.")
    compiled_on = KnownDayField(null=True, blank=True, help_text="When the entry was put together from its sources.")
    checked_on = KnownDayField(null=True, blank=True, help_text="When somebody last checked the entry.")
    checked_by = models.CharField(max_length=120, blank=True, help_text="Role or organisation, not a person's name.")

    member_count: int  # annotated by for_cards
    metres: float | None  # annotated by with_metres_from
    completeness: int | None  # annotated by with_completeness of partnerships/curation/completeness.py
    freshness: str | None  # annotated by with_freshness of partnerships/curation/worklist.py

    page = "partnerships:partnership-detail"
    also_found_by = ("names__slug",)
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
                violation_error_message="Enter both when the entry was checked and by whom, or neither.",
            ),
            in_order("established", "ended", name="partnership_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(logo="") | ~Q(logo_alt=""),
                name="logo_has_text_alternative",
                violation_error_message="Enter what the logo shows, for people who do not see it.",
            ),
            models.CheckConstraint(
                condition=Q(takes_enquiries=False) | ~Q(contact_email=""),
                name="enquiries_have_an_address",
                violation_error_message="Enter the address that enquiries go to, or let it take none.",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["", *Stage.values]),
                name="partnership_stage_is_known_word",
                violation_error_message="Choose one of the stages.",
            ),
        ]
        # For staff lists (curation/worklist.py). None begins with what most entries have in common, which SQLite would
        # take for the way to those that are published.
        indexes = [
            models.Index(fields=["publish_at", "publication", "name"], name="partnerships_by_state"),
            models.Index(fields=["website"], name="partnerships_by_website"),
            models.Index(fields=["joining_page"], name="partnerships_by_joining_page"),
            models.Index(fields=["compiled_on", "id"], name="partnerships_by_compiling"),
        ]

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
        return sorted({authority.region for authority in self.authorities.all()}, key=lambda region: region.position)

    @property
    def members(self) -> list[Any]:
        """The memberships of those that belong to it today. For lists, prefetch `memberships` as for_entry does."""
        return [member for member in self.memberships.all() if member.is_belonging and not member.until]

    @property
    def check_due_on(self) -> datetime.date | None:
        """The day from which it is due a check; None if it never is. One never checked has been since it was made."""
        months = CHECK_EVERY_MONTHS[self.stage]
        if months is None:
            return None
        if self.checked_on is None:
            return self.compiled_on or timezone.localdate()
        return months_after(self.checked_on, months)

    def mark_checked(self, day: datetime.date, by: str, *, stage_is_so: bool = True) -> None:
        """Note that `by`, a role or an organisation, found it true on `day`.

        If `stage_is_so`, `by` is a source of the stage too, as of that day. It is not saved.
        """
        self.checked_on, self.checked_by = day, by
        if self.stage and stage_is_so:
            self.date_stage(day, f"Checked by {by}")

    @property
    def is_due_a_check(self) -> bool:
        return self.check_due_on is not None and self.check_due_on <= timezone.localdate()

    @property
    def is_long_unchecked(self) -> bool:
        """Whether it was checked, but more than a year ago."""
        return self.checked_on is not None and self.checked_on < timezone.localdate() - datetime.timedelta(days=365)

    @property
    def checked_words(self) -> str:
        """How fresh it is, for everybody: "Checked on 3 May 2026 by the partnership", or that it was not lately."""
        if self.checked_on is None:
            return "Not checked yet"
        day = date_format(self.checked_on, "j F Y")
        if self.is_long_unchecked:
            return f"Not checked since {day}, over a year ago"
        return f"Checked on {day} by {self.checked_by}"
