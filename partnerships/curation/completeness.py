"""How much of what visitors look for an entry says: a score out of 100, and what is missing, made of weighted parts.

A part is known or not, and the database decides: the score in lists, filters and orders and the list on an entry's page
cannot differ. Measured are partnerships that have not ended and are not archived. A proposed place has hardly anything
that could be known, and an ended one is kept for the record: they have no score.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partnership, PartnershipLink, PartnershipPriority, PartnershipSource
from partnerships.models.directory import PartnershipQuerySet
from partnerships.vocabulary import BELONGING_ROLES, WORKING_STAGES, PublicationState

FULL = 100
# An entry below this has gaps; one below the lower limit is weak.
GOOD, WEAK = 70, 40
MEMBERS_EXPECTED = 3


@dataclass(frozen=True)
class CompletenessPart:
    """Something an entry can say: what it is called, its weight, why it helps, and on which condition it is known.

    `mended_at` is the place on the entry's form in the back office. The condition is made when it is asked for: models
    of other apps are there only then.
    """

    key: str
    label: str
    weight: int
    why: str
    mended_at: str
    condition: Callable[[], Q | Combinable]


@dataclass(frozen=True)
class Gap:
    """A part that is missing: what, why it helps, and its `place` on the entry's `form`."""

    label: str
    why: str
    place: str
    form: str

    @property
    def url(self) -> str:
        """The address of the place on the entry's form where it is mended."""
        return f"{self.form}#{self.place}"


def _filled(field: str) -> Callable[[], Q]:
    return lambda: ~Q(**{field: ""})


def _has(model, **conditions) -> Callable[[], Exists]:
    return lambda: Exists(model.objects.filter(partnership=OuterRef("pk"), **conditions))


def _enough_members() -> Exists:
    members = Partnership.objects.filter(
        pk=OuterRef("pk"), memberships__until="", memberships__role__in=BELONGING_ROLES
    )
    # One row for each member: is there a third?
    return Exists(members.order_by()[MEMBERS_EXPECTED - 1 : MEMBERS_EXPECTED])


def _joining_known() -> Q:
    sought = Partnership.sectors_sought.through.objects.filter(partnership=OuterRef("pk"))
    return Q(takes_new_members__isnull=False) | Q(Exists(sought))


def _checked_in_time() -> Q:
    due = Partnership.objects.due_a_check(timezone.localdate())
    return Q(checked_on__isnull=False) & ~Q(pk__in=due.order_by().values("pk"))


def _placed() -> Exists:
    return Exists(Partnership.authorities.through.objects.filter(partnership=OuterRef("pk")))


PARTS = (
    CompletenessPart(
        "summary", "Summary", 10, "Lists show it; without one, only the name.", "id_summary", _filled("summary")
    ),
    CompletenessPart("authorities", "Local authorities", 6, "A postcode finds it by them.", "id_authorities", _placed),
    CompletenessPart(
        "priorities",
        "Strategic priorities in its own words",
        10,
        "They say what it works on, and lead to it from every theme.",
        "stated_priorities-group",
        _has(PartnershipPriority),
    ),
    CompletenessPart(
        "members",
        f"{MEMBERS_EXPECTED} members or more",
        10,
        "Who takes part tells others whether they belong there too.",
        "memberships-group",
        _enough_members,
    ),
    CompletenessPart(
        "checked",
        "A check that is not overdue",
        10,
        "Visitors rely on what somebody has checked lately.",
        "id_checked_on",
        _checked_in_time,
    ),
    CompletenessPart(
        "contact",
        "Address for enquiries",
        8,
        "Without one, enquiries go the long way round. It is never shown.",
        "id_contact_email",
        _filled("contact_email"),
    ),
    CompletenessPart(
        "enquiries",
        "Takes enquiries",
        4,
        "Visitors can then write to it from its page.",
        "id_takes_enquiries",
        lambda: Q(takes_enquiries=True),
    ),
    CompletenessPart(
        "joining",
        "Whether it takes new members",
        4,
        "It is what an organisation that wants to join asks first.",
        "id_takes_new_members",
        _joining_known,
    ),
    CompletenessPart(
        "how_to_join", "How to join", 7, "It turns interest into a member.", "id_how_to_join", _filled("how_to_join")
    ),
    CompletenessPart(
        "website", "Website", 7, "It leads to all the entry cannot hold.", "id_website", _filled("website")
    ),
    CompletenessPart(
        "about", "About", 5, "The longer story, for who wants to know more.", "id_about", _filled("about")
    ),
    CompletenessPart(
        "stage", "Stage", 5, "It tells a working partnership from a beginning.", "id_stage", _filled("stage")
    ),
    CompletenessPart(
        "established", "When it began", 4, "It shows how long it lasted.", "id_established", _filled("established")
    ),
    CompletenessPart(
        "logo",
        "Logo with its words",
        4,
        "People know it by its logo.",
        "id_logo",
        lambda: ~Q(logo="") & ~Q(logo_alt=""),
    ),
    CompletenessPart("source", "Source", 3, "It says how we know.", "sources-group", _has(PartnershipSource)),
    CompletenessPart(
        "links", "Links", 3, "Action plans and newsletters show what it does.", "links-group", _has(PartnershipLink)
    ),
)
assert sum(part.weight for part in PARTS) == FULL
assert len({part.key for part in PARTS}) == len(PARTS)


def measured(rows: PartnershipQuerySet) -> PartnershipQuerySet:
    """Return those of `rows` that have a score."""
    return rows.filter(_is_measured())


def with_completeness(rows: PartnershipQuerySet) -> PartnershipQuerySet:
    """Return `rows` each with `completeness`, its score out of 100; None for those not measured."""
    zero = Value(0, output_field=IntegerField())
    total = sum((Case(When(part.condition(), then=part.weight), default=0) for part in PARTS), zero)
    return rows.annotate(completeness=Case(When(_is_measured(), then=total), output_field=IntegerField()))


def with_gaps_named(rows: PartnershipQuerySet) -> PartnershipQuerySet:
    """Return `rows` each with its `completeness` and all that `gaps_of` asks for."""
    known = {f"has_{part.key}": Case(When(part.condition(), then=True), default=False) for part in PARTS}
    return with_completeness(rows).annotate(**known)


def incomplete(rows: PartnershipQuerySet) -> PartnershipQuerySet:
    """Return those of `rows` with a score below GOOD."""
    return with_completeness(rows).filter(completeness__lt=GOOD)


def score(entry: Partnership) -> int | None:
    """Return the score of the saved `entry`; None if it has none."""
    return with_completeness(_only(entry)).values_list("completeness", flat=True).get()


def missing(entry: Partnership) -> list[Gap]:
    """Return what the saved `entry` does not say, what weighs most first; nothing if it has no score."""
    return gaps_of(with_gaps_named(_only(entry)).get())


def gaps_of(entry: Partnership) -> list[Gap]:
    """Return what `entry`, a row of `with_gaps_named`, does not say, what weighs most first. Asks nothing more."""
    if entry.completeness is None:
        return []
    form = reverse("admin:partnerships_partnership_change", args=[entry.pk])
    lacking = [part for part in PARTS if not getattr(entry, f"has_{part.key}")]
    lacking.sort(key=lambda part: -part.weight)
    return [Gap(part.label, part.why, part.mended_at, form) for part in lacking]


def _is_measured() -> Q:
    return Q(stage__in=WORKING_STAGES) & ~Q(publication=PublicationState.ARCHIVED)


def _only(entry: Partnership) -> QuerySet[Partnership]:
    return Partnership.objects.filter(pk=entry.pk)
