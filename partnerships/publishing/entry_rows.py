"""Rows that stand around a partnership on its page, as values: see entry_details."""

from typing import NamedTuple

from partnerships.dates.partial_dates import in_words, span_in_words
from partnerships.models.parts import part_in_words
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole


class Member(NamedTuple):
    """An organisation that takes part today, its sector in the plural, and as what it does."""

    name: str
    url: str
    website: str
    sector: str
    role: str
    since: str
    as_of: str

    @property
    def is_belonging(self) -> bool:
        """Whether it is a member: a partner in projects or a funder is none."""
        return self.role in BELONGING_ROLES

    @property
    def role_words(self) -> str:
        return MembershipRole(self.role).label

    @property
    def dates(self) -> str:
        """Since when it takes part, or when the source said so: "from 2016", "as of 2021", or ""."""
        return span_in_words(self.since, "") or (self.as_of and f"as of {in_words(self.as_of)}")


class WorkedIn(NamedTuple):
    """A part of a local authority that it works in: see PartnershipPart."""

    authority: str
    kind: str
    name: str
    postcode_districts: str
    source: str
    as_of: str

    @property
    def in_words(self) -> str:
        """What it is, where, and as of when: "Whitby in North Yorkshire, September 2016"."""
        dated = f", {in_words(self.as_of)}" if self.as_of else ""
        return f"{part_in_words(self.kind, self.name)} in {self.authority}{dated}"
