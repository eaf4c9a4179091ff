"""The same facts of several entries changed at once: what each would be, doing it as one act, and what it touched."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from partnerships import audit, versions
from partnerships.curation import entry_warnings
from partnerships.dates.partial_dates import in_words
from partnerships.models import Partnership, Revision
from partnerships.models.versions import revising
from partnerships.publishing import at_once
from partnerships.search import text_index
from partnerships.text.sentences import listed
from partnerships.versions.kinds import version_rows
from partnerships.vocabulary import AuditAction, PublicationState, RevisionKind

# What may be changed of several at once, with its label. A stage goes with its date and source.
LABELS = {
    "stage": "Stage",
    "stage_as_of": "Stage as of",
    "stage_date_said": "As the source dates it",
    "stage_source": "Source of the stage",
    "stage_confidence": "How sure the stage is",
    "ended": "Closed",
    "takes_new_members": "Takes new members",
    "bridge": "Bridge Organisation",
}
DATES = {"stage_as_of", "ended"}
_CHANGED = "It has changed since you looked at it. Choose it again."
_CLOSED_FIRST = "It began in {}, so it cannot have closed before that. Change it on its own page."
_YES_OR_NO = {True: "Yes", False: "No", None: "Not known"}


@dataclass(frozen=True)
class PlannedEdit:
    """What would become of `entry`: rows of label, value before and after, in words, and what looks wrong then.

    `refusal` says why it is left as it is, if it is.
    """

    entry: Partnership
    changes: list[tuple[str, str, str]]
    warnings: list[str]
    refusal: str = ""

    @property
    def is_possible(self) -> bool:
        return bool(self.changes) and not self.refusal


def plan(*, keys: Collection[int], values: Mapping[str, Any], seen: int, by: User) -> list[PlannedEdit]:
    """Return what giving the `values`, by field, to the entries of `by` with these `keys` would do, by name.

    `seen` is the key of the newest revision when they were shown: what changed since is left.
    """
    own = Partnership.objects.editable_by(by).filter(pk__in=keys)
    entries = own.select_related("bridge").prefetch_related("authorities__bridge").order_by("name")
    changed = versions.changed_since(Partnership, keys, seen)
    return [_planned(entry, values, by, is_stale=entry.pk in changed) for entry in entries]


def refused(keys: Collection[int], by: User) -> list[tuple[Partnership, str]]:
    """Return which of the entries of `by` with these `keys` stay as they are in any case, each with why."""
    own = Partnership.objects.editable_by(by).filter(pk__in=keys).select_related("bridge").order_by("name")
    return [(entry, reason) for entry in own if (reason := _why_not(entry, {}, by))]


def carry_out(*, keys: Collection[int], values: Mapping[str, Any], seen: int, by: User) -> Revision | None:
    """Do what plan() says, as one act that can be undone, and return its revision; None when there was nothing."""
    with transaction.atomic(), revising(by=by, kind=RevisionKind.TOGETHER, reason=_reason(values)) as revision:
        # Nobody saves one of them between the look at it and the saving.
        list(Partnership.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))
        planned = [each for each in plan(keys=keys, values=values, seen=seen, by=by) if each.is_possible]
        entries = [each.entry for each in planned]
        with text_index.following(*entries):
            for entry in entries:
                entry.save(update_fields=[*values])
        if entries:
            fields = {"fields": [*values], "entries": [entry.pk for entry in entries]}
            audit.record(AuditAction.CHANGED_TOGETHER, by=by, about=_counted(entries), details=fields)
    return revision.written


def touched_by(revision: Revision, by: User) -> list[Partnership]:
    """Return the entries of `by` that `revision` changed, by name."""
    keys = version_rows(Partnership).filter(revision=revision).order_by().values("id")
    return list(Partnership.objects.editable_by(by).filter(pk__in=keys).order_by("name"))


def _planned(entry: Partnership, values: Mapping[str, Any], by: User, *, is_stale: bool) -> PlannedEdit:
    """Return the plan for `entry`, which has the `values` afterwards, but is not saved."""
    before = {name: _in_words(entry, name) for name in values}
    if refusal := _CHANGED if is_stale else _why_not(entry, values, by):
        return PlannedEdit(entry, [], [], refusal)
    for name, value in values.items():
        setattr(entry, name, value)
    after = {name: _in_words(entry, name) for name in values}
    changes = [(LABELS[name], before[name], after[name]) for name in values if before[name] != after[name]]
    edited = entry_warnings.EditedEntry(entry, list(entry.authorities.all()), Partnership.objects.none())
    changed = {"stage", "stage_as_of", "ended", "bridge"} & values.keys()
    return PlannedEdit(entry, changes, [each.sentence for each in entry_warnings.of_entry(edited, changed=changed)])


def _why_not(entry: Partnership, values: Mapping[str, Any], by: User) -> str:
    if values.get("ended") and values["ended"] < entry.established:
        return _CLOSED_FIRST.format(in_words(entry.established))
    if entry.publication == PublicationState.ARCHIVED:
        return "It is archived."
    return at_once.refusal(entry) if at_once.must_ask(by, entry) else ""


def _in_words(entry: Partnership, name: str) -> str:
    value = getattr(entry, name)
    if name in DATES:
        return in_words(value) or "Not known"
    if name == "takes_new_members":
        return _YES_OR_NO[value]
    shown = getattr(entry, f"get_{name}_display", lambda: value)()
    return str(shown) if shown else "Not known"


def _counted(entries: list[Partnership]) -> str:
    return f"{len(entries)} partnership{'' if len(entries) == 1 else 's'}"


def _reason(values: Mapping[str, Any]) -> str:
    return f"{listed(LABELS[name] for name in values)} of several entries at once"
