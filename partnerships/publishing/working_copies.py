"""Working copies: what an entry is to be next, written, shown, reviewed and planned while the public sees it as it is.

How a copy is saved into its entry in the end is in copy_saving.
"""

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from partnerships import audit
from partnerships.models import BridgeOrganisation, WorkingCopy
from partnerships.models.versions import revising
from partnerships.published_kinds import table
from partnerships.publishing import copy_saving, draft_mails, second_person
from partnerships.publishing.deleted_entries import delete_copy
from partnerships.publishing.workflow import (
    NoSuchStep,
    NotInTheFuture,
    PublicationError,
    ReasonMissing,
    StepNotAllowed,
    as_text,
    audit_label,
    may_publish,
)
from partnerships.text.sentences import name_of
from partnerships.vocabulary import AuditAction, RevisionKind
from partnerships.vocabulary.working_copies import CopyState

logger = logging.getLogger(__name__)
NOT_THERE = "There is no such working copy any more: somebody has published or discarded it."


class CannotPublish(PublicationError):
    """What a working copy says cannot be saved into its entry; `reasons` says why, in sentences."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


class SavedAgain(PublicationError):
    """The working copy is not what was looked at: somebody has saved it since."""


class CopyChanged(Exception):
    """Somebody else has begun or saved the working copy since it was opened: `by`, None when it is gone."""

    def __init__(self, by: User | None) -> None:
        self.by = by


def models() -> list[type[Model]]:
    """Return the models of entries of which there may be a working copy."""
    return [*(kind.model for kind in table.publishable_kinds()), BridgeOrganisation]


def of(entry: Model) -> WorkingCopy | None:
    """Return the working copy of `entry`, with those who wrote and planned it; None when there is none."""
    return WorkingCopy.objects.about(entry).select_related("author", "saved_by", "handed_in_by", "planned_by").first()


def obstacles(entry: Model, copy: WorkingCopy, *, by: User) -> list[str]:
    """Return in sentences why what `copy` says could not be saved into `entry` now, whoever publishes it."""
    with copy_saving.as_published(copy, by=by) as reasons:
        return reasons


@transaction.atomic
def keep(  # noqa: PLR0913 what a copy is
    entry: Model, *, content: dict[str, Any], is_changed: bool, began_from: int, edition: int, by: User
) -> WorkingCopy:
    """Save `content` as the working copy of `entry`, which was opened as its `edition`, 0 for none; return it.

    `is_changed`: whether `by` changed anything of it. Raises CopyChanged. What is in review stays there, in the name
    of who changed it last; a plan of somebody else's falls where a second person is wanted or `by` may not publish.
    """
    now = timezone.now()
    copy: WorkingCopy | None = WorkingCopy.objects.select_for_update().about(entry).first()
    if (copy.edition if copy else 0) != edition:
        raise CopyChanged(copy.saved_by if copy else None)
    if copy is None:
        copy = WorkingCopy(entry=entry, author=by, begun_at=now, edition=0)
        audit.record(AuditAction.COPY_BEGUN, by=by, about=audit_label(entry))
    copy.write(content)
    copy.began_from = began_from
    copy.saved_by, copy.saved_at, copy.problem = by, now, ""
    if is_changed:
        _note_writer(copy, entry, by)
    if copy.publish_at and (second_person.is_wanted(entry) or not may_publish(by)):
        copy.publish_at = copy.planned_by = None
        audit.record(AuditAction.COPY_UNSCHEDULED, by=by, about=audit_label(entry))
    copy.save()
    return copy


def _note_writer(copy: WorkingCopy, entry: Model, by: User) -> None:
    """Note that `by` wrote in `copy`; in review, tell those who may publish it only since then."""
    asked = second_person.reviewers(entry, besides=second_person.writers_of_copy(entry, copy))
    copy.add_writer(by)
    if copy.state == CopyState.IN_REVIEW:
        copy.handed_in_by = by
        people = second_person.reviewers(entry, besides=second_person.writers_of_copy(entry, copy))
        _tell_reviewers(entry, [person for person in people if person not in asked], by)


def _tell_reviewers(entry: Model, people: list[User], by: User) -> None:
    what = f"{name_of(by)} has handed in a working copy of “{entry}” for review. The public does not see it yet."
    draft_mails.tell(people, _act(entry, "To review", what), by=by)


def hand_in(entry: Model, *, by: User) -> None:
    """Ask those who may publish `entry` to look at its working copy. Raises NoSuchStep."""
    with _locked(entry) as copy:
        if copy.state != CopyState.DRAFT:
            raise NoSuchStep("It has been handed in already.")
        copy.state, copy.handed_in_by, copy.handed_in = CopyState.IN_REVIEW, by, copy.content
        _note(copy, entry, AuditAction.COPY_HANDED_IN, by)
        besides = {by.pk, *second_person.writers_of_copy(entry, copy)}
        _tell_reviewers(entry, second_person.reviewers(entry, besides=besides), by)


def give_back(entry: Model, *, reason: str, by: User) -> None:
    """Return the working copy of `entry` to who wrote it. Raises NoSuchStep, StepNotAllowed or ReasonMissing."""
    with _locked(entry) as copy:
        if copy.state != CopyState.IN_REVIEW:
            raise NoSuchStep("It is not in review.")
        if not copy.is_own_of(by):
            _refuse_others(by)
            if not reason.strip():
                raise ReasonMissing("Say why, so that whoever wrote it knows what to change.")
        concerned = [copy.author, copy.saved_by, copy.handed_in_by]
        copy.state, copy.publish_at, copy.planned_by = CopyState.DRAFT, None, None
        _note(copy, entry, AuditAction.COPY_RETURNED, by)
        what = (
            f"{name_of(by)} has returned the working copy of “{entry}”.{' What has to be changed:' if reason else ''}"
        )
        draft_mails.tell(concerned, _act(entry, "Returned", what, reason.strip()), by=by)


def schedule(entry: Model, *, at: datetime.datetime, edition: int, by: User) -> None:
    """Plan that the working copy of `entry` is published by itself at `at`, instead of any other time.

    Raises StepNotAllowed, SavedAgain, NotInTheFuture, or CannotPublish when it could not be published now either.
    """
    with _locked(entry) as copy:
        _refuse_publishing(copy, entry, by)
        _refuse_another(copy, edition)
        if at <= timezone.now():
            raise NotInTheFuture("That time has passed. Enter one to come, or publish it now.")
        with copy_saving.as_published(copy, by=by, is_strict=True) as reasons:
            pass
        if reasons:
            raise CannotPublish(reasons)
        copy.publish_at, copy.planned_by, copy.problem = at, by, ""
        _note(copy, entry, AuditAction.COPY_SCHEDULED, by)


def unschedule(entry: Model, *, by: User) -> None:
    """Drop the plan to publish the working copy of `entry` by itself. Raises StepNotAllowed or NoSuchStep."""
    with _locked(entry) as copy:
        if copy.publish_at is None:
            raise NoSuchStep("It is not planned to be published.")
        _refuse_others(by)
        copy.publish_at = copy.planned_by = None
        _note(copy, entry, AuditAction.COPY_UNSCHEDULED, by)


def discard(entry: Model, *, by: User) -> None:
    """Delete the working copy of `entry`, which stays as it is. Raises NoSuchStep, or StepNotAllowed to a third."""
    with _locked(entry) as copy:
        if not may_discard(by, copy):
            raise StepNotAllowed("Only who began it, or who may publish it, discards a working copy.")
        delete_copy(copy)
        audit.record(AuditAction.COPY_DISCARDED, by=by, about=audit_label(entry))


def may_discard(user: User, copy: WorkingCopy) -> bool:
    return copy.author_id == user.pk or may_publish(user)


def publish(entry: Model, *, edition: int, by: User) -> None:
    """Save the working copy of `entry` into it, as one version, if it is still the `edition` that `by` has looked at.

    Raises StepNotAllowed, NoSuchStep, SavedAgain or CannotPublish.
    """
    with _locked(entry) as copy:
        _refuse_another(copy, edition)
        _publish(copy, entry, by, how="Published")


def publish_due(now: datetime.datetime) -> int:
    """Publish every copy planned for a time up to `now`; return how many. Several processes may do this at once.

    What cannot be published stays a copy, without a plan, and those concerned are told why.
    """
    return sum(_publish_if_due(pk, now) for pk in WorkingCopy.objects.due(now).values_list("pk", flat=True))


def why_not(user: User, entry: Model, copy: WorkingCopy) -> str:
    """Return in a sentence why `user` may not publish `copy`; "" if they may."""
    if not may_publish(user):
        return f"You write it, and somebody else publishes it. {second_person.who_publishes_copy(entry, copy, user)}"
    if not second_person.is_public(entry):
        return "The public does not see the entry now. Publish it again first, or discard the working copy."
    return second_person.why_not_copy(user, entry, copy)


def _publish(copy: WorkingCopy, entry: Model, by: User, *, how: str) -> None:
    _refuse_publishing(copy, entry, by)
    reason = f"{how}. A working copy of {as_text(copy.begun_at)}"
    if copy.author_id != by.pk:
        reason = f"{reason} by a colleague"
    with revising(by=by, kind=RevisionKind.PUBLICATION, reason=reason):
        if reasons := copy_saving.save(copy, by, is_strict=True):
            raise CannotPublish(reasons)
    copy.delete()
    details = {"begun by": copy.author_id, "saved by": copy.saved_by_id, "begun at": copy.begun_at.isoformat()}
    audit.record(AuditAction.COPY_PUBLISHED, by=by, about=audit_label(entry), details=details)


def _publish_if_due(pk: int, now: datetime.datetime) -> int:
    try:
        with transaction.atomic():
            copy: WorkingCopy | None = WorkingCopy.objects.select_for_update().due(now).filter(pk=pk).first()
            if copy is None or copy.publish_at is None:
                return 0
            if copy.entry is None:
                raise CannotPublish(["The entry has been deleted."])
            if copy.planned_by is None or not copy.planned_by.is_active:
                raise StepNotAllowed("Whoever planned it has no account any more.")
            _publish(copy, copy.entry, copy.planned_by, how=f"Published as planned for {as_text(copy.publish_at)}")
            return 1
    except PublicationError as refusal:
        _give_up(pk, now, str(refusal))
    except Exception:
        # Whatever it is, the other copies are not to wait for it, and who planned this one has to know.
        logger.exception("A working copy could not be published as planned.")
        _give_up(pk, now, "The site could not save it. Try to publish it by hand.")
    return 0


@transaction.atomic
def _give_up(pk: int, now: datetime.datetime, problem: str) -> None:
    copy: WorkingCopy | None = WorkingCopy.objects.select_for_update().due(now).filter(pk=pk).first()
    if copy is None or copy.publish_at is None:
        return
    concerned, entry, planned_for = [copy.author, copy.saved_by, copy.planned_by], copy.entry, copy.publish_at
    copy.publish_at, copy.problem = None, problem[:500]
    if entry is None:
        copy.delete()
        return
    _note(copy, entry, AuditAction.COPY_NOT_PUBLISHED, None)
    what = (
        f"The working copy of “{entry}” was not published at {as_text(planned_for)} as planned. The public sees the "
        f"entry as it was, and the working copy is kept. Why: {copy.problem}"
    )
    draft_mails.tell(concerned, _act(entry, "Not published", what), by=None)


@contextmanager
def _locked(entry: Model) -> Iterator[WorkingCopy]:
    """Give the working copy of `entry`, locked, in a transaction. Raises NoSuchStep when there is none."""
    with transaction.atomic():
        copy: WorkingCopy | None = WorkingCopy.objects.select_for_update().about(entry).first()
        if copy is None:
            raise NoSuchStep(NOT_THERE)
        yield copy


def _note(copy: WorkingCopy, entry: Model, action: AuditAction, by: User | None) -> None:
    copy.save()
    audit.record(action, by=by, about=audit_label(entry))


def _act(entry: Model, subject: str, what: str, words: str = "") -> draft_mails.Act:
    return draft_mails.Act(f"{subject}: {entry}", what, draft_mails.page_of(entry, "working_copy"), words)


def _refuse_others(by: User) -> None:
    if not may_publish(by):
        raise StepNotAllowed("Only who may publish does that.")


def _refuse_another(copy: WorkingCopy, edition: int) -> None:
    if copy.edition != edition:
        at = f"{timezone.localtime(copy.saved_at):%H:%M}"
        raise SavedAgain(f"{name_of(copy.saved_by)} saved it again at {at}, after you had opened it. Look at it first.")


def _refuse_publishing(copy: WorkingCopy, entry: Model, by: User) -> None:
    if refusal := why_not(by, entry, copy):
        raise StepNotAllowed(refusal)
