"""What the visitor is told: a small class for each case, with the template that shows it and the name programs get."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.text import capfirst

from partnerships.coverage.levels import NAMED_AT_MOST
from partnerships.coverage.support_today import Support
from partnerships.coverage.who_covers import Coverage
from partnerships.finder.elsewhere import ArtsCouncil
from partnerships.finder.results import Choice
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership
from partnerships.search.snapshot.kept_cards import Card
from partnerships.text.sentences import listed


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What all cases have: whole sentences, `notes` to come before the rest, and `others` of the same name after it.

    `schools` have the name of a place, and so has what `namesakes` lists of the others. `apart` are local authorities
    that lie in a county and are none of its council's.
    """

    kind: ClassVar[str]
    template: ClassVar[str]
    # Whether its template has the box for another place, which else comes last.
    holds_the_box: ClassVar[bool] = False
    # Whether its template has the heading, which else comes first, above all that is beside the answer, too.
    holds_the_heading: ClassVar[bool] = False
    heading: str
    lede: str = ""
    notes: tuple[str, ...] = ()
    others: tuple[Choice, ...] = ()
    schools: tuple[Choice, ...] = ()
    namesakes: str = ""
    apart: tuple[LocalAuthority, ...] = ()

    @property
    def said_apart(self) -> str:
        """That those `apart` have councils of their own, in a sentence, or ""."""
        names = capfirst(listed(authority.in_sentence for authority in self.apart))
        have = "have councils of their own" if len(self.apart) > 1 else "has a council of its own"
        return f"{names} {have}." if self.apart else ""


@dataclass(frozen=True, kw_only=True)
class InOneAuthority(Answer):
    """Who covers the local authority a place is in. `near` is the postcode distances can be measured from, or blank.

    `school` is the name of the school that was asked for, or blank.
    """

    holds_the_box = holds_the_heading = True

    coverage: Coverage
    is_postcode: bool
    near: str
    school: str = ""


class Covered(InOneAuthority):
    """One partnership works there."""

    kind, template = "covered", "partnerships/_find_covered.html"


class Several(InOneAuthority):
    """Several partnerships work there."""

    kind, template = "several", "partnerships/_find_several.html"


@dataclass(frozen=True, kw_only=True)
class Uncovered(InOneAuthority):
    """No partnership works there: those `nearest`, at distances from the place `measured_from`."""

    kind, template = "uncovered", "partnerships/_find_uncovered.html"
    nearest: list[Card]
    measured_from: str


class InPart(Uncovered):
    """Those that work in its local authority do so in other parts of it, as far as we know."""

    kind, template = "in part", "partnerships/_find_in_part.html"


class Proposed(Uncovered):
    """None works there, but one was proposed."""

    kind, template = "proposed", "partnerships/_find_proposed.html"


class Closed(Uncovered):
    """None works there any more."""

    kind, template = "closed", "partnerships/_find_closed.html"


@dataclass(frozen=True, kw_only=True)
class UnknownAuthority(Answer):
    """The place is in England, in a local authority the directory does not know: those `nearest` to it, if any are."""

    kind, template = "unknown authority", "partnerships/_find_unknown_authority.html"
    nearest: list[Card]


@dataclass(frozen=True)
class AreaRow:
    """A local authority of an answer with several; `share` says how much of what was typed lies in it, or is blank.

    Unless `working_count` is of many, it has the lists `covering` and `proposals` (see who_covers.with_who_covers).
    `outside` are the keys of those among them that work in other parts of it, and are not counted.
    """

    authority: LocalAuthority
    share: str
    working_count: int
    outside: frozenset[int] = frozenset()

    @property
    def covering(self) -> list[Partnership]:
        """Those at work there that reach the place, as far as we know."""
        return [partnership for partnership in self._at_work if partnership.pk not in self.outside]

    @property
    def elsewhere(self) -> list[Partnership]:
        """Those that work in other parts of it."""
        return [partnership for partnership in self._at_work if partnership.pk in self.outside]

    @property
    def _at_work(self) -> list[Partnership]:
        # The list was prefetched; the model cannot declare it without a circle of imports.
        return self.authority.covering  # type: ignore[attr-defined]

    @property
    def is_of_many(self) -> bool:
        """Whether it is said how many work there, in place of their names."""
        return self.working_count > NAMED_AT_MOST


@dataclass(frozen=True, kw_only=True)
class Areas(Answer):
    """The place lies in several local authorities, or we do not know in which: then there are no `rows`.

    `cards` are those of the first of the partnerships that work in any of them, `support` is that in all of them.
    """

    kind, template, holds_the_box = "areas", "partnerships/_find_areas.html", True
    rows: list[AreaRow] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    partnership_count: int = 0
    support: Support = field(default_factory=Support)

    @property
    def authorities(self) -> list[LocalAuthority]:
        return [row.authority for row in self.rows]


@dataclass(frozen=True, kw_only=True)
class OutsideEngland(Answer):
    """The place is where the directory does not reach; `has_border` with England, or is an island."""

    kind, template = "elsewhere", "partnerships/_find_elsewhere.html"
    arts_councils: list[ArtsCouncil]
    has_border: bool


@dataclass(frozen=True, kw_only=True)
class ThePartnership(Answer):
    """It is the name of a partnership; `support` is that in its area today."""

    kind, template, holds_the_box = "partnership", "partnerships/_find_partnership.html", True
    partnership: Partnership
    support: Support


@dataclass(frozen=True, kw_only=True)
class ThePage(Answer):
    """It is the name of something else that has a page.

    `support` is that in its area today, if it has one: in the former area of a `bridge`, in a region, or in the areas
    of the first `partnerships` that a member takes part in.
    """

    kind, template = "page", "partnerships/_find_page.html"
    page: Any
    bridge: BridgeOrganisation | None = None
    partnerships: list[Partnership] = field(default_factory=list)
    support: Support | None = None


@dataclass(frozen=True, kw_only=True)
class WhichOne(Answer):
    """Several places or entries are named or called so, or what is called nearly so may be meant."""

    kind, template = "choice", "partnerships/_find_choice.html"
    choices: list[Choice]
    are_named: bool = False


@dataclass(frozen=True, kw_only=True)
class NotFound(Answer):
    """Nothing is called so: the heading is an error beside the field, and `choices` may have been meant."""

    kind, template = "not found", "partnerships/_find_not_found.html"
    choices: list[Choice]
