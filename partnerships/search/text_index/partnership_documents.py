"""What a partnership is found by: its names, where it works, its themes, and whatever else its page says."""

from django.db.models import Model

from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region, Sector, StrategicPriority
from partnerships.search.text_index.index import Document
from partnerships.vocabulary import NameKind

# What documents hold of rows that very many entries may mention. Their own texts stand in none.
HELD: dict[type[Model], tuple[str, ...]] = {
    BridgeOrganisation: ("name",),
    LocalAuthority: ("name", "county", "region", "gss_code"),
    Region: ("name",),
    Sector: ("name", "plural"),
    StrategicPriority: ("name",),
}
# Whatever it calls itself, somebody may look for "Kirklees LCEP" or "Hull cultural education partnership".
WHAT_IT_IS = "LCEP CEP Local Cultural Education Partnership"


def document(partnership: Partnership) -> Document:
    """Return the document of `partnership`; drafts have one too, and are left out when somebody asks."""
    names = {name.name: name.kind for name in partnership.names.all()}
    authorities = partnership.authorities.all()
    members = [membership.organisation for membership in partnership.memberships.all() if not membership.until]
    programmes = [participation.programme for participation in partnership.programme_participations.all()]
    elsewhere = [item for item in partnership.publishedelsewhere_set.all() if item.is_published]
    supporters = [partnership.bridge, *filter(None, [partnership.support_organisation])]
    return Document(
        names=[partnership.name, WHAT_IT_IS, *(name for name in names if names[name] != NameKind.RELATED)],
        places=[
            partnership.coverage_note,
            *(text for part in partnership.parts.all() for text in (part.name, part.postcode_districts)),
            *(text for row in authorities for text in (row.name, row.county, row.region.name, row.gss_code)),
        ],
        themes=[
            *(text for row in partnership.stated_priorities.all() for text in (row.priority.name, row.wording)),
            *(member.sector.name for member in members),
        ],
        rest=[
            *(partnership.summary, partnership.about, partnership.vision, partnership.mission, partnership.host),
            *(partnership.how_to_join, partnership.stage_note),
            *(fact.what for fact in partnership.story.all()),
            *(text for item in elsewhere for text in (item.title, item.description, item.publisher)),
            *(name for name in names if names[name] == NameKind.RELATED),
            *(row.name for row in (*supporters, *members, *partnership.sectors_sought.all())),
            *(programme.name for programme in programmes if programme.is_published),
        ],
    )
