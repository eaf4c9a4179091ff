"""The parts of an entry that come in rows: other names, links, priorities and members. Each row is proposed by itself.

A row's plain value is a dictionary of texts. Its key names its kind and its row, "link:12"; one that shall be added
has a number with a plus, "link:+1".
"""

from functools import cached_property

from django.utils import timezone

from members.models import MemberOrganisation, Membership
from members.organisations.joining import add_member
from partnerships.models import (
    Partnership,
    PartnershipLink,
    PartnershipName,
    PartnershipPriority,
    Sector,
    StrategicPriority,
)
from partnerships.vocabulary import Confidence, LinkKind, MembershipRole, NameKind


class Wording:
    """The names of what plain values refer to by slug, read once for all that is shown."""

    @cached_property
    def sectors(self) -> dict[str, str]:
        """Sectors by slug."""
        return dict(Sector.objects.values_list("slug", "name"))

    @cached_property
    def themes(self) -> dict[str, str]:
        """Strategic priorities by slug."""
        return dict(StrategicPriority.objects.values_list("slug", "name"))


class OtherNames:
    """Names an entry has beside its first."""

    name, label = "other_name", "Other name"

    def rows(self, partnership: Partnership):
        """Return the rows there are."""
        return partnership.names.all()

    def value(self, row: PartnershipName) -> dict:
        """Return the plain value of `row`."""
        return {"kind": row.kind, "name": row.name}

    def identity(self, value: dict):
        """Return what makes two rows the same."""
        return value["name"].casefold()

    def words(self, value: dict, wording: "Wording") -> str:
        """Return the value for people to read."""
        return f"{value['name']} ({NameKind(value['kind']).label.lower()})"

    def save(self, partnership: Partnership, row, value: dict, source: str):
        """Write `value` to `row`, or to a new one when that is None."""
        _keep(row or PartnershipName(partnership=partnership), **value)

    def remove(self, row):
        """Take `row` away."""
        row.delete()


class Links(OtherNames):
    """Web pages beside the website."""

    name, label = "link", "Link"

    def rows(self, partnership: Partnership):
        """Return the rows there are."""
        return partnership.links.all()

    def value(self, row: PartnershipLink) -> dict:
        """Return the plain value of `row`."""
        return {"kind": row.kind, "label": row.label, "url": row.url}

    def identity(self, value: dict):
        """Return what makes two rows the same."""
        return value["url"]

    def words(self, value: dict, wording: "Wording") -> str:
        """Return the value for people to read."""
        return f"{value['label']}, {value['url']} ({LinkKind(value['kind']).label.lower()})"

    def save(self, partnership: Partnership, row, value: dict, source: str):
        """Write `value` to `row`, or to a new one when that is None."""
        _keep(row or PartnershipLink(partnership=partnership), **value)


class Priorities(OtherNames):
    """What it works on, each theme in its own words."""

    name, label = "priority", "Priority"

    def rows(self, partnership: Partnership):
        """Return the rows there are."""
        return partnership.stated_priorities.select_related("priority")

    def value(self, row: PartnershipPriority) -> dict:
        """Return the plain value of `row`."""
        return {"priority": row.priority.slug, "wording": row.wording}

    def identity(self, value: dict):
        """Return what makes two rows the same."""
        return value["priority"], value["wording"].casefold()

    def words(self, value: dict, wording: "Wording") -> str:
        """Return the value for people to read."""
        return f"{value['wording']} ({wording.themes.get(value['priority'], value['priority'])})"

    def save(self, partnership: Partnership, row, value: dict, source: str):
        """Write `value` to `row`, or to a new one when that is None."""
        row = row or PartnershipPriority(partnership=partnership)
        priority = StrategicPriority.objects.filter(slug=value["priority"]).first()
        _keep(row, priority=priority, wording=value["wording"], source=source, confidence=Confidence.STAFF)


class Members(OtherNames):
    """Organisations that take part today. Who leaves keeps a membership that has ended."""

    name, label = "member", "Member"

    def rows(self, partnership: Partnership):
        """Return the rows there are."""
        return partnership.memberships.current().by_sector()

    def value(self, row: Membership) -> dict:
        """Return the plain value of `row`."""
        return {"name": row.organisation.name, "sector": row.organisation.sector.slug, "role": row.role}

    def identity(self, value: dict):
        """Return what makes two rows the same."""
        return value["name"].casefold()

    def words(self, value: dict, wording: "Wording") -> str:
        """Return the value for people to read."""
        sector = wording.sectors.get(value["sector"], value["sector"])
        role = "" if value["role"] == MembershipRole.MEMBER else f", {MembershipRole(value['role']).label.lower()}"
        return f"{value['name']} ({sector}{role})"

    def save(self, partnership: Partnership, row, value: dict, source: str):
        """Make the organisation of that name a member: one there is, or a new one."""
        organisation = MemberOrganisation.objects.filter(name__iexact=value["name"]).first()
        if organisation is None:
            organisation = MemberOrganisation(name=value["name"])
            _keep(organisation, sector=Sector.objects.filter(slug=value["sector"]).first())
        add_member(partnership=partnership, organisation=organisation, source=source)

    def remove(self, row: Membership):
        """Let the membership end this month."""
        today = timezone.localdate()
        month = f"{today:%Y-%m}"
        _keep(row, until=month if row.since <= month else today.isoformat())


KINDS = {kind.name: kind for kind in (OtherNames(), Links(), Priorities(), Members())}


def _keep(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude={field.name for field in row._meta.fields if not field.editable})
    row.save()
