"""Member organisations and the partnerships they belong to."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from partnerships.models import LocalAuthority, Partnership, Sector
from partnerships.models.publishing import Sourced
from partnerships.models.slugs import Sluggable
from partnerships.partial_dates import PartialDateField
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole, PublicationState


class MemberOrganisationQuerySet(models.QuerySet):
    """Questions about many member organisations."""

    def public(self):
        """Return those that take part in something the public may see, each once."""
        memberships = Membership.objects.public()
        return self.filter(pk__in=memberships.values("organisation"))


class MemberOrganisation(Sluggable):
    """An organisation that takes part in partnerships: a school, museum, council, music hub … Never a person."""

    name = models.CharField(max_length=160, unique=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="organisations")
    website = models.URLField(max_length=300, blank=True)
    authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )

    objects = MemberOrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:organisation-detail", args=[self.slug])


class MembershipQuerySet(models.QuerySet):
    """Questions about many memberships."""

    def public(self):
        """Return those of published partnerships."""
        return self.filter(partnership__publication=PublicationState.PUBLISHED)

    def current(self):
        """Return those that have not ended."""
        return self.filter(until="")

    def belonging(self):
        """Return real memberships: all but partners in projects."""
        return self.filter(role__in=BELONGING_ROLES)


class Membership(Sourced):
    """That an organisation takes part in a partnership, and as what."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(MemberOrganisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=MembershipRole, default=MembershipRole.MEMBER)
    since = PartialDateField()
    until = PartialDateField(help_text="Leave empty while it takes part.")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "organisation"], name="one_membership_each"),
            models.CheckConstraint(
                condition=Q(until="") | Q(since="") | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} in {self.partnership}"
