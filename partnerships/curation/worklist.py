"""What waits to be done with entries and with what is published: the boxes above their lists, and how fresh and
complete entries are.

An archived entry waits for nobody.
"""

import datetime

from django.db.models import Case, Exists, OuterRef, Q, TextChoices, Value, When
from django.utils import timezone

from partnerships.curation import completeness, link_check, staff_lists
from partnerships.curation.staff_lists import StaffList
from partnerships.models import LinkCheck, Partnership, PartnershipLink
from partnerships.models.directory import PartnershipQuerySet
from partnerships.models.publishable import Publishable
from partnerships.models.rights import bridges_of
from partnerships.vocabulary import PublicationState


class Freshness(TextChoices):
    """Whether an entry's last check is recent enough for its stage."""

    IN_TIME = "in-time", "Checked in time"
    OVERDUE = "overdue", "Check overdue"
    NEVER = "never", "Never checked"


class CompletenessBand(TextChoices):
    """How complete an entry is."""

    GOOD = "good", f"{completeness.GOOD} or more"
    FAIR = "fair", f"{completeness.WEAK} to {completeness.GOOD - 1}"
    WEAK = "weak", f"Under {completeness.WEAK}"


def with_freshness(rows: PartnershipQuerySet, today: datetime.date | None = None) -> PartnershipQuerySet:
    """Return `rows` each with `freshness`; None for those whose completeness is not measured either."""
    due = Partnership.objects.due_a_check(today or timezone.localdate()).order_by().values("pk")
    measured = completeness.measured(Partnership.objects.all()).order_by().values("pk")
    return rows.annotate(
        freshness=Case(
            When(~Q(pk__in=measured), then=Value(None)),
            When(checked_on__isnull=True, then=Value(Freshness.NEVER)),
            When(pk__in=due, then=Value(Freshness.OVERDUE)),
            default=Value(Freshness.IN_TIME),
        )
    )


def completeness_band_of(score: int) -> CompletenessBand:
    """Return the band of a `score`."""
    if score >= completeness.GOOD:
        return CompletenessBand.GOOD
    return CompletenessBand.FAIR if score >= completeness.WEAK else CompletenessBand.WEAK


def in_completeness_band(rows: PartnershipQuerySet, band: str) -> PartnershipQuerySet:
    """Return those of `rows` in the band."""
    scored = completeness.with_completeness(rows)
    if band == CompletenessBand.GOOD:
        return scored.filter(completeness__gte=completeness.GOOD)
    if band == CompletenessBand.WEAK:
        return scored.filter(completeness__lt=completeness.WEAK)
    return scored.filter(completeness__gte=completeness.WEAK, completeness__lt=completeness.GOOD)


def _unpublished(state: PublicationState):
    return lambda rows, user: rows.filter(publication=state, publish_at__isnull=True)


def _with_dead_links(rows, user):
    dead = LinkCheck.objects.dead().order_by().values("url")
    links = PartnershipLink.objects.filter(partnership=OuterRef("pk"), url__in=dead)
    return rows.filter(Q(website__in=dead) | Q(Exists(links)))


def _of_their_own(rows, user):
    coordinated = user.coordinated_partnerships.order_by().values("pk")
    return rows.filter(Q(bridge__in=bridges_of(user)) | Q(pk__in=coordinated))


def _with_a_dead_link(rows, user):
    dead = LinkCheck.objects.dead().order_by().values("url")
    current = rows.exclude(publication=PublicationState.ARCHIVED)
    return current.filter(**{f"{link_check.LINK_OF[rows.model]}__in": dead})


EVERYTHING = StaffList("all", "All", lambda rows, user: rows, is_work=False)
MINE = StaffList("mine", "Mine", _of_their_own, is_work=False)
REVIEW = StaffList("review", "In review", _unpublished(PublicationState.IN_REVIEW))
DRAFTS = StaffList("drafts", "Drafts", _unpublished(PublicationState.DRAFT))
SCHEDULED = StaffList("scheduled", "Scheduled", lambda rows, user: rows.filter(publish_at__isnull=False), is_work=False)
STAFF_LISTS = (
    EVERYTHING,
    StaffList("due", "Due a check", lambda rows, user: completeness.measured(rows).due_a_check(timezone.localdate())),
    REVIEW,
    DRAFTS,
    SCHEDULED,
    StaffList("gaps", "With gaps", lambda rows, user: completeness.incomplete(rows)),
    StaffList("dead-links", "With dead links", _with_dead_links),
    MINE,
)
STAFF_LIST_NAMED = {box.name: box for box in STAFF_LISTS}


def staff_lists_of(model: type[Publishable]) -> tuple[StaffList, ...]:
    """Return the boxes of what is published beside entries."""
    dead = StaffList("dead-links", "With a dead link", _with_a_dead_link)
    return (EVERYTHING, REVIEW, DRAFTS, SCHEDULED, *([dead] if model in link_check.LINK_OF else []))


def counts(user) -> dict[str, int]:
    """Return how many of `user`'s entries lie in each box, by the box's name, asked in one query."""
    return staff_lists.counts(STAFF_LISTS, Partnership.objects.editable_by(user), user)


def shown_staff_lists(user) -> list[tuple[StaffList, int]]:
    """Return the boxes with their counts; that of `user`'s own only where it is neither empty nor everything."""
    counted = counts(user)
    is_telling = 0 < counted[MINE.name] < counted[EVERYTHING.name]
    return [(box, counted[box.name]) for box in STAFF_LISTS if box is not MINE or is_telling]
