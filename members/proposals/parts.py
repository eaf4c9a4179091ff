"""The parts of an entry that come in rows: other names, parts of places, links, priorities, members and facts of its
story. Each row is proposed by itself.

A row's plain value is a dictionary of texts. Its key names its kind and its row, "link:12"; one to be added has a
number with a plus, "link:+1".
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone

from members.models import MemberOrganisation, Membership
from members.organisations.joining import add_member
from partnerships.dates.partial_dates import in_words
from partnerships.geography.parts import name_of, problem_of, whereabouts_of
from partnerships.models import (
    LocalAuthority,
    Partnership,
    PartnershipPart,
    PartnershipPriority,
    Sector,
    StoryFact,
    StrategicPriority,
)
from partnerships.models.partnership_details import PartnershipLink, PartnershipName
from partnerships.models.parts import part_in_words
from partnerships.vocabulary import Confidence, LinkKind, MembershipRole, NameKind

Row = TypeVar("Row", bound=Model)
RowValue = dict[str, str]


class NamesBySlug:
    """The names of what plain values refer to by slug, each table read once."""

    @cached_property
    def sectors(self) -> dict[str, str]:
        return dict(Sector.objects.values_list("slug", "name"))

    @cached_property
    def authorities(self) -> dict[str, str]:
        return dict(LocalAuthority.objects.values_list("slug", "name"))

    @cached_property
    def priorities(self) -> dict[str, str]:
        return dict(StrategicPriority.objects.values_list("slug", "name"))


@dataclass(frozen=True)
class RowKind(Generic[Row]):
    """A kind of rows: their keys begin with `name`, and a row is shown to people as a `label`.

    `rows` are those an entry has today; `value` is the plain value of a row, `identity` what two values have in common
    that stand for the same row, `text` a value for people to read. `save` writes a value to a row, or to a new one of
    the entry, and says where it is known from; it raises ValidationError. `remove` takes a row away from the entry.
    `problems` are what would keep a value from being saved, by the names in it, for whoever fills in a form.
    """

    name: str
    label: str
    rows: Callable[[Partnership], QuerySet[Row]]
    value: Callable[[Row], RowValue]
    identity: Callable[[RowValue], Hashable]
    text: Callable[[RowValue, NamesBySlug], str]
    save: Callable[[Partnership, Row | None, RowValue, str], None]
    remove: Callable[[Row], object] = lambda row: row.delete()
    problems: Callable[[Partnership, RowValue], dict[str, str]] = lambda partnership, value: {}


OTHER_NAMES = RowKind(
    "other_name",
    "Other name",
    rows=lambda partnership: partnership.names.all(),
    value=lambda row: {"kind": row.kind, "name": row.name},
    identity=lambda value: value["name"].casefold(),
    text=lambda value, names: f"{value['name']} ({NameKind(value['kind']).label.lower()})",
    save=lambda partnership, row, value, source: _save(row or PartnershipName(partnership=partnership), **value),
)
LINKS = RowKind(
    "link",
    "Link",
    rows=lambda partnership: partnership.links.all(),
    value=lambda row: {"kind": row.kind, "label": row.label, "url": row.url},
    identity=lambda value: value["url"],
    text=lambda value, names: f"{value['label']}, {value['url']} ({LinkKind(value['kind']).label.lower()})",
    save=lambda partnership, row, value, source: _save(row or PartnershipLink(partnership=partnership), **value),
)


def _save_priority(partnership: Partnership, row: PartnershipPriority | None, value: RowValue, source: str) -> None:
    row = row or PartnershipPriority(partnership=partnership)
    priority = StrategicPriority.objects.filter(slug=value["priority"]).first()
    _save(row, priority=priority, wording=value["wording"], source=source, confidence=Confidence.STAFF)


PRIORITIES = RowKind(
    "priority",
    "Priority",
    rows=lambda partnership: partnership.stated_priorities.select_related("priority"),
    value=lambda row: {"priority": row.priority.slug, "wording": row.wording},
    identity=lambda value: (value["priority"], value["wording"].casefold()),
    text=lambda value, names: f"{value['wording']} ({names.priorities.get(value['priority'], value['priority'])})",
    save=_save_priority,
)


def _member_text(value: RowValue, names: NamesBySlug) -> str:
    sector = names.sectors.get(value["sector"], value["sector"])
    role = "" if value["role"] == MembershipRole.MEMBER else f", {MembershipRole(value['role']).label.lower()}"
    return f"{value['name']} ({sector}{role})"


def _save_member(partnership: Partnership, row: Membership | None, value: RowValue, source: str) -> None:
    """Make the organisation of that name a member, a new organisation if there is none. `row` is not used."""
    organisation = MemberOrganisation.objects.filter(name__iexact=value["name"]).first()
    if organisation is None:
        organisation = MemberOrganisation(name=value["name"])
        _save(organisation, sector=Sector.objects.filter(slug=value["sector"]).first())
    add_member(partnership=partnership, organisation=organisation, source=source)


def _end_membership(row: Membership) -> None:
    """End the membership this month, and keep it with its organisation."""
    today = timezone.localdate()
    month = f"{today:%Y-%m}"
    _save(row, until=month if row.since <= month else today.isoformat())


MEMBERS = RowKind(
    "member",
    "Member",
    rows=lambda partnership: partnership.memberships.current().by_sector(),
    value=lambda row: {"name": row.organisation.name, "sector": row.organisation.sector.slug, "role": row.role},
    identity=lambda value: value["name"].casefold(),
    text=_member_text,
    save=_save_member,
    remove=_end_membership,
)


def _problems_with_part(partnership: Partnership, value: RowValue) -> dict[str, str]:
    authority = partnership.authorities.filter(slug=value["authority"]).first()
    if authority is None:
        return {"authority": "The partnership does not work in that local authority"}
    if problem := problem_of(value["kind"], name_of(value["kind"], value["name"]), authority):
        return {"name": f"{problem}. Give one of its postcode districts, or leave this row and say it in words"}
    return {}


def _save_part(partnership: Partnership, row: PartnershipPart | None, value: RowValue, source: str) -> None:
    if problems := _problems_with_part(partnership, value):
        raise ValidationError([*problems.values()])
    authority = partnership.authorities.get(slug=value["authority"])
    name = name_of(value["kind"], value["name"])
    where = whereabouts_of(value["kind"], name, *authority.codes)
    found = {"postcode_districts": " ".join(where.districts), "easting": where.easting, "northing": where.northing}
    known = {"source": source, "as_of": f"{timezone.localdate():%Y-%m}", "confidence": Confidence.STAFF}
    row = row or PartnershipPart(partnership=partnership)
    _save(row, authority=authority, kind=value["kind"], name=name, **found, **known)


AREA_PARTS = RowKind(
    "part",
    "Part it works in",
    rows=lambda partnership: partnership.parts.select_related("authority"),
    value=lambda row: {"authority": row.authority.slug, "kind": row.kind, "name": row.name},
    identity=lambda value: (value["authority"], value["kind"], name_of(value["kind"], value["name"]).casefold()),
    text=lambda value, names: (
        f"{part_in_words(value['kind'], value['name'])} in {names.authorities.get(value['authority'], 'another place')}"
    ),
    save=_save_part,
    problems=_problems_with_part,
)


def _save_fact(partnership: Partnership, row: StoryFact | None, value: RowValue, source: str) -> None:
    row = row or StoryFact(partnership=partnership)
    # Words for a date that is another by now would say what is not so.
    said = row.date_said if row.date == value["date"] else ""
    _save(row, **value, date_said=said, source=source, confidence=Confidence.STAFF)


STORY = RowKind(
    "fact",
    "Fact of its story",
    rows=lambda partnership: partnership.story.all(),
    value=lambda row: {"kind": row.kind, "what": row.what, "date": row.date},
    identity=lambda value: (value["kind"], value["what"].casefold(), value["date"]),
    text=lambda value, names: f"{value['what']} ({in_words(value['date']) or 'undated'})",
    save=_save_fact,
)
# Which one a row belongs to is known only when its key is read.
KINDS: dict[str, RowKind[Any]] = {
    kind.name: kind for kind in (OTHER_NAMES, AREA_PARTS, LINKS, PRIORITIES, MEMBERS, STORY)
}


def _save(row: Model, **values: object) -> None:
    """Give `row` these values and save it. Raises ValidationError."""
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude={field.name for field in row._meta.fields if not field.editable})
    row.save()
