"""Member organisations and the partnerships they belong to."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, When

from partnerships.dates.partial_dates import PartialDateField, in_order, in_words, span_in_words
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region, School, Sector
from partnerships.models.publishable import Sourced
from partnerships.models.rights import bridges_of, editable_rows, is_active_staff
from partnerships.models.slugs import HasOwnPage
from partnerships.models.versions import Versions
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole, PublicationState


def _takes_part(memberships: models.QuerySet["Membership"]) -> Exists:
    """Return what holds for organisations with one of `memberships`, looked up for each if they are few."""
    return Exists(memberships.filter(organisation=OuterRef("pk")).order_by())


class MemberOrganisationQuerySet(models.QuerySet["MemberOrganisation"]):
    """Which member organisations there are, by who sees or edits them and what they take part in."""

    def editable_by(self, user: User) -> Self:
        """Return those that `user`'s Bridge Organisations look after; every one for national staff.

        Coordinators have those of their partnerships that the Bridge Organisation of the partnership looks after. Who
        chose one as a member of theirs may not change it for that.
        """

        def own() -> Q:
            coordinated = Membership.objects.filter(
                partnership__in=user.coordinated_partnerships.order_by().values("pk"),
                partnership__bridge=F("organisation__looked_after_by"),
            )
            theirs = Q(looked_after_by__in=bridges_of(user))
            return theirs | Q(pk__in=coordinated.order_by().values("organisation"))

        return editable_rows(self, user, own)

    def choosable_by(self, user: User) -> Self:
        """Return those `user` may make members of what they work with: theirs, and whatever is no secret of others.

        That is what is public, what takes part in nothing yet, and what national staff look after.
        """
        if not is_active_staff(user):
            return self.none()
        in_nothing = ~Q(pk__in=Membership.objects.order_by().values("organisation"))
        return self.editable_by(user) | self.public() | self.filter(in_nothing | Q(looked_after_by__isnull=True))

    def public(self) -> Self:
        """Return those that take part or took part in a published partnership, each once."""
        return self.filter(_takes_part(Membership.objects.public()))

    def belonging(self) -> Self:
        """Return those that are members of a published partnership today, not only partners in projects or funders."""
        return self.filter(_takes_part(Membership.objects.public().current().belonging()))

    def only_in_projects(self) -> Self:
        """Return those that take part today as partners in projects, and are members of no published partnership."""
        memberships = Membership.objects.public().current()
        return self.filter(_takes_part(memberships.in_projects()), ~_takes_part(memberships.belonging()))

    def taking_part_in(self, region: Region) -> Self:
        """Return those that take part or took part in a published partnership of `region`, each once."""
        memberships = Membership.objects.public().filter(partnership__in=Partnership.objects.in_region(region))
        return self.filter(pk__in=memberships.values("organisation"))

    def for_list(self) -> Self:
        """Return each with its sector and, as `shown_memberships`, its current ones in published partnerships."""
        memberships = Membership.objects.public().current().select_related("partnership").order_by("partnership__name")
        shown = Prefetch("memberships", memberships, to_attr="shown_memberships")
        return self.select_related("sector").prefetch_related(shown)

    def with_membership_counts(self, user: User) -> Self:
        """Return each with sector, authority, school and, as `membership_count`, how many `user` may work with."""
        is_counted = Q(memberships__in=Membership.objects.editable_by(user).order_by().values("pk"))
        count = Count("memberships", filter=is_counted, distinct=True)
        return self.select_related("sector", "authority", "school").annotate(membership_count=count)


class MemberOrganisation(HasOwnPage):
    """An organisation that takes part in partnerships: a school, museum, council, music hub … Never a person."""

    name = models.CharField(max_length=160, unique=True)
    other_names = models.CharField(
        max_length=500, blank=True, help_text="Public. What it was or is called beside that, with semicolons between."
    )
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="organisations")
    website = models.URLField(max_length=300, blank=True)
    authority = models.ForeignKey(LocalAuthority, models.PROTECT, null=True, blank=True, related_name="organisations")
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        help_text="Which school of the official register it is, if it is one.",
    )
    name_in_register = models.CharField(
        max_length=150, blank=True, editable=False, help_text="What its school was called when it was tied to it."
    )
    is_no_school = models.BooleanField(
        default=False, editable=False, help_text="Staff say that it is no school of the register, whatever its name."
    )

    looked_after_by = models.ForeignKey(
        BridgeOrganisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations_looked_after",
        help_text="Never shown. Whose staff may change it here; empty for national staff alone. Whoever it is, every "
        "Bridge Organisation may choose it as a member.",
    )

    membership_count: int  # annotated by with_membership_counts
    shown_memberships: list["Membership"]  # prefetched by for_list

    page = "members:organisation-detail"
    objects = MemberOrganisationQuerySet.as_manager()
    versions = Versions()

    class Meta:
        ordering = ["name"]

    @property
    def all_other_names(self) -> list[str]:
        """What it was or is called beside its name, each by itself."""
        return [name.strip() for name in self.other_names.split(";") if name.strip()]

    @property
    def place(self) -> LocalAuthority | None:
        """Its local authority, or else that of the school it is."""
        return self.authority or (self.school.authority if self.school else None)

    def tie_to(self, school: School | None) -> None:
        """Be `school` of the register, by the name it has there today, or none of it. It is not saved by that."""
        self.school, self.name_in_register = school, school.name if school else ""
        self.is_no_school = self.is_no_school and school is None


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Which memberships there are, by who sees or edits them, their role and their time."""

    def editable_by(self, user: User) -> Self:
        """Return those in the partnerships `user` may work with in the back office."""
        return editable_rows(self, user, lambda: Q(partnership__in=Partnership.objects.editable_by(user).values("pk")))

    def public(self) -> Self:
        """Return those of published partnerships."""
        return self.filter(partnership__publication=PublicationState.PUBLISHED)

    def current(self) -> Self:
        """Return those that have not ended."""
        return self.filter(until="")

    def past(self) -> Self:
        """Return those that have ended."""
        return self.exclude(until="")

    def belonging(self) -> Self:
        """Return all but those of partners in projects, funders and supporters, who are not members."""
        return self.filter(role__in=BELONGING_ROLES)

    def in_projects(self) -> Self:
        """Return those of partners in projects, who are not members."""
        return self.filter(role=MembershipRole.PROJECT)

    def in_support(self) -> Self:
        """Return those of funders and supporters, who are not members."""
        return self.filter(role=MembershipRole.FUNDER)

    def with_partnerships(self) -> Self:
        """Return them in the order of their partnerships' names, with what a row on a page shows of a partnership."""
        in_order = self.select_related("partnership").order_by("partnership__name")
        return in_order.prefetch_related("partnership__names", "partnership__authorities__region")

    def by_sector(self) -> Self:
        """Return them in the order of sectors, in each the host first, then the steering group, and by name."""
        standing = Case(When(role=MembershipRole.HOST, then=0), When(role=MembershipRole.STEERING, then=1), default=2)
        rows = self.select_related("organisation__sector")
        return rows.order_by("organisation__sector__position", standing, "organisation__name")


class Membership(Sourced):
    """That an organisation takes part in a partnership, and as what."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(MemberOrganisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=MembershipRole, default=MembershipRole.MEMBER)
    since = PartialDateField()
    until = PartialDateField(help_text="Leave empty while it takes part.")
    as_of = PartialDateField(help_text="When the source said that it takes part.")

    objects = MembershipQuerySet.as_manager()
    versions = Versions()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "organisation"], name="one_membership_each"),
            in_order("since", "until", name="membership_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.partnership}"

    @property
    def dates(self) -> str:
        """When it took part: "from 2016 to 2019", "from 2016", "until 2019"; else "as of 2021", or ""."""
        return span_in_words(self.since, self.until) or (self.as_of and f"as of {in_words(self.as_of)}")

    @property
    def is_belonging(self) -> bool:
        """Whether the organisation is a member: a partner in projects or a funder is none."""
        return self.role in BELONGING_ROLES
