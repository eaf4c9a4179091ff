"""What staff fill in to change the state of an entry."""

from django import forms
from django.utils import timezone

from partnerships.models.publishable import Publishable
from partnerships.publishing import workflow
from partnerships.publishing.workflow import STEP_NAMED, PublicationError, Step

MAX_REASON_LENGTH = 200
SCHEDULE, UNSCHEDULE = "schedule", "unschedule"


class PublicationForm(forms.Form):
    """A change of the state of `entry` by `by`, asked for once more: `title`, what it means, and its `button`."""

    use_required_attribute = False
    makes_public = False

    def __init__(self, data=None, *, entry: Publishable, by):
        super().__init__(data)
        self.entry, self.by = entry, by

    def carry_out(self) -> bool:
        """Do it; False, with an error of the form, when it is refused. The form must be valid."""
        try:
            self.rule()
        except PublicationError as refused:
            self.add_error(None, str(refused))
            return False
        return True

    def rule(self) -> None:
        """Call the rule."""
        raise NotImplementedError


class WorkflowStepForm(PublicationForm):
    """A step of publication."""

    step: Step

    @property
    def title(self) -> str:
        """What is asked."""
        return self.step.label

    button = title

    @property
    def makes_public(self) -> bool:
        """Whether the public sees the entry afterwards."""
        return self.step.to == workflow.PUBLISHED

    @property
    def meaning(self) -> str:
        """What it does."""
        return self.step.meaning

    @property
    def done(self) -> str:
        """What was done."""
        return self.step.done

    def rule(self) -> None:
        """Take the step."""
        workflow.move(self.entry, to=self.step.to, by=self.by, reason=self.cleaned_data.get("reason", ""))


class ReasonedStepForm(WorkflowStepForm):
    """A step that says why."""

    reason = forms.CharField(
        label="What has to be changed",
        help_text="Staff and coordinators who work on the entry can read this.",
        max_length=MAX_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what has to be changed"},
    )


class ScheduleForm(PublicationForm):
    """A time at which the entry shall be published by itself."""

    title, button, makes_public = "Schedule", "Schedule", True
    meaning = "It becomes public by itself, within a minute of that time, if it is complete then."

    at = forms.DateTimeField(
        label="Day and time",
        help_text="As clocks in England show it.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": "Enter a day and a time",
            "invalid": "Enter a day and a time, such as 3/5/2027 9:00",
        },
    )

    @property
    def done(self) -> str:
        """What was done."""
        return f"To be published on {workflow.in_words(self.cleaned_data['at'])}"

    def rule(self) -> None:
        """Plan it."""
        workflow.schedule(self.entry, at=self.cleaned_data["at"], by=self.by)


class UnscheduleForm(PublicationForm):
    """No time any more."""

    title, button = "Do not publish by itself", "Do not publish by itself"
    meaning = "It stays as it is until somebody publishes it."
    done = "It will not be published by itself"

    def rule(self) -> None:
        """Take back the plan."""
        workflow.unschedule(self.entry, by=self.by)


def form_for(name: str) -> type[PublicationForm]:
    """Return the form for a step, or for a plan. Raises KeyError when there is no such."""
    if name in {SCHEDULE, UNSCHEDULE}:
        return {SCHEDULE: ScheduleForm, UNSCHEDULE: UnscheduleForm}[name]
    step = STEP_NAMED[name]
    base = ReasonedStepForm if step.needs_reason else WorkflowStepForm
    return type("StepForm", (base,), {"step": step})


def needs_a_page(name: str) -> bool:
    """Return whether it is asked once more before it is done: what hides something, and what must be filled in."""
    return name == SCHEDULE or (name in STEP_NAMED and (STEP_NAMED[name].hides or STEP_NAMED[name].needs_reason))


def names_for(entry: Publishable, user) -> list[str]:
    """Return the names of the steps and plans `user` may take with `entry` now."""
    names = [step.name for step in workflow.steps_for(entry, user)]
    if "publish" in names:
        names.insert(names.index("publish") + 1, SCHEDULE)
        names += [UNSCHEDULE] if entry.publish_at and entry.publish_at > timezone.now() else []
    return names
