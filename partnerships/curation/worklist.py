"""What waits to be done with entries and with what else is published: the staff lists of each, and how fresh and
complete entries are.

An archived entry waits for nobody.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils import timezone

from partnerships.curation import completeness, staff_lists
from partnerships.curation.completeness import PartnershipRows
from partnerships.curation.staff_lists import StaffList
from partnerships.dates.months import MONTHS_A_YEAR, months_before
from partnerships.dates.partial_dates import over_or_unknown
from partnerships.models import (
    Development,
    LinkCheck,
    Partnership,
    PartnershipLink,
    PartnershipPart,
    PartnershipSource,
    PresentSupport,
)
from partnerships.models.checks import is_due_a_check
from partnerships.models.directory import PartnershipQuerySet
from partnerships.models.publishable import Publishable
from partnerships.models.rights import bridges_of, sees_every_bridge
from partnerships.models.stages import is_at
from partnerships.published_kinds.table import kind_of
from partnerships.vocabulary import PublicationState


class Freshness(TextChoices):
    """Whether an entry's last check is recent enough for its stage."""

    IN_TIME = "in-time", "Checked in time"
    OVERDUE = "overdue", "Check overdue"
    NEVER = "never", "Never checked"


class CompletenessBand(TextChoices):
    GOOD = "good", f"{completeness.GOOD} or more"
    FAIR = "fair", f"{completeness.WEAK} to {completeness.GOOD - 1}"
    WEAK = "weak", f"Under {completeness.WEAK}"


SCORES_IN: dict[str, range] = {
    CompletenessBand.GOOD: range(completeness.GOOD, completeness.MAX_SCORE + 1),
    CompletenessBand.FAIR: range(completeness.WEAK, completeness.GOOD),
    CompletenessBand.WEAK: range(completeness.WEAK),
}


def with_freshness(rows: PartnershipRows) -> PartnershipRows:
    """Return `rows` each with `freshness`; None for those whose completeness is not measured either."""
    return rows.annotate(
        freshness=Case(
            When(~completeness.IS_MEASURED, then=Value(None)),
            When(checked_on__isnull=True, then=Value(Freshness.NEVER)),
            When(is_due_a_check(timezone.localdate()), then=Value(Freshness.OVERDUE)),
            default=Value(Freshness.IN_TIME),
        )
    )


def completeness_band_of(score: int) -> CompletenessBand:
    return next(CompletenessBand(band) for band, scores in SCORES_IN.items() if score in scores)


def in_completeness_band(rows: PartnershipRows, band: str) -> PartnershipRows:
    """Return those of `rows` in the `band`, a value of CompletenessBand; none for any other."""
    return completeness.with_completeness(rows).filter(completeness__in=SCORES_IN.get(band, ()))


def _publications_with_dead_link(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    dead = LinkCheck.objects.dead().order_by().values("url")
    current = rows.exclude(publication=PublicationState.ARCHIVED)
    return current.filter(**{f"{kind_of(rows.model).link}__in": dead})


def _partnerships_with_dead_links(rows: PartnershipQuerySet, user: User) -> PartnershipQuerySet:
    dead = LinkCheck.objects.dead().order_by().values("url")
    links = PartnershipLink.objects.filter(url__in=dead).order_by().values("partnership")
    own = [Partnership.objects.filter(**{f"{name}__in": dead}) for name in ("website", "joining_page")]
    # Not one or the other of each entry, for which every entry would be read.
    return rows.filter(pk__in=links.union(*(entries.order_by().values("pk") for entries in own)))


def _stage_not_known_today(rows: PartnershipQuerySet, user: User) -> PartnershipQuerySet:
    return completeness.measured(rows).filter(is_at("", timezone.localdate()))


def _partnerships_without_source(rows: PartnershipQuerySet, user: User) -> PartnershipQuerySet:
    """Return those that name no source at all, or none of their stage or of something that stands beside them."""
    lacks = ~Q(Exists(PartnershipSource.objects.filter(partnership=OuterRef("pk"))))
    lacks |= ~Q(stage="") & Q(stage_source="")
    # "memberships" is the reverse name of a model above this package.
    for relation in ("memberships", "parts", "story", "stated_priorities"):
        beside: Any = Partnership._meta.get_field(relation).related_model
        lacks |= Q(Exists(beside._default_manager.order_by().filter(partnership=OuterRef("pk"), source="")))
    return completeness.measured(rows).filter(lacks)


def _parts_in_words_only(rows: PartnershipQuerySet, user: User) -> PartnershipQuerySet:
    """Return those that say that they work in a part, but not in which as data: finder and map go by the whole."""
    told = Exists(PartnershipPart.objects.order_by().filter(partnership=OuterRef("pk")))
    return completeness.measured(rows).exclude(coverage_note="").filter(~told)


def _past_plans(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    current = rows.exclude(publication=PublicationState.ARCHIVED)
    return current.filter(over_or_unknown("date", timezone.localdate()), is_planned=True)


def _support_long_unseen(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    a_year_ago = months_before(timezone.localdate(), MONTHS_A_YEAR)
    return rows.exclude(publication=PublicationState.ARCHIVED).filter(over_or_unknown("as_of", a_year_ago))


def _partnerships_of_their_own(rows: PartnershipQuerySet, user: User) -> PartnershipQuerySet:
    coordinated = user.coordinated_partnerships.order_by().values("pk")
    own = Partnership.objects.filter(bridge__in=bridges_of(user)).order_by().values("pk")
    return rows.filter(pk__in=own.union(coordinated))


def _in_state(state: PublicationState) -> Callable[[QuerySet[Any], User], QuerySet[Any]]:
    return lambda rows, user: rows.filter(publication=state, publish_at=None)


EVERYTHING = StaffList[QuerySet[Any]]("all", "All", lambda rows, user: rows, is_work=False)
REVIEW = StaffList("review", "In review", _in_state(PublicationState.IN_REVIEW))
DRAFTS = StaffList("drafts", "Drafts", _in_state(PublicationState.DRAFT))
SCHEDULED = StaffList[QuerySet[Any]](
    "scheduled", "Scheduled", lambda rows, user: rows.exclude(publish_at=None), is_work=False
)
WITH_DEAD_LINK = StaffList("dead-links", "With a dead link", _publications_with_dead_link)
MINE = StaffList("mine", "Mine", _partnerships_of_their_own, is_work=False)
STAFF_LISTS: tuple[StaffList[PartnershipQuerySet], ...] = (
    EVERYTHING,
    StaffList("due", "Due a check", lambda rows, user: completeness.measured(rows).due_a_check(timezone.localdate())),
    REVIEW,
    DRAFTS,
    SCHEDULED,
    StaffList("gaps", "With gaps", lambda rows, user: completeness.incomplete(rows)),
    StaffList("stage", "Stage not known today", _stage_not_known_today),
    StaffList("sources", "Without a source", _partnerships_without_source),
    StaffList("parts", "Parts only in words", _parts_in_words_only),
    StaffList("dead-links", "With dead links", _partnerships_with_dead_links),
    MINE,
)
# What is known of a time ages: somebody has to look again.
_OF_MODEL: dict[type[Publishable], tuple[StaffList[QuerySet[Any]], ...]] = {
    Development: (StaffList("past-plans", "Plans whose date has passed", _past_plans),),
    PresentSupport: (StaffList("long-unseen", "Not seen for a year", _support_long_unseen),),
}


def staff_lists_of(model: type[Publishable]) -> tuple[StaffList[QuerySet[Any]], ...]:
    """Return the staff lists of what is published beside entries; one for dead links only if it has links."""
    with_dead_link = [WITH_DEAD_LINK] if kind_of(model).link else []
    return (EVERYTHING, REVIEW, DRAFTS, SCHEDULED, *with_dead_link, *_OF_MODEL.get(model, ()))


def counts(user: User) -> dict[str, int]:
    """Return how many of `user`'s entries lie in each staff list, by the list's name, as `staff_lists.counts` does."""
    return staff_lists.counts(STAFF_LISTS, Partnership.objects.editable_by(user), user)


def shown_staff_lists(user: User) -> list[tuple[StaffList[PartnershipQuerySet], int]]:
    """Return the staff lists with their counts; MINE only where it is neither empty nor everything."""
    count_of = counts(user)
    mine, everything = count_of[MINE.name], count_of[EVERYTHING.name]
    is_part = mine < everything or (mine > staff_lists.MOST_COUNTED and sees_every_bridge(user))
    hidden = [] if mine and is_part else [MINE]
    return [(staff_list, count_of[staff_list.name]) for staff_list in STAFF_LISTS if staff_list not in hidden]
