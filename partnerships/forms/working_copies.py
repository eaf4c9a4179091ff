"""Working copies as forms: what a copy keeps of a form that was sent, that form again, and the steps a copy takes.

What versions leave out, a copy does not keep either, such as an address of a person: the entry's own stands there.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import FileField as FileColumn
from django.db.models import Model
from django.forms import Field
from django.http import QueryDict
from django.utils.text import capfirst

from partnerships.files import documents, pictures
from partnerships.forms.copy_conflicts import rows_in, value_in
from partnerships.forms.edit_conflicts import is_kept, send, token, value_now
from partnerships.forms.workflow import PublicationForm, ReasonedStepForm, ScheduleForm
from partnerships.models import WorkingCopy
from partnerships.models.working_copies import HELD
from partnerships.publishing import working_copies
from partnerships.publishing.workflow import as_text
from partnerships.vocabulary.working_copies import CopyState

# What a form carries beside its fields, but for the names that begin with an underscore.
Values = Mapping[str, list[str]]
_NOT_CONTENT = {"csrfmiddlewaretoken", "seen", "edition"}


def content_of(
    data: QueryDict, entry: Model, fields: Iterable[str], saved: Iterable[forms.ModelForm]
) -> dict[str, Any]:
    """Return what a copy of `entry` keeps of the `data` of a form with `fields`, after a try to save its forms."""
    kept = [name for name in fields if is_kept(entry, name)]
    left_out = _NOT_CONTENT | set(fields).difference(kept)
    values = {
        # Both databases hold JSON, and one of them no null characters.
        name: [value.replace("\0", "") for value in sent]
        for name, sent in data.lists()
        if name not in left_out and not name.startswith("_") and not name.endswith(HELD)
    }
    values |= {f"{form.add_prefix(name)}{HELD}": [file] for form in saved for name, file in _files_of(form)}
    return {"fields": kept, "data": values}


def _files_of(form: forms.ModelForm) -> Iterable[tuple[str, str]]:
    """Yield the files that were chosen in `form`, by the names of its fields, as they are kept."""
    for column in form._meta.model._meta.concrete_fields:
        if isinstance(column, FileColumn) and column.name in form.changed_data and form.cleaned_data.get(column.name):
            yield column.name, getattr(form.instance, column.name).name


def lost_in(data: QueryDict, entry: Model, fields: dict[str, Field]) -> list[str]:
    """Return the labels of the fields that somebody changed and that no copy keeps."""
    lost = []
    for name, field in fields.items():
        if not is_kept(entry, name) and not isinstance(field, forms.FileField):
            sent = field.widget.value_from_datadict(data, {}, name)
            if field.has_changed(value_now(entry, name), sent):
                lost.append(str(field.label or name))
    return lost


def form_data(copy: WorkingCopy, entry: Model, fields: dict[str, Field], prefixes: Iterable[str]) -> QueryDict:
    """Return what the form of `entry` sends when it says what `copy` does.

    `fields` and the `prefixes` of its inline forms are those of whoever has it before them: what the copy was written
    without is as it is in the entry.
    """
    data = QueryDict(mutable=True)
    for name, values in copy.content["data"].items():
        data.setlist(name, [_token_of(values[0])] if name.endswith(HELD) else values)
    for name in fields.keys() - set(copy.content["fields"]):
        if not isinstance(fields[name], forms.FileField):
            send(data, name, fields[name], value_now(entry, name))
    for prefix in prefixes:
        for part in ("TOTAL", "INITIAL"):
            data.setdefault(f"{prefix}-{part}_FORMS", "0")
    data["seen"] = token(entry, fields, copy.began_from)
    return data


def _token_of(file: str) -> str:
    return documents.HELD.token(file) if file.startswith(documents.FOLDER) else pictures.stash(file)


class CopyForm(PublicationForm):
    """A step of the working copy of `entry` by `by`."""

    done: str

    def rule(self) -> str:
        self.take()
        return self.done

    def take(self) -> None:
        """Call the rule of publishing/working_copies.py. Raises PublicationError."""
        raise NotImplementedError


class LookedAtForm(CopyForm):
    """A step with the `edition` of the copy that was looked at."""

    edition = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Open the working copy again, and publish it from there"),
    )


class HandInCopyForm(CopyForm):
    title, done = "Hand in for review", "Handed in for review"
    meaning = "Staff who may publish are told by mail, and look at it. The public does not see it yet."

    def take(self) -> None:
        working_copies.hand_in(self.entry, by=self.by)


class PublishCopyForm(LookedAtForm):
    title, done = "Publish the working copy", "The working copy is published"
    meaning = "The public sees it at once, in place of what it sees now."
    makes_public = True

    def take(self) -> None:
        working_copies.publish(self.entry, edition=self.cleaned_data["edition"], by=self.by)


class ScheduleCopyForm(ScheduleForm):
    title = "Schedule the working copy"
    meaning = "It takes the place of what the public sees by itself, within a minute of that time."
    edition = LookedAtForm.base_fields["edition"]

    def rule(self) -> str:
        at, edition = self.cleaned_data["at"], self.cleaned_data["edition"]
        working_copies.schedule(self.entry, at=at, edition=edition, by=self.by)
        return f"The working copy is to be published on {as_text(at)}"


class UnscheduleCopyForm(CopyForm):
    title, done = "Do not publish by itself", "It will not be published by itself"
    meaning = "The working copy stays as it is until somebody publishes it."

    def take(self) -> None:
        working_copies.unschedule(self.entry, by=self.by)


class ReturnCopyForm(CopyForm):
    title, done = "Return to who wrote it", "Returned to who wrote it"
    meaning = "They are told your reason by mail, can change the working copy and hand it in again."
    reason = ReasonedStepForm.base_fields["reason"]

    def take(self) -> None:
        working_copies.give_back(self.entry, reason=self.cleaned_data["reason"], by=self.by)


class TakeBackCopyForm(CopyForm):
    title, done = "Take it back", "Taken back"
    meaning = "It is being written again. Hand it in once it is ready."

    def take(self) -> None:
        working_copies.give_back(self.entry, reason="", by=self.by)


class DiscardCopyForm(CopyForm):
    title, done = "Discard the working copy", "The working copy is discarded"
    meaning = "What it says is gone for good. The entry stays as the public sees it."

    def take(self) -> None:
        working_copies.discard(self.entry, by=self.by)


STEPS: dict[str, type[PublicationForm]] = {
    "hand-in": HandInCopyForm,
    "publish": PublishCopyForm,
    "schedule": ScheduleCopyForm,
    "unschedule": UnscheduleCopyForm,
    "return": ReturnCopyForm,
    "take-back": TakeBackCopyForm,
    "discard": DiscardCopyForm,
}


# What is only asked about the edition that was looked at.
OF_AN_EDITION = ("publish", "schedule")


def changed_since_handed_in(copy: WorkingCopy, fields: dict[str, Field], parts: dict[str, str]) -> list[str]:
    """Return the labels of what somebody has changed in `copy` since it was handed in.

    `fields` are those of its form and `parts` the labels of its inline forms, by their prefixes.
    """
    if copy.state != CopyState.IN_REVIEW or copy.handed_in is None:
        return []
    return differing(copy.handed_in["data"], copy.content["data"], fields, parts)


def is_changed(
    copy: WorkingCopy | None, opened: Values, now: Values, fields: dict[str, Field], prefixes: Iterable[str]
) -> bool:
    """Return whether a form that shows `opened` of a `copy`, if there is one, says otherwise in what it sends `now`."""
    held = {name: each for name, each in copy.content["data"].items() if name.endswith(HELD)} if copy else {}
    before = {name: each for name, each in opened.items() if not name.endswith(HELD)} | held
    return bool(differing(before, now, fields, {prefix: prefix for prefix in prefixes}))


def differing(before: Values, now: Values, fields: dict[str, Field], parts: dict[str, str]) -> list[str]:
    """Return the labels of the `fields` and `parts` of which two editions of a form say something else."""
    changed = [
        str(capfirst(field.label or name))
        for name, field in fields.items()
        if value_in(field, name, before) != value_in(field, name, now)
        or before.get(name + HELD) != now.get(name + HELD)
    ]
    return changed + [label for prefix, label in parts.items() if rows_in(prefix, before) != rows_in(prefix, now)]


def steps_for(copy: WorkingCopy, entry: Model, user: User) -> list[str]:
    """Return the names of the steps that `user` may take with `copy` now."""
    may_publish = working_copies.may_publish(user)
    is_possible = {
        "hand-in": copy.state == CopyState.DRAFT,
        "publish": not (refused := working_copies.why_not(user, entry, copy)),
        "schedule": not refused,
        "unschedule": copy.publish_at is not None and may_publish,
        "return": copy.state == CopyState.IN_REVIEW and may_publish and not copy.is_own_of(user),
        "take-back": copy.state == CopyState.IN_REVIEW and copy.is_own_of(user),
        "discard": working_copies.may_discard(user, copy),
    }
    return [name for name in STEPS if is_possible[name]]
