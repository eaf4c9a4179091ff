"""Member organisations by a search query, sector and region, with how many each other choice would show."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from members.models.organisations import MemberOrganisation, MemberOrganisationQuerySet
from members.organisations.slots import REGION, SECTOR, OrganisationSlots, kept
from partnerships.models import Region, Sector
from partnerships.search import text_index, words
from partnerships.search.results import Matches
from partnerships.search.snapshot.sets import Bits, Groups, union


@dataclass(frozen=True)
class CountedChoice:
    """A sector or region to choose, and how many organisations choosing it would show."""

    row: Sector | Region
    organisation_count: int
    is_chosen: bool


@dataclass(frozen=True)
class OrganisationResults:
    """The public organisations that match `query`, are of `sector` and take part in `region`.

    The best matches come first; without a `query` they are in the order of their names. Pages are made of `matches`,
    the choices and the counts, which `slots` answer; files and programs of `organisations`, rows of the database.
    """

    query: str = ""
    sector: Sector | None = None
    region: Region | None = None
    slots: OrganisationSlots = field(default_factory=kept.current)

    @property
    def matches(self) -> Matches:
        """The matches, in order."""
        return Matches(self.slots, self._found(SECTOR, REGION), self._by_relevance)

    @property
    def organisations(self) -> MemberOrganisationQuerySet:
        """The matches as rows, in order."""
        rows = text_index.find(MemberOrganisation.objects.public(), self.query)
        rows = rows.filter(sector=self.sector) if self.sector else rows
        return rows.taking_part_in(self.region) if self.region else rows

    @property
    def sectors(self) -> list[CountedChoice]:
        """Every sector. Its count applies the words and the region."""
        return self._choices(SECTOR, self.slots.sectors, self.sector, self._found(REGION))

    @property
    def regions(self) -> list[CountedChoice]:
        """Every region. Its count applies the words and the sector."""
        return self._choices(REGION, self.slots.regions, self.region, self._found(SECTOR))

    @property
    def member_count(self) -> int:
        """How many of the organisations are members of a partnership today."""
        return (self._found(SECTOR, REGION) & self.slots.belonging).bit_count()

    @property
    def project_partner_count(self) -> int:
        """How many of the organisations only take part as partners in projects."""
        return (self._found(SECTOR, REGION) & self.slots.only_in_projects).bit_count()

    @property
    def supporter_count(self) -> int:
        """How many of the organisations only take part as funders or supporters."""
        return (self._found(SECTOR, REGION) & self.slots.only_in_support).bit_count()

    def _choices(self, name: str, rows: Iterable[Any], chosen: Any, among: Bits) -> list[CountedChoice]:
        return [
            CountedChoice(row, (self.slots.having(name, [row.pk]) & among).bit_count(), row == chosen) for row in rows
        ]

    def _found(self, *names: str) -> Bits:
        """Return those with the words, and with what was chosen of `names`."""
        found = union(bits for _, bits in self._by_relevance) if self.query else self.slots.public
        chosen = {SECTOR: self.sector, REGION: self.region}
        for row, name in ((chosen[name], name) for name in names):
            if row:
                found &= self.slots.having(name, [row.pk])
        return found

    @cached_property
    def _by_relevance(self) -> Groups:
        return words.groups_of(self.slots, MemberOrganisation, self.slots.public, self.query)


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
