"""The parts of an entry that come in rows: other names, links, priorities and members. Each row is proposed by itself.

A row's plain value is a dictionary of texts. Its key names its kind and its row, "link:12"; one to be added has a
number with a plus, "link:+1".
"""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
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

Row = TypeVar("Row", bound=Model)
RowValue = dict[str, str]


class NamesBySlug:
    """The names of what plain values refer to by slug, each table read once."""

    @cached_property
    def sectors(self) -> dict[str, str]:
        return dict(Sector.objects.values_list("slug", "name"))

    @cached_property
    def priorities(self) -> dict[str, str]:
        return dict(StrategicPriority.objects.values_list("slug", "name"))


class RowKind(ABC, Generic[Row]):
    """A kind of rows: their keys begin with `name`, and a row is shown to people as a `label`."""

    name: str
    label: str

    @abstractmethod
    def rows(self, partnership: Partnership) -> QuerySet[Row]:
        """Return the rows the entry has today."""

    @abstractmethod
    def value(self, row: Row) -> RowValue:
        """Return the plain value of `row`."""

    @abstractmethod
    def identity(self, value: RowValue) -> str | tuple[str, str]:
        """Return what two values have in common when they stand for the same row."""

    @abstractmethod
    def text(self, value: RowValue, names: NamesBySlug) -> str:
        """Return the value for people to read."""

    @abstractmethod
    def save(self, partnership: Partnership, row: Row | None, value: RowValue, source: str) -> None:
        """Write `value` to `row`, or to a new row when that is None; `source` says where it is known from.

        Raises ValidationError.
        """

    def remove(self, row: Row) -> None:
        """Take `row` away from the entry."""
        row.delete()


class OtherNames(RowKind[PartnershipName]):
    """Names an entry has beside its first."""

    name, label = "other_name", "Other name"

    def rows(self, partnership: Partnership) -> QuerySet[PartnershipName]:
        return partnership.names.all()

    def value(self, row: PartnershipName) -> RowValue:
        return {"kind": row.kind, "name": row.name}

    def identity(self, value: RowValue) -> str:
        return value["name"].casefold()

    def text(self, value: RowValue, names: NamesBySlug) -> str:
        return f"{value['name']} ({NameKind(value['kind']).label.lower()})"

    def save(self, partnership: Partnership, row: PartnershipName | None, value: RowValue, source: str) -> None:
        _save(row or PartnershipName(partnership=partnership), **value)


class Links(RowKind[PartnershipLink]):
    """Web pages beside the website."""

    name, label = "link", "Link"

    def rows(self, partnership: Partnership) -> QuerySet[PartnershipLink]:
        return partnership.links.all()

    def value(self, row: PartnershipLink) -> RowValue:
        return {"kind": row.kind, "label": row.label, "url": row.url}

    def identity(self, value: RowValue) -> str:
        return value["url"]

    def text(self, value: RowValue, names: NamesBySlug) -> str:
        return f"{value['label']}, {value['url']} ({LinkKind(value['kind']).label.lower()})"

    def save(self, partnership: Partnership, row: PartnershipLink | None, value: RowValue, source: str) -> None:
        _save(row or PartnershipLink(partnership=partnership), **value)


class Priorities(RowKind[PartnershipPriority]):
    """Strategic priorities it works on, each with its own wording."""

    name, label = "priority", "Priority"

    def rows(self, partnership: Partnership) -> QuerySet[PartnershipPriority]:
        return partnership.stated_priorities.select_related("priority")

    def value(self, row: PartnershipPriority) -> RowValue:
        return {"priority": row.priority.slug, "wording": row.wording}

    def identity(self, value: RowValue) -> tuple[str, str]:
        return value["priority"], value["wording"].casefold()

    def text(self, value: RowValue, names: NamesBySlug) -> str:
        return f"{value['wording']} ({names.priorities.get(value['priority'], value['priority'])})"

    def save(self, partnership: Partnership, row: PartnershipPriority | None, value: RowValue, source: str) -> None:
        row = row or PartnershipPriority(partnership=partnership)
        priority = StrategicPriority.objects.filter(slug=value["priority"]).first()
        _save(row, priority=priority, wording=value["wording"], source=source, confidence=Confidence.STAFF)


class Members(RowKind[Membership]):
    """Organisations that take part today. Removing one ends its membership and keeps it."""

    name, label = "member", "Member"

    def rows(self, partnership: Partnership) -> QuerySet[Membership]:
        return partnership.memberships.current().by_sector()

    def value(self, row: Membership) -> RowValue:
        return {"name": row.organisation.name, "sector": row.organisation.sector.slug, "role": row.role}

    def identity(self, value: RowValue) -> str:
        return value["name"].casefold()

    def text(self, value: RowValue, names: NamesBySlug) -> str:
        sector = names.sectors.get(value["sector"], value["sector"])
        role = "" if value["role"] == MembershipRole.MEMBER else f", {MembershipRole(value['role']).label.lower()}"
        return f"{value['name']} ({sector}{role})"

    def save(self, partnership: Partnership, row: Membership | None, value: RowValue, source: str) -> None:
        """Make the organisation of that name a member, a new organisation if there is none. `row` is not used.

        Raises ValidationError.
        """
        organisation = MemberOrganisation.objects.filter(name__iexact=value["name"]).first()
        if organisation is None:
            organisation = MemberOrganisation(name=value["name"])
            _save(organisation, sector=Sector.objects.filter(slug=value["sector"]).first())
        add_member(partnership=partnership, organisation=organisation, source=source)

    def remove(self, row: Membership) -> None:
        """End the membership this month."""
        today = timezone.localdate()
        month = f"{today:%Y-%m}"
        _save(row, until=month if row.since <= month else today.isoformat())


# Of each kind by its name. Which one a row belongs to is known only when its key is read.
KINDS: dict[str, RowKind[Any]] = {kind.name: kind for kind in (OtherNames(), Links(), Priorities(), Members())}


def _save(row: Model, **values: object) -> None:
    """Give `row` these values and save it. Raises ValidationError."""
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude={field.name for field in row._meta.fields if not field.editable})
    row.save()
