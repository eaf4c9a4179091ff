"""Member organisations by words, sector and region, with how many each other choice would show."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from members.models import MemberOrganisation, Membership
from partnerships.models import Region, Sector
from partnerships.search import text_index
from partnerships.search.text_index import Document, SearchKind


@dataclass(frozen=True)
class OrganisationResults:
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


def search(words: str = "", sector: Sector | None = None, region: Region | None = None) -> OrganisationResults:
    """Return the public organisations that match `words`, are of `sector` and take part in `region`, with counts.

    The best matches come first; without `words` they stand by name. Each count applies the other choices and leaves
    its own out.
    """
    matching = text_index.find(MemberOrganisation.objects.public(), words)
    of_sector = matching.filter(sector=sector) if sector else matching
    of_region = matching.taking_part_in(region) if region else matching
    return OrganisationResults(
        organisations=of_sector.taking_part_in(region) if region else of_sector,
        sectors=Sector.objects.annotate(
            found=Count("organisations", filter=Q(organisations__in=of_region), distinct=True)
        ),
        regions=_with_found(Region.objects.all(), of_sector),
    )


def document(organisation: MemberOrganisation) -> Document:
    """Return what `organisation` is found by: its names, where it is, its sector, and the published partnerships."""
    places = []
    if organisation.authority:
        places = [organisation.authority.name, organisation.authority.county, organisation.authority.region.name]
    partnerships = [
        membership.partnership
        for membership in organisation.memberships.all()
        if membership.partnership.is_published and not membership.until
    ]
    names = [[partnership.name, *(name.name for name in partnership.names.all())] for partnership in partnerships]
    return Document(
        names=[organisation.name, *organisation.all_other_names],
        places=places,
        themes=[organisation.sector.name, organisation.sector.plural, *(name for each in names for name in each)],
        rest=[authority.name for partnership in partnerships for authority in partnership.authorities.all()],
    )


MEMBER = SearchKind(
    name="member",
    model=MemberOrganisation,
    reads=("sector", "authority__region", "memberships__partnership__names", "memberships__partnership__authorities"),
    document=document,
)


def _with_found(regions: QuerySet[Region], organisations: QuerySet[MemberOrganisation]) -> QuerySet[Region]:
    memberships = Membership.objects.public().filter(organisation__in=organisations)
    path = "authorities__partnerships__memberships"
    return regions.annotate(
        found=Count(f"{path}__organisation", filter=Q(**{f"{path}__in": memberships}), distinct=True)
    )
