"""What is published of member organisations: those the public may see, in one list."""

from members.models import MemberOrganisation
from partnerships.published_kinds.table import Listing, PublishedKind

MEMBERS = PublishedKind(
    name="member",
    model=MemberOrganisation,
    link="website",
    texts=("sector.name",),
    search_reads=(
        "sector",
        "authority__region",
        "memberships__partnership__names",
        "memberships__partnership__authorities",
    ),
    listings=(
        Listing(
            name="members",
            heading="Member organisations",
            label="Members",
            page="members:organisation-list",
            rows=lambda: MemberOrganisation.objects.public().select_related("sector"),
            position=3,
            takes_query=True,
        ),
    ),
)
