"""Staff say of entries that they looked at them and all is true: at one press, one or many."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from partnerships import audit, versions
from partnerships.models import Partnership, Revision
from partnerships.models.versions import revising
from partnerships.text.sentences import listed
from partnerships.vocabulary import CHECK_EVERY_MONTHS, NATIONAL_DESK, AuditAction, PublicationState, RevisionKind

_CHANGED = "It has changed since you opened this page. Look at it again."
# What marking an entry writes: nothing that it is found by, and no word or source of what it says.
_WRITTEN = ("checked_on", "checked_by")


@dataclass(frozen=True)
class Checked:
    """What came of it: the entries that are `done`, those that are `left`, each with why, and the revision, if any."""

    done: list[Partnership]
    left: list[tuple[Partnership, str]]
    revision: Revision | None


def why_not(entry: Partnership) -> str:
    """Return in a sentence why nobody can say that all of `entry` is true; "" when somebody can."""
    if entry.publication == PublicationState.ARCHIVED:
        return "It is archived."
    if CHECK_EVERY_MONTHS[entry.stage] is None:
        return f"It is {entry.get_stage_display().lower()}: at that stage nothing is checked."
    return ""


def who_checks(entry: Partnership, by: User, own: list[tuple[int, str]]) -> str:
    """Return as whom `by` checks `entry`: its Bridge Organisation, else the first of their `own`, keys with names."""
    names = [name for key, name in own if key == entry.bridge_id] or [name for _, name in own]
    return names[0] if names else NATIONAL_DESK


def all_true(*, keys: Collection[int], seen: int, by: User) -> Checked:
    """Note of the entries of `by` with these `keys` that all of them is true today, as one revision.

    It is true as it says it, with the dates and sources it has: these stay, also of the stage.

    `seen` is the key of the newest revision when they were shown (versions.newest_key): what changed since is left.
    """
    own = list(by.bridges.order_by("name").values_list("pk", "name"))
    done, left = [], []
    with transaction.atomic(), revising(by=by, kind=RevisionKind.CHECK, reason=_reason(own)) as revision:
        mine = Partnership.objects.filter(pk__in=Partnership.objects.editable_by(by).filter(pk__in=keys).values("pk"))
        entries = list(mine.select_for_update(of=("self",)).order_by("name"))
        changed = versions.changed_since(Partnership, [entry.pk for entry in entries], seen)
        for entry in entries:
            if reason := _CHANGED if entry.pk in changed else why_not(entry):
                left.append((entry, reason))
                continue
            entry.mark_checked(timezone.localdate(), who_checks(entry, by, own), stage_is_so=False)
            entry.save(update_fields=_WRITTEN)
            audit.record(AuditAction.CHECKED, by=by, about=str(entry))
            done.append(entry)
    return Checked(done, left, revision.written)


def _reason(own: list[tuple[int, str]]) -> str:
    return f"All true, says {listed(name for _, name in own) or NATIONAL_DESK}"
