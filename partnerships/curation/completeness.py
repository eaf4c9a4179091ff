"""How complete an entry is: a score out of 100 made of weighted parts, and the parts that are missing.

A part is known or not, and the database decides: the score in lists, filters and orders and the gaps on an entry's page
cannot differ. Measured are partnerships that have not ended and are not archived. A proposed place has hardly anything
that could be known, and an ended one is kept for the record: they have no score.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Case, Exists, IntegerField, Model, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from partnerships.models import (
    Partnership,
    PartnershipLink,
    PartnershipPriority,
    PartnershipSource,
    StoryFact,
)
from partnerships.models.checks import is_due_a_check
from partnerships.models.directory import PartnershipQuerySet
from partnerships.models.stages import is_at
from partnerships.vocabulary import BELONGING_ROLES, WORKING_STAGES, PublicationState

MAX_SCORE = 100
# An entry below this has gaps; one below the lower limit is weak.
GOOD, WEAK = 70, 40
MEMBERS_EXPECTED = 3
IS_MEASURED = Q(stage__in=WORKING_STAGES) & ~Q(publication=PublicationState.ARCHIVED)

PartnershipRows = TypeVar("PartnershipRows", bound=PartnershipQuerySet)


@dataclass(frozen=True)
class CompletenessPart:
    """Something an entry can say: its label, its weight, the reason why it helps, and the condition of being known.

    `key` is the name of a field which then must not be blank, unless there is another `condition`. `anchor` is
    where on the entry's form in the back office to fill it in: at that field, unless there is another `place`. The
    condition is made when it is asked for: models of other apps are there only then.
    """

    key: str
    label: str
    weight: int
    reason: str
    condition: Callable[[], Q | Combinable] | None = None
    place: str = ""

    @property
    def anchor(self) -> str:
        return self.place or f"id_{self.key}"

    @property
    def is_known(self) -> Q | Combinable:
        """The condition, for a query of partnerships."""
        return self.condition() if self.condition else ~Q(**{self.key: ""})


def _has(model: type[Model]) -> Callable[[], Exists]:
    return lambda: Exists(model._default_manager.filter(partnership=OuterRef("pk")))


def _enough_members() -> Exists:
    # The reverse name of a model above this package.
    memberships: Any = Partnership._meta.get_field("memberships").related_model._default_manager
    members = memberships.filter(partnership=OuterRef("pk"), until="", role__in=BELONGING_ROLES)
    # One row for each member: is there a third?
    return Exists(members.order_by()[MEMBERS_EXPECTED - 1 : MEMBERS_EXPECTED])


def _joining_known() -> Q:
    sought = Partnership.sectors_sought.through.objects.filter(partnership=OuterRef("pk"))
    return Q(takes_new_members__isnull=False) | Q(Exists(sought))


def _story_dated() -> Exists:
    return Exists(StoryFact.objects.filter(partnership=OuterRef("pk")).exclude(date=""))


def _stage_known_today() -> Q:
    return ~is_at("", timezone.localdate())


def _checked_in_time() -> Q:
    return Q(checked_on__isnull=False) & ~is_due_a_check(timezone.localdate())


PARTS = (
    CompletenessPart("summary", "Summary", 10, "Lists show it; without one, only the name."),
    CompletenessPart(
        *("authorities", "Local authorities", 6, "A postcode finds it by them."), _has(Partnership.authorities.through)
    ),
    CompletenessPart(
        *("priorities", "Strategic priorities in its own words", 9),
        "They say what it works on, and lead to it from every theme.",
        *(_has(PartnershipPriority), "stated_priorities-group"),
    ),
    CompletenessPart(
        *("members", f"{MEMBERS_EXPECTED} members or more", 9),
        "Who takes part tells others whether they belong there too.",
        *(_enough_members, "memberships-group"),
    ),
    CompletenessPart(
        *("checked", "A check that is not overdue", 10),
        "Visitors rely on what somebody has checked lately.",
        *(_checked_in_time, "id_checked_on"),
    ),
    CompletenessPart(
        *("contact_email", "Address for enquiries", 7),
        "Without one, enquiries go the long way round. It is never shown.",
    ),
    CompletenessPart(
        *("takes_enquiries", "Takes enquiries", 4),
        "Visitors can then write to it from its page.",
        lambda: Q(takes_enquiries=True),
    ),
    CompletenessPart(
        *("takes_new_members", "Whether it takes new members", 4),
        "It is what an organisation that wants to join asks first.",
        _joining_known,
    ),
    CompletenessPart(
        *("how_to_join", "How to join", 7, "It turns interest into a member."),
        lambda: ~Q(how_to_join="") | ~Q(joining_page=""),
    ),
    CompletenessPart("website", "Website", 7, "It leads to all the entry cannot hold."),
    CompletenessPart("about", "About", 4, "More about it, for who wants to know."),
    CompletenessPart(
        *("vision", "Vision or mission", 3, "They say in its own words what it is there for."),
        lambda: ~Q(vision="") | ~Q(mission=""),
    ),
    CompletenessPart(
        *("story", "A dated fact of its story", 3, "It tells what was true and when, and who says so."),
        *(_story_dated, "story-group"),
    ),
    CompletenessPart(
        *("stage", "Stage, with a date in the last five years", 5),
        "It tells a working partnership from a beginning; an older one says nothing of today.",
        *(_stage_known_today, "id_stage_as_of"),
    ),
    CompletenessPart("established", "When it began", 3, "It shows how long it lasted."),
    CompletenessPart(
        *("logo", "Logo with its words", 3, "People know it by its logo."), lambda: ~Q(logo="") & ~Q(logo_alt="")
    ),
    CompletenessPart("source", "Source", 3, "It says how we know.", _has(PartnershipSource), "sources-group"),
    CompletenessPart(
        *("links", "Links", 3, "Action plans and newsletters show what it does."),
        *(_has(PartnershipLink), "links-group"),
    ),
)
assert sum(part.weight for part in PARTS) == MAX_SCORE
assert len({part.key for part in PARTS}) == len(PARTS)


def measured(rows: PartnershipRows) -> PartnershipRows:
    """Return those of `rows` that have a score."""
    return rows.filter(IS_MEASURED)


def with_completeness(rows: PartnershipRows) -> PartnershipRows:
    """Return `rows` each with `completeness`, its score out of 100; None for those not measured."""
    zero = Value(0, output_field=IntegerField())
    total = sum((Case(When(part.is_known, then=part.weight), default=0) for part in PARTS), zero)
    return rows.annotate(completeness=Case(When(IS_MEASURED, then=total), output_field=IntegerField()))


def with_known_parts(rows: PartnershipRows) -> PartnershipRows:
    """Return `rows` each with its `completeness`, and with `has_…` for each part by its key: what `gaps_of` reads."""
    known = {f"has_{part.key}": Case(When(part.is_known, then=True), default=False) for part in PARTS}
    return with_completeness(rows).annotate(**known)


def incomplete(rows: PartnershipRows) -> PartnershipRows:
    """Return those of `rows` with a score below GOOD."""
    return with_completeness(rows).filter(completeness__lt=GOOD)


def measure(entry: Partnership) -> tuple[int | None, list[CompletenessPart]]:
    """Return the score of the saved `entry`, None if it is not measured, and what it lacks, what weighs most first."""
    known = with_known_parts(Partnership.objects.filter(pk=entry.pk)).get()
    return known.completeness, gaps_of(known)


def gaps_of(entry: Partnership) -> list[CompletenessPart]:
    """Return what `entry`, a row of `with_known_parts`, does not say, what weighs most first; makes no query."""
    if entry.completeness is None:
        return []
    unknown = [part for part in PARTS if not getattr(entry, f"has_{part.key}")]
    return sorted(unknown, key=lambda part: -part.weight)
