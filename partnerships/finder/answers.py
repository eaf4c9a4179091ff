"""The kinds of answer, what each holds, and sentences about places; wording without conditions is in the templates."""

from dataclasses import dataclass, field
from enum import Enum

from partnerships.coverage.who_covers import Coverage
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region
from partnerships.vocabulary import AuthorityType, Scope

TAKE_ARTICLE = ("City of ", "Forest of ", "Isle of ", "Isles of ", "Vale of ")


class AnswerKind(Enum):
    """What is answered; each kind has its own wording and next step."""

    COVERED = "covered"
    SEVERAL = "several"
    PROPOSED = "proposed"
    CLOSED = "closed"
    UNCOVERED = "uncovered"
    AREAS = "areas"
    ELSEWHERE = "elsewhere"
    PARTNERSHIP = "partnership"
    PAGE = "page"
    CHOICE = "choice"
    NOT_FOUND = "not found"


# The template part that shows each kind; NOT_FOUND is an error beside the field.
PARTS = {
    AnswerKind.COVERED: "partnerships/_find_place.html",
    AnswerKind.SEVERAL: "partnerships/_find_place.html",
    AnswerKind.PROPOSED: "partnerships/_find_place.html",
    AnswerKind.CLOSED: "partnerships/_find_place.html",
    AnswerKind.UNCOVERED: "partnerships/_find_place.html",
    AnswerKind.AREAS: "partnerships/_find_areas.html",
    AnswerKind.ELSEWHERE: "partnerships/_find_elsewhere.html",
    AnswerKind.PARTNERSHIP: "partnerships/_find_partnership.html",
    AnswerKind.PAGE: "partnerships/_find_page.html",
    AnswerKind.CHOICE: "partnerships/_find_choice.html",
}
assert set(AnswerKind) == {*PARTS, AnswerKind.NOT_FOUND}


@dataclass(frozen=True)
class ArtsCouncil:
    """Who supports the arts where the directory does not reach; `url` is blank if we are not sure of it."""

    name: str
    url: str


@dataclass(frozen=True)
class Choice:
    """A place to choose: its label, and the query that finds it."""

    label: str
    query: str


@dataclass(frozen=True)
class AreaRow:
    """A local authority of an answer with several; `share` says how much of what was typed lies in it, or is blank.

    The authority has the lists `covering` and `proposals` (see who_covers.with_who_covers).
    """

    authority: LocalAuthority
    share: str = ""


@dataclass
class Answer:
    """What the visitor is told. `heading` and `lede` are whole sentences or titles; `notes` are shown before the rest.

    Which of the other fields are set depends on the kind. `error` is for NOT_FOUND alone. `near` is the postcode from
    which distances can be measured, or blank.
    """

    kind: AnswerKind
    heading: str = ""
    lede: str = ""
    notes: list[str] = field(default_factory=list)
    error: str = ""
    coverage: Coverage | None = None
    nearest: list[Partnership] = field(default_factory=list)
    measured_from: str = ""
    is_postcode: bool = False
    near: str = ""
    rows: list[AreaRow] = field(default_factory=list)
    partnerships: list[Partnership] = field(default_factory=list)
    arts_councils: list[ArtsCouncil] = field(default_factory=list)
    partnership: Partnership | None = None
    page: Region | BridgeOrganisation | None = None
    choices: list[Choice] = field(default_factory=list)
    others: list[Choice] = field(default_factory=list)

    @property
    def part(self) -> str:
        """The template that shows it; there is none for NOT_FOUND (KeyError)."""
        return PARTS[self.kind]

    @property
    def is_found(self) -> bool:
        """Whether there is something to show besides the form."""
        return self.kind != AnswerKind.NOT_FOUND


def kind_of(coverage: Coverage) -> AnswerKind:
    """Return the kind of answer for `coverage` of one authority."""
    if coverage.reaches:
        return AnswerKind.COVERED if len(coverage.reaches) == 1 else AnswerKind.SEVERAL
    if coverage.proposed:
        return AnswerKind.PROPOSED
    return AnswerKind.CLOSED if coverage.ended else AnswerKind.UNCOVERED


def heading_of(coverage: Coverage, place: str) -> str:
    """Return the answer about `place` in a few words: "may cover" where a partnership works in part of an authority."""
    authority = coverage.authority.name
    match kind_of(coverage):
        case AnswerKind.COVERED:
            return _heading_of_one(coverage.reaches[0].partnership, authority, place)
        case AnswerKind.SEVERAL:
            return f"{len(coverage.reaches)} partnerships work in {authority}"
        case AnswerKind.PROPOSED:
            return f"We know of no partnership for {place} yet, but one was proposed"
        case AnswerKind.CLOSED:
            return f"The partnership for {authority} has closed"
        case _:
            return f"We know of no partnership for {place}"


def _heading_of_one(partnership: Partnership, authority: str, place: str) -> str:
    if partnership.scope != Scope.TOWN and not partnership.coverage_note:
        return f"{partnership.name} covers {place}"
    if place == authority:
        return f"{partnership.name} works in part of {authority}"
    return f"{partnership.name} may cover {place}"


def described(authority: LocalAuthority) -> str:
    """Return what kind of authority it is and where: "a district of Kent in the South East", "a London borough"."""
    kind = authority.get_type_display()
    if authority.type == AuthorityType.LONDON:
        return f"a {kind}"
    county = f" of {authority.county}" if authority.county else ""
    return f"a {kind.lower()}{county} in {region_in_words(authority.region)}"


def in_authority(place: str, authority: LocalAuthority, *, verb: str = "is") -> str:
    """Return the sentence that `place` lies in `authority` (after `verb`), and what kind of authority that is."""
    article = "the " if authority.name.startswith(TAKE_ARTICLE) else ""
    return f"{place} {verb} in {article}{authority.name}, {described(authority)}."


def region_in_words(region: Region) -> str:
    """Return the name of `region` within a sentence: "the South East", but "London"."""
    bare = {"London", "Yorkshire and The Humber"}
    return region.name if region.name in bare else f"the {region.name}"


def share_in_words(part: float) -> str:
    """Return a share of postcodes (from 0 to 1) in words; 0 % and 100 % only if it is exactly that."""
    if part >= 1:
        return "all its postcodes"
    if part < 0.01:
        return "under 1% of its postcodes"
    return f"{min(round(part * 100), 99)}% of its postcodes"
