"""Bridge Organisations, what they offer, and the programmes they and others run."""

import re
from typing import Any, Self, TypeVar

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Coalesce

from partnerships.dates.partial_dates import PartialDateField, in_order, in_words, span_in_words
from partnerships.models.places import LocalAuthority, Region
from partnerships.models.publishable import Publishable, PublishableQuerySet, Sourced
from partnerships.models.rights import SEE_EVERY_BRIDGE, bridges_of, editable_rows, is_active_staff
from partnerships.models.slugs import HasOwnPage
from partnerships.models.versions import Versions
from partnerships.vocabulary import OfferKind, OfferState


def _count_of(rows: models.QuerySet[Any]) -> Coalesce:
    """Return how many of `rows` are a Bridge Organisation's, for a query of these.

    Counted apart: each authority beside each partnership would be rows by the million.
    """
    of_each = rows.filter(bridge=models.OuterRef("pk")).order_by().values("bridge")
    return Coalesce(models.Subquery(of_each.annotate(number=models.Count("pk")).values("number")), 0)


class BridgeOrganisationQuerySet(models.QuerySet["BridgeOrganisation"]):
    def editable_by(self, user: User) -> Self:
        """Return those `user` works for: the ones they are an officer of; every one for national staff."""
        return editable_rows(self, user, lambda: models.Q(pk__in=bridges_of(user)))

    def serving(self, region: Region) -> Self:
        """Return those with an authority of `region` in their territory, each with `authority_count` there."""
        in_region = models.Q(authorities__region=region)
        counted = self.annotate(authority_count=models.Count("authorities", filter=in_region, distinct=True))
        return counted.filter(authority_count__gt=0)

    def with_counts(self) -> Self:
        """Return each with `authority_count` and `partnership_count`; proposed partnerships do not count."""
        partnerships = apps.get_model("partnerships", "Partnership").objects.published().formed()
        return self.with_authority_counts().annotate(partnership_count=_count_of(partnerships))

    def with_authority_counts(self) -> Self:
        """Return each with `authority_count`: of its whole territory."""
        return self.annotate(authority_count=_count_of(LocalAuthority.objects.all()))


class BridgeOrganisation(HasOwnPage, Sourced):
    """One of the ten organisations that supported partnerships in a region from 2012 to March 2023.

    Its territory is the set of authorities that name it (`authorities`).
    """

    name = models.CharField(max_length=120, unique=True)
    other_names = models.CharField(max_length=250, blank=True)
    role_from = PartialDateField(help_text="When it took on the Bridge role.")
    role_until = PartialDateField(help_text="When its Bridge role ended.")
    website = models.URLField(blank=True)
    base_town = models.CharField(max_length=60, blank=True)
    lead_organisation = models.CharField(max_length=200, blank=True, help_text="The organisation that ran it.")
    about = models.TextField(blank=True, help_text="Public. A short history in plain words.")
    territory_note = models.CharField(max_length=300, blank=True)

    enquiries_email = models.EmailField(blank=True, help_text="Never shown. Enquiries from its territory go there.")
    officers = models.ManyToManyField(
        User, blank=True, related_name="bridges", help_text="Staff who answer for it in the back office."
    )

    needs_second_person = models.BooleanField(
        "a second person publishes",
        default=False,
        help_text="Nobody publishes what they wrote themselves; what is public is changed by working copies only.",
    )

    authority_count: int  # annotated by with_counts and serving
    partnership_count: int  # annotated by with_counts

    page = "partnerships:bridge-detail"
    objects = BridgeOrganisationQuerySet.as_manager()
    versions = Versions()

    class Meta:
        ordering = ["name"]
        verbose_name = "Bridge Organisation"
        permissions = [(SEE_EVERY_BRIDGE.partition(".")[2], "Can work with the entries of every Bridge Organisation")]
        constraints = [in_order("role_from", "role_until", name="bridge_role_ends_after_it_begins")]

    @property
    def all_other_names(self) -> list[str]:
        """What it was or is called beside its name, each by itself: they stand with commas or semicolons between."""
        return [name.strip() for name in re.split("[,;]", self.other_names) if name.strip()]

    @property
    def role_dates(self) -> str:
        """Its time in the role in words: "from 1 April 2015 to 31 March 2023", "until 31 March 2023" or ""."""
        return span_in_words(self.role_from, self.role_until)

    @property
    def area_in_words(self) -> str:
        """Its area, for what is said about that today: "the area that was IVE’s until 31 March 2023"."""
        until = f" until {in_words(self.role_until)}" if self.role_until else ""
        return f"the area that was {self.name}’s{until}"


_Offered = TypeVar("_Offered", bound=Publishable, covariant=True)


class BridgedQuerySet(PublishableQuerySet[_Offered]):
    """Rows of something that Bridge Organisations and national bodies offer or run."""

    def editable_by(self, user: User) -> Self:
        """Return those of `user`'s own Bridge Organisations; every one for national staff."""
        return editable_rows(self, user, lambda: models.Q(bridge__in=bridges_of(user)))

    def choosable_by(self, user: User) -> Self:
        """Return those `user` may say something of theirs took part in: theirs, and what is published of others."""
        return self.editable_by(user) | self.published() if is_active_staff(user) else self.none()

    def national(self) -> Self:
        """Return those of national bodies."""
        return self.filter(bridge__isnull=True)

    def national_first(self) -> Self:
        """Return those of national bodies, then each Bridge Organisation's, all by name."""
        return self.select_related("bridge").order_by(models.F("bridge__name").asc(nulls_first=True), "name")


class Offered(models.Model):
    """Something partnerships can ask for: who it is for, whether it can be had now, and how to ask."""

    who_for = models.CharField("who it is for", max_length=250, blank=True, help_text="Public.")
    state = models.CharField(max_length=8, choices=OfferState, blank=True, help_text="Leave empty if no source says.")
    how_to_ask = models.CharField(max_length=300, blank=True, help_text="Public. What somebody who wants it does.")
    website = models.URLField(max_length=400, blank=True)

    bridge: BridgeOrganisation | None  # a foreign key of each model made from it

    class Meta:
        abstract = True

    @property
    def public_owner(self) -> BridgeOrganisation | None:
        """The Bridge Organisation that offers it; None for a national body."""
        return self.bridge


class SupportOffer(Publishable, Offered, Sourced):
    """Help a Bridge Organisation or a national body offers or offered to partnerships."""

    bridge = models.ForeignKey(BridgeOrganisation, models.CASCADE, null=True, blank=True, related_name="support_offers")
    provider = models.CharField(max_length=120, blank=True, help_text="Who offers it, if not a Bridge Organisation.")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=OfferKind)
    description = models.TextField(blank=True)
    dates = models.CharField(max_length=60, blank=True)

    objects = BridgedQuerySet.as_manager()
    versions = Versions()

    class Meta:
        ordering = ["name"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(bridge__isnull=False) ^ ~models.Q(provider=""),
                name="support_offer_has_one_provider",
                violation_error_message="Choose a Bridge Organisation or name another provider, and not both.",
            ),
            models.UniqueConstraint(fields=["bridge", "name"], name="one_support_offer_of_a_name"),
            # Two nulls are never equal in the constraint above, so national offers need their own.
            models.UniqueConstraint(
                fields=["provider", "name"],
                condition=models.Q(bridge__isnull=True),
                name="one_national_support_offer_of_a_name",
                violation_error_message="There is an offer of this name by this provider already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
