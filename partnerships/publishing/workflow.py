"""What becomes of an entry: drafted, handed in, published, archived. Who may do which step, and what it needs.

Steps are data (STEPS). Every kind of entry that is published says in `register` what it must have before the public
sees it.
"""

import datetime
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from partnerships import audit
from partnerships.models import CaseStudy, NewsItem, Partnership, Programme, Question, Resource, SupportOffer
from partnerships.models.publishable import Publishable
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.vocabulary import AuditAction, PublicationState, RevisionKind

DRAFT, IN_REVIEW, PUBLISHED, ARCHIVED = PublicationState
NOT_PUBLIC_YET = (DRAFT, IN_REVIEW)
PUBLISH = "partnerships.publish_partnership"
FIELDS = ("publication", "publish_at", "publication_changed_at", "publication_changed_by")


class PublicationError(Exception):
    """The state of an entry cannot be changed so; its words say why."""


class NoSuchStep(PublicationError):
    """From the state the entry is in, nothing leads to the other."""


class MayNot(PublicationError):
    """The person may not take that step with this entry."""


class ReasonMissing(PublicationError):
    """The step needs a reason, which its author is told."""


class NotInTheFuture(PublicationError):
    """A time to publish at has passed already."""


class Incomplete(PublicationError):
    """The entry lacks what the public must see of it; `missing` says what."""

    def __init__(self, missing: list[str]):
        self.missing = missing
        super().__init__(f"It lacks {in_a_row(missing)}.")


@dataclass(frozen=True)
class Step:
    """A way from one of the states `before` to the state `to`, with the words of its button and of what was done.

    `meaning` says what it does, to whoever thinks about it.
    """

    name: str
    label: str
    before: tuple[PublicationState, ...]
    to: PublicationState
    done: str
    action: AuditAction
    meaning: str
    needs_publisher: bool = True
    needs_reason: bool = False

    @property
    def hides(self) -> bool:
        """Whether the public may lose something by it."""
        return PUBLISHED in self.before and self.to != PUBLISHED


STEPS = (
    Step(
        *("hand_in", "Hand in for review", (DRAFT,), IN_REVIEW, "Handed in for review", AuditAction.HANDED_IN),
        "Staff who may publish look at it. The public does not see it yet.",
        needs_publisher=False,
    ),
    Step(
        *("publish", "Publish", NOT_PUBLIC_YET, PUBLISHED, "Published", AuditAction.PUBLISHED),
        "Everybody can see and find it at once.",
    ),
    Step(
        *("publish_again", "Publish again", (ARCHIVED,), PUBLISHED, "Published again", AuditAction.PUBLISHED),
        "Everybody can see and find it again at once, at its old address.",
    ),
    Step(
        *("return", "Return to draft", (IN_REVIEW,), DRAFT, "Returned to draft", AuditAction.RETURNED),
        "Whoever wrote it can change it and hand it in again. They find your reason among its versions.",
        needs_reason=True,
    ),
    Step(
        *("withdraw", "Take back to draft", (PUBLISHED, ARCHIVED), DRAFT, "Taken back to draft", AuditAction.RETURNED),
        "The public does not see it until it is published again.",
    ),
    Step(
        *("archive", "Archive", (*NOT_PUBLIC_YET, PUBLISHED), ARCHIVED, "Archived", AuditAction.ARCHIVED),
        "The public does not see it any more, and searches do not find it. Nothing is lost: it keeps its members, its "
        "enquiries and its versions, and can be published again.",
    ),
)
STEP_NAMED = {step.name: step for step in STEPS}

Needs = dict[str, Callable[[Model], bool]]
NEEDS: dict[type[Publishable], Needs] = {}


def register(model: type[Publishable], needs: Needs) -> None:
    """Say what entries of `model` must have to be published: words such as "a name", and how that is known."""
    NEEDS[model] = needs


register(
    Partnership,
    {
        "a name": lambda entry: bool(entry.name.strip()),
        "a local authority": lambda entry: entry.authorities.exists(),
        "a Bridge Organisation": lambda entry: entry.bridge_id is not None,
    },
)
for _model in (SupportOffer, Programme):
    register(
        _model,
        {
            "a name": lambda entry: bool(entry.name.strip()),
            "a description": lambda entry: bool(entry.description.strip()),
        },
    )


for _model, _needs in {
    CaseStudy: {"a summary": "summary", "what was done": "what_was_done"},
    NewsItem: {"a summary": "summary"},
    Question: {"an answer": "answer"},
    Resource: {"a description": "description"},
}.items():
    register(
        _model, {words: lambda entry, name=name: bool(getattr(entry, name).strip()) for words, name in _needs.items()}
    )


def missing(entry: Publishable) -> list[str]:
    """Return in words what `entry` must have before it can be published, and has not."""
    return [words for words, is_there in NEEDS[type(entry)].items() if not is_there(entry)]


def may_publish(user) -> bool:
    """Return whether `user` may publish, schedule and archive at all."""
    return user.has_perm(PUBLISH)


def may_change(user, entry: Publishable) -> bool:
    """Return whether `entry` is in a state in which `user` may edit it: what is public, only who may publish."""
    return not entry.is_published or may_publish(user)


def steps_for(entry: Publishable, user) -> list[Step]:
    """Return the steps `user` may take with `entry` now."""
    return [step for step in STEPS if entry.publication in step.before and _may(user, entry, step)]


def move(entry: Publishable, *, to: str, by, reason: str = "") -> None:
    """Bring `entry` into the state `to`, whatever it looked like when it was read; `entry` is brought up to date.

    Raises NoSuchStep, MayNot, ReasonMissing or Incomplete.
    """
    with _changing(entry, by) as row:
        step = _step(row, to)
        if not _may(by, row, step):
            raise MayNot(f"You may not do that with {row}.")
        if step.needs_reason and not reason.strip():
            raise ReasonMissing("Say why, so that whoever wrote it knows what to change.")
        if step.to == PUBLISHED and (lacking := missing(row)):
            raise Incomplete(lacking)
        _put(row, step, by=by, words=f"{step.done}. {reason.strip()}".strip() if reason.strip() else step.done)


def schedule(entry: Publishable, *, at: datetime.datetime, by) -> None:
    """Have `entry` published by itself `at` that time, instead of any other it had.

    Raises NoSuchStep when it is published or archived, NotInTheFuture, MayNot or Incomplete.
    """
    with _changing(entry, by) as row:
        if row.publication not in NOT_PUBLIC_YET:
            raise NoSuchStep(f"It is {row.get_publication_display().lower()}: only what is not public yet can wait.")
        if not _may(by, row, STEP_NAMED["publish"]):
            raise MayNot(f"You may not publish {row}.")
        if at <= timezone.now():
            raise NotInTheFuture("That time has passed. Enter one to come, or publish it now.")
        if lacking := missing(row):
            raise Incomplete(lacking)
        _plan(row, at, by=by, words=f"To be published on {in_words(at)}", action=AuditAction.SCHEDULED)


def unschedule(entry: Publishable, *, by) -> None:
    """Let `entry` not be published by itself after all. Raises MayNot, or NoSuchStep when nobody planned it."""
    with _changing(entry, by) as row:
        if row.publish_at is None:
            raise NoSuchStep("It is not planned to be published.")
        if not _may(by, row, STEP_NAMED["publish"]):
            raise MayNot(f"You may not publish {row}.")
        _plan(row, None, by=by, words="Not to be published by itself any more", action=AuditAction.UNSCHEDULED)


def publish_due(now: datetime.datetime) -> int:
    """Publish what was planned for a time up to `now` and return how many that were.

    What has become incomplete meanwhile is not published; its versions say why. Several may do this at once.
    """
    return sum(_publish_if_due(model, pk, now) for model in NEEDS for pk in list(_due(model, now)))


def in_words(at: datetime.datetime) -> str:
    """Return a time as staff read it: "3 May 2026, 09:00", in England."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M}"


def in_a_row(words: Iterable[str]) -> str:
    """Return "a name", "a name and a place" or "a name, a place and a Bridge Organisation"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def called(entry: Model) -> str:
    """Return how the audit log calls an entry: "partnership 12 leeds33"."""
    return f"{entry._meta.verbose_name} {entry.pk} {getattr(entry, 'slug', '')}".strip()


def _due(model, now) -> QuerySet:
    return model._default_manager.due_to_be_published(now).order_by("publish_at").values_list("pk", flat=True)


def _publish_if_due(model, pk: int, now) -> int:
    with transaction.atomic():
        row = model._default_manager.select_for_update().due_to_be_published(now).filter(pk=pk).first()
        if row is None:
            return 0
        if lacking := missing(row):
            words = f"Not published when it was planned: it lacks {in_a_row(lacking)}"
            _plan(row, None, by=None, words=words, action=AuditAction.UNSCHEDULED)
            return 0
        _put(row, STEP_NAMED["publish"], by=None, words=f"Published as planned for {in_words(row.publish_at)}")
        return 1


def _step(row, to) -> Step:
    for step in STEPS:
        if row.publication in step.before and step.to == to:
            return step
    is_so = row.get_publication_display().lower()
    raise NoSuchStep(f"It is {is_so} now, so that cannot be done with it. Somebody may have changed it meanwhile.")


def _may(user, entry, step: Step) -> bool:
    if step.needs_publisher:
        return may_publish(user)
    return user.has_perm(f"{entry._meta.app_label}.change_{entry._meta.model_name}")


@contextmanager
def _changing(entry: Publishable, by):
    """Give the row of `entry`, locked, in a transaction; afterwards `entry` is as the row is."""
    with transaction.atomic():
        rows = type(entry)._default_manager.select_for_update()
        row = rows.filter(pk__in=rows.model._default_manager.editable_by(by).values("pk"), pk=entry.pk).first()
        if row is None:
            raise MayNot("There is no such entry among yours.")
        yield row
    for name in FIELDS:
        field = row._meta.get_field(name)
        setattr(entry, field.attname, getattr(row, field.attname))


def _put(row: Publishable, step: Step, *, by, words: str) -> None:
    row.publication, row.publish_at = step.to, None
    row.publication_changed_at, row.publication_changed_by = timezone.now(), by
    _save(row, by=by, words=words, action=step.action)


def _plan(row: Publishable, at, *, by, words: str, action: AuditAction) -> None:
    row.publish_at = at
    _save(row, by=by, words=words, action=action)


def _save(row: Publishable, *, by, words: str, action: AuditAction) -> None:
    with revising(by=by, kind=RevisionKind.PUBLICATION, reason=words), text_index.following(row):
        row.save(update_fields=FIELDS)
        audit.record(action, by=by, about=called(row))
