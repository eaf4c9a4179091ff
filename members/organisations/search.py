"""Member organisations by a search query, sector and region, with how many each other choice would show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from members.models.organisations import MemberOrganisation, MemberOrganisationQuerySet, Membership
from partnerships.models import Region, Sector
from partnerships.search import text_index


@dataclass(frozen=True)
class OrganisationResults:
    """The matching organisations, and every sector and region to choose instead.

    `organisation_count` of a sector or region is how many organisations choosing it would show.
    """

    organisations: MemberOrganisationQuerySet
    sectors: QuerySet[Sector]
    in_any_region: MemberOrganisationQuerySet

    @property
    def regions(self) -> QuerySet[Region]:
        """Every region, counted from the memberships of those organisations: from each region, all would be read."""
        found = self.in_any_region.order_by().values("pk")
        memberships = Membership.objects.public().filter(organisation__in=found).order_by()
        regions = memberships.values_list("partnership__authorities__region")
        counts = regions.annotate(Count("organisation", distinct=True))
        whens = [When(pk=region, then=Value(number)) for region, number in counts]
        count = Case(*whens, default=Value(0), output_field=IntegerField())
        return Region.objects.annotate(organisation_count=count)

    @property
    def member_count(self) -> int:
        """How many of the organisations are members of a partnership today."""
        return self.organisations.belonging().count()

    @property
    def project_partner_count(self) -> int:
        """How many of the organisations only take part as partners in projects."""
        return self.organisations.only_in_projects().count()


def search(query: str = "", sector: Sector | None = None, region: Region | None = None) -> OrganisationResults:
    """Return the public organisations that match `query`, are of `sector` and take part in `region`, with counts.

    The best matches come first; without a `query` they are in the order of their names. The counts of sectors leave
    out `sector`, and those of regions `region`: they apply the other choices.
    """
    matching = text_index.find(MemberOrganisation.objects.public(), query)
    of_sector = matching.filter(sector=sector) if sector else matching
    of_region = matching.taking_part_in(region) if region else matching
    in_sector = Count("organisations", filter=Q(organisations__in=of_region.order_by().values("pk")))
    organisations = of_sector.taking_part_in(region) if region else of_sector
    sectors = Sector.objects.annotate(organisation_count=in_sector)
    return OrganisationResults(organisations, sectors, of_sector)


def document(organisation: MemberOrganisation) -> text_index.Document:
    """Return what `organisation` is found by.

    Its names, where it is, its sector, and the names and places of the published partnerships it takes part in today.
    """
    authority = organisation.authority
    current = [membership.partnership for membership in organisation.memberships.all() if not membership.until]
    partnerships = [partnership for partnership in current if partnership.is_published]
    named: list[Any] = [row for partnership in partnerships for row in (partnership, *partnership.names.all())]
    return text_index.Document(
        names=[organisation.name, *organisation.all_other_names],
        places=[authority.name, authority.county, authority.region.name] if authority else [],
        themes=[organisation.sector.name, organisation.sector.plural, *(row.name for row in named)],
        rest=[place.name for partnership in partnerships for place in partnership.authorities.all()],
    )
