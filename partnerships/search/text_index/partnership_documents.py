"""What a partnership is found by: its names, where it works, its themes, and whatever else its page says."""

from collections.abc import Iterator

from partnerships.models import Partnership
from partnerships.search.text_index.index import Document
from partnerships.vocabulary import NameKind

# Whatever it calls itself, somebody may look for "Kirklees LCEP" or "Hull cultural education partnership".
WHAT_IT_IS = "LCEP CEP Local Cultural Education Partnership"


def document(partnership: Partnership) -> Document:
    """Return the document of `partnership`; drafts have one too, and are left out when somebody asks."""
    names = list(partnership.names.all())
    members = [membership.organisation for membership in partnership.memberships.all() if not membership.until]
    return Document(
        names=[
            partnership.name,
            *(name.name for name in names if name.kind != NameKind.RELATED),
            WHAT_IT_IS,
        ],
        places=[partnership.coverage_note, *_places(partnership)],
        themes=[*_themes(partnership), *(member.sector.name for member in members)],
        rest=[
            partnership.summary,
            partnership.about,
            partnership.vision,
            partnership.mission,
            partnership.host,
            partnership.bridge.name,
            partnership.support_organisation.name if partnership.support_organisation else "",
            *(name.name for name in names if name.kind == NameKind.RELATED),
            *(member.name for member in members),
            *(sector.name for sector in partnership.sectors_sought.all()),
            *_programmes(partnership),
        ],
    )


def _places(partnership: Partnership) -> Iterator[str]:
    for authority in partnership.authorities.all():
        yield from (authority.name, authority.county, authority.region.name, authority.gss_code)


def _themes(partnership: Partnership) -> Iterator[str]:
    for stated in partnership.stated_priorities.all():
        yield from (stated.priority.name, stated.wording)


def _programmes(partnership: Partnership) -> Iterator[str]:
    for participation in partnership.programme_participations.all():
        if participation.programme.is_published:
            yield participation.programme.name
