"""Member organisations by words, sector and region, with how many each other choice would show."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from members.models import MemberOrganisation, Membership
from partnerships.models import Region, Sector


@dataclass(frozen=True)
class Results:
    """What was found, and every sector and region with `found`: how many organisations choosing it would show."""

    organisations: QuerySet[MemberOrganisation]
    sectors: QuerySet[Sector]
    regions: QuerySet[Region]

    @property
    def member_count(self) -> int:
        """How many of those found are members of a partnership today."""
        return self.organisations.belonging().count()

    @property
    def project_partner_count(self) -> int:
        """How many of those found only take part as partners in projects."""
        return self.organisations.only_in_projects().count()


def search(words: str = "", sector: Sector | None = None, region: Region | None = None) -> Results:
    """Return the public organisations that match `words`, are of `sector` and take part in `region`, with counts.

    Each count applies the other choices and leaves its own out.
    """
    matching = MemberOrganisation.objects.public()
    if words:
        matching = matching.filter(name__icontains=words)
    of_sector = matching.filter(sector=sector) if sector else matching
    of_region = matching.taking_part_in(region) if region else matching
    return Results(
        organisations=of_sector.taking_part_in(region) if region else of_sector,
        sectors=Sector.objects.annotate(
            found=Count("organisations", filter=Q(organisations__in=of_region), distinct=True)
        ),
        regions=_with_found(Region.objects.all(), of_sector),
    )


def _with_found(regions: QuerySet[Region], organisations: QuerySet[MemberOrganisation]) -> QuerySet[Region]:
    memberships = Membership.objects.public().filter(organisation__in=organisations)
    path = "authorities__partnerships__memberships"
    return regions.annotate(
        found=Count(f"{path}__organisation", filter=Q(**{f"{path}__in": memberships}), distinct=True)
    )
