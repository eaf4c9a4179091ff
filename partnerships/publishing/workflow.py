"""The publication workflow of entries: who may take which of the STEPS when, and what an entry needs for it.

What entries of a kind must have before the public sees them is said in `published_kinds`.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from partnerships import audit
from partnerships.models.publishable import Publishable
from partnerships.models.versions import revising
from partnerships.published_kinds import table
from partnerships.publishing import draft_mails, second_person
from partnerships.publishing.steps import IN_REVIEW, NOT_PUBLIC_YET, PUBLISHED, STEP_NAMED, STEPS, Step
from partnerships.search import text_index
from partnerships.text.sentences import listed, name_of
from partnerships.vocabulary import AuditAction, RevisionKind

PUBLISH = "partnerships.publish_partnership"
FIELDS = ("publication", "publish_at", "publication_changed_at", "publication_changed_by_id")


class PublicationError(Exception):
    """The publication state of an entry cannot be changed like that; the message, for staff, says why."""


class NoSuchStep(PublicationError):
    """No step leads from the state the entry is in to the other."""


class StepNotAllowed(PublicationError):
    """The user may not take that step with this entry."""


class NeedsSecondPerson(StepNotAllowed):
    """The user wrote the entry, and its Bridge Organisation wants somebody else to publish it."""


class ReasonMissing(PublicationError):
    """The step needs a reason, for whoever wrote the entry."""


class NotInTheFuture(PublicationError):
    """A time to publish at has passed already."""


class Incomplete(PublicationError):
    """The entry lacks something it must have to be published; `missing` says what."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(f"It lacks {listed(missing)}.")


def missing(entry: Publishable) -> list[str]:
    """Return what `entry` still needs before it can be published, as phrases such as "a name"."""
    needs = table.kind_of(type(entry)).needs
    values = {phrase: table.value_of(entry, name) for phrase, name in needs.items()}
    return [phrase for phrase, value in values.items() if not (value.strip() if isinstance(value, str) else value)]


def may_publish(user: User) -> bool:
    """Return whether `user` may publish, schedule and archive at all."""
    return user.has_perm(PUBLISH)


def may_change(user: User, entry: Publishable) -> bool:
    """Return whether `user` may edit `entry` in its state: what is public, only those who may publish."""
    return not entry.is_published or may_publish(user)


def steps_for(entry: Publishable, user: User) -> list[Step]:
    """Return the steps `user` may take with `entry` now."""
    return [step for step in STEPS if entry.publication in step.before and _may(user, entry, step)]


def move(entry: Publishable, *, to: str, by: User, reason: str = "") -> None:
    """Bring `entry` into the state `to`. The stored state counts, not the one `entry` was read with.

    Afterwards `entry` has the new state, too.

    Who may publish it is told by mail when it is handed in.

    Raises NoSuchStep, StepNotAllowed, NeedsSecondPerson, ReasonMissing or Incomplete.
    """
    with _locked(entry, by) as row:
        step = next((step for step in STEPS if row.publication in step.before and step.to == to), None)
        if step is None:
            state_now = f"It is {row.get_publication_display().lower()} now"
            raise NoSuchStep(f"{state_now}, so that cannot be done with it. Somebody may have changed it meanwhile.")
        if not _may(by, row, step):
            raise StepNotAllowed(f"You may not do that with {row}.")
        if step.to == PUBLISHED:
            _refuse_writers(row, by)
        if step.needs_reason and not reason.strip():
            raise ReasonMissing("Say why, so that whoever wrote it knows what to change.")
        if step.to == PUBLISHED and (lacking := missing(row)):
            raise Incomplete(lacking)
        _take(row, step, by=by, reason=f"{step.done}. {reason.strip()}" if reason.strip() else step.done)
        if step.to == IN_REVIEW:
            _tell_reviewers(row, by)


def schedule(entry: Publishable, *, at: datetime.datetime, by: User) -> None:
    """Plan that `entry` is published by itself at `at`, instead of any other time planned before.

    Raises NoSuchStep when it is published or archived, NotInTheFuture, StepNotAllowed, NeedsSecondPerson or Incomplete.
    """
    with _locked(entry, by) as row:
        if row.publication not in NOT_PUBLIC_YET:
            raise NoSuchStep(f"It is {row.get_publication_display().lower()}: only what is not public yet can wait.")
        if not _may(by, row, STEP_NAMED["publish"]):
            raise StepNotAllowed(f"You may not publish {row}.")
        _refuse_writers(row, by)
        if at <= timezone.now():
            raise NotInTheFuture("That time has passed. Enter one to come, or publish it now.")
        if lacking := missing(row):
            raise Incomplete(lacking)
        _plan(row, at, by=by, reason=f"To be published on {as_text(at)}", action=AuditAction.SCHEDULED)


def unschedule(entry: Publishable, *, by: User) -> None:
    """Drop the plan to publish `entry` by itself. Raises StepNotAllowed, or NoSuchStep when there is no plan."""
    with _locked(entry, by) as row:
        if row.publish_at is None:
            raise NoSuchStep("It is not planned to be published.")
        if not _may(by, row, STEP_NAMED["publish"]):
            raise StepNotAllowed(f"You may not publish {row}.")
        _plan(row, None, by=by, reason="Not to be published by itself any more", action=AuditAction.UNSCHEDULED)


def publish_due(now: datetime.datetime) -> int:
    """Publish every entry planned for a time up to `now` and return how many there were.

    What has become incomplete since is not published; its versions say why. Several processes may do this at once.
    """
    return sum(
        _publish_if_due(kind.model, pk, now)
        for kind in table.publishable_kinds()
        for pk in kind.model.objects.due_to_be_published(now).order_by("publish_at").values_list("pk", flat=True)
    )


def as_text(at: datetime.datetime) -> str:
    """Return a time as staff read it: "3 May 2026, 09:00", in England."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M}"


def audit_label(entry: Model) -> str:
    """Return how the audit log calls an entry: "partnership 12 leeds33"."""
    return f"{entry._meta.verbose_name} {entry.pk} {getattr(entry, 'slug', '')}".strip()


def _publish_if_due(model: type[Any], pk: int, now: datetime.datetime) -> int:
    with transaction.atomic():
        row: Publishable | None = model.objects.select_for_update().due_to_be_published(now).filter(pk=pk).first()
        if row is None or row.publish_at is None:
            return 0
        lacking = [f"it lacks {listed(phrases)}"] if (phrases := missing(row)) else []
        if second_person.is_changed_since_planned(row):
            lacking.append("it has changed since, and a second person has to look at it")
        if lacking:
            reason = f"Not published when it was planned: {listed(lacking)}"
            _plan(row, None, by=None, reason=reason, action=AuditAction.UNSCHEDULED)
            return 0
        _take(row, STEP_NAMED["publish"], by=None, reason=f"Published as planned for {as_text(row.publish_at)}")
        return 1


def _refuse_writers(row: Publishable, by: User) -> None:
    """Raise NeedsSecondPerson when `by` wrote `row` and its Bridge Organisation wants somebody else to publish it."""
    if refusal := second_person.why_not(by, row):
        raise NeedsSecondPerson(refusal)


def _tell_reviewers(row: Publishable, by: User) -> None:
    what = f"{name_of(by)} has handed in “{row}” for review. The public does not see it yet."
    people = second_person.reviewers(row, besides={by.pk, *second_person.writers_of(row)})
    draft_mails.tell(people, draft_mails.Act(f"To review: {row}", what, draft_mails.page_of(row)), by=by)


def _may(user: User, entry: Publishable, step: Step) -> bool:
    if step.needs_publisher:
        return may_publish(user)
    return user.has_perm(f"{entry._meta.app_label}.change_{entry._meta.model_name}")


@contextmanager
def _locked(entry: Publishable, by: User) -> Iterator[Publishable]:
    """Give the row of `entry`, locked, in a transaction; afterwards copy its publication state to `entry`.

    Raises StepNotAllowed when it is not among the rows `by` may work with.
    """
    # Any: each kind has a manager of its own.
    rows: Any = type(entry)._default_manager
    with transaction.atomic():
        own = rows.editable_by(by).values("pk")
        row: Publishable | None = rows.select_for_update().filter(pk__in=own, pk=entry.pk).first()
        if row is None:
            raise StepNotAllowed("There is no such entry among yours.")
        yield row
    for name in FIELDS:
        setattr(entry, name, getattr(row, name))


def _take(row: Publishable, step: Step, *, by: User | None, reason: str) -> None:
    row.publication, row.publish_at = step.to, None
    row.publication_changed_at, row.publication_changed_by = timezone.now(), by
    _save(row, by=by, reason=reason, action=step.action)


def _plan(row: Publishable, at: datetime.datetime | None, *, by: User | None, reason: str, action: AuditAction) -> None:
    row.publish_at = at
    _save(row, by=by, reason=reason, action=action)


def _save(row: Publishable, *, by: User | None, reason: str, action: AuditAction) -> None:
    with revising(by=by, kind=RevisionKind.PUBLICATION, reason=reason), text_index.following(row):
        row.save(update_fields=FIELDS)
        audit.record(action, by=by, about=audit_label(row))
