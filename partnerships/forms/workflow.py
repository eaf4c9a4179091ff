"""The forms by which staff change the publication state of an entry."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone

from partnerships.forms.base import LineField
from partnerships.forms.moments import MomentField
from partnerships.models.publishable import Publishable
from partnerships.publishing import second_person, workflow
from partnerships.publishing.steps import PUBLISHED, STEP_NAMED, STEPS, Step
from partnerships.publishing.workflow import PublicationError

SCHEDULE, UNSCHEDULE = "schedule", "unschedule"
# What only somebody else does where the Bridge Organisation wants a second person.
MAKE_PUBLIC = {SCHEDULE, *(step.name for step in STEPS if step.to == PUBLISHED)}


class PublicationForm(forms.Form):
    """A change of the state of `entry` by `by`, on a page that asks for confirmation.

    `title` names the change, `meaning` explains it, and `makes_public` says whether the public sees the entry
    afterwards.
    """

    use_required_attribute = False
    title: str
    meaning: str
    makes_public = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, entry: Publishable, by: User) -> None:
        super().__init__(data)
        self.entry, self.by = entry, by

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of its field, "" where it is about the step."""
        of_step = [(str(error), "") for error in self.non_field_errors()]
        errors = [(name, messages[0]) for name, messages in self.errors.items() if name != "__all__"]
        return of_step + [(str(message), self[name].id_for_label) for name, message in errors]

    def carry_out(self) -> str:
        """Make the change and return what was done; "", with an error of the form, when it is refused.

        The form must be valid.
        """
        try:
            return self.rule()
        except PublicationError as refusal:
            self.add_error(None, str(refusal))
            return ""

    def rule(self) -> str:
        """Call the rule of publishing/workflow.py that makes the change. Raises PublicationError."""
        raise NotImplementedError


class WorkflowStepForm(PublicationForm):
    """A step of the workflow: `form_for` makes a subclass for each."""

    step: Step

    def rule(self) -> str:
        workflow.move(self.entry, to=self.step.to, by=self.by, reason=self.cleaned_data.get("reason", ""))
        return self.step.done


class ReasonedStepForm(WorkflowStepForm):
    """A step that needs a reason."""

    reason = LineField(
        label="What has to be changed",
        help_text="Staff and coordinators who work on the entry can read this.",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what has to be changed"},
    )


class ScheduleForm(PublicationForm):
    title, makes_public = "Schedule", True
    meaning = "It becomes public by itself, within a minute of that time, if it is complete then."

    at = MomentField(
        label="Day and time",
        error_messages={
            "required": "Enter a day and a time",
            "invalid": "Enter a day and a time, such as 3/5/2027 9:00",
        },
    )

    def rule(self) -> str:
        at = self.cleaned_data["at"]
        workflow.schedule(self.entry, at=at, by=self.by)
        return f"To be published on {workflow.as_text(at)}"


class UnscheduleForm(PublicationForm):
    title = "Do not publish by itself"
    meaning = "It stays as it is until somebody publishes it."

    def rule(self) -> str:
        workflow.unschedule(self.entry, by=self.by)
        return "It will not be published by itself"


PLANS: dict[str, type[PublicationForm]] = {SCHEDULE: ScheduleForm, UNSCHEDULE: UnscheduleForm}


def form_for(name: str) -> type[PublicationForm]:
    """Return the form of the step or plan called `name`. Raises KeyError when there is none of that name."""
    if name in PLANS:
        return PLANS[name]
    step = STEP_NAMED[name]
    base = ReasonedStepForm if step.needs_reason else WorkflowStepForm
    said = {"title": step.label, "meaning": step.meaning, "makes_public": step.to == PUBLISHED}
    return type("StepForm", (base,), {"step": step} | said)


def needs_confirmation(name: str) -> bool:
    """Return whether a page asks before it is done: when it hides something, or something must be filled in."""
    return name == SCHEDULE or (name in STEP_NAMED and (STEP_NAMED[name].hides or STEP_NAMED[name].needs_reason))


def names_for(entry: Publishable, user: User) -> list[str]:
    """Return the names of the steps and plans `user` may take with `entry` now."""
    names = [step.name for step in workflow.steps_for(entry, user)]
    if "publish" in names:
        names.insert(names.index("publish") + 1, SCHEDULE)
        names += [UNSCHEDULE] if entry.publish_at and entry.publish_at > timezone.now() else []
    return [name for name in names if name not in MAKE_PUBLIC] if why_not_publish(entry, user) else names


def why_not_publish(entry: Publishable, user: User) -> str:
    """Return in sentences why `user`, who may publish, does not publish `entry` themselves; "" when they may."""
    is_asked = not entry.is_published and workflow.may_publish(user)
    return second_person.why_not(user, entry) if is_asked else ""
