"""What staff fill in to do something with an enquiry: one form for each action of enquiries.desk."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict

from partnerships.enquiries import desk as enquiry_desk
from partnerships.enquiries import desks
from partnerships.enquiries.partnership_replies import Reply
from partnerships.forms.base import LineField, LinesField, ProblemListForm, SelectField
from partnerships.models import BridgeOrganisation, Enquiry, Partnership
from partnerships.text.sentences import name_of
from partnerships.vocabulary import NATIONAL_DESK, NOT_CHOSEN, EnquiryOutcome, EnquiryTopic

MAX_REPLY_LENGTH = 10_000
OUTCOMES = [(outcome.value, outcome.label) for outcome in EnquiryOutcome if outcome not in NOT_CHOSEN]


class PersonField(forms.ModelChoiceField):
    """A choice of colleagues by the names they go by."""

    def label_from_instance(self, obj: User) -> str:
        return name_of(obj)


class ReasonField(LineField):
    """Why something is done, on one line."""

    def __init__(self, label: str, *, required: str = "", help_text: str = "") -> None:
        """`required` is the error without a reason, "" where none is needed."""
        super().__init__(label=label, help_text=help_text, max_length=200, required=bool(required))
        self.error_messages |= {"required": required, "max_length": "The reason must be 200 characters or fewer"}


class EnquiryActionForm(ProblemListForm):
    """An action `by` takes on `enquiry`: `action` is what is done, with the values of the fields.

    `action_name` stands in addresses and on the page. `seen` is the latest event on the page the person had before
    them, so that two colleagues do not answer twice. The field `words` is the action's `text`.
    """

    action: Callable[..., Any]
    action_name = title = button_label = success_message = ""
    # Whether its form is open from the beginning, as the one most often used.
    is_usual = False
    # Whether it is refused when something has happened since the page was opened.
    is_refused_after_changes = True

    moved_meanwhile = False

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, enquiry: Enquiry, by: User, auto_id: str | None = None
    ) -> None:
        super().__init__(data, initial={"topic": enquiry.topic}, auto_id=auto_id or f"id_{self.action_name}_%s")
        self.enquiry, self.by = enquiry, by
        self.element_ids = {NON_FIELD_ERRORS: f"{self.action_name}-form"}

    @property
    def url_name(self) -> str:
        return f"admin:partnerships_enquiry_{self.action_name}"

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names of the action's parameters."""
        cleaned = self.cleaned_data
        # Forms that are open in a browser send "words", as they did before the parameter was called "text".
        return {"text" if name == "words" else name: cleaned[name] for name in cleaned if name != "seen"}

    def carry_out(self) -> Any:
        """Do it and return what `action` does; None, with an error of the form, if it is refused. It must be valid."""
        seen = self.cleaned_data["seen"] if self.is_refused_after_changes else None
        try:
            return self.action(enquiry=self.enquiry, by=self.by, seen=seen, **self.values())
        except enquiry_desk.DeskRefusal as refusal:
            self.moved_meanwhile = isinstance(refusal, enquiry_desk.MovedMeanwhile)
            self.add_error(None, refusal.message)
            return None

    def clean_seen(self) -> int:
        """Return the key of the event; for nonsense 0, which is the key of none, so that the page is shown again."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isascii() and seen.isdigit() else 0


class AssignForm(EnquiryActionForm):
    action = enquiry_desk.assign
    action_name, title, button_label = "assign", "Who looks after it", "Assign"
    success_message = "Assigned."
    to = PersonField(
        None,
        label="Colleague",
        required=False,
        empty_label="Nobody yet",
        error_messages={"invalid_choice": "Select somebody who answers for this desk"},
    )

    def __init__(self, data: QueryDict | None = None, *, enquiry: Enquiry, by: User) -> None:
        super().__init__(data, enquiry=enquiry, by=by)
        # All that `fields` says of its values is that they are fields.
        cast(PersonField, self.fields["to"]).queryset = enquiry_desk.can_be_given_to(enquiry, by)
        self.initial["to"] = enquiry.assigned_to_id


class ReplyForm(EnquiryActionForm):
    action = enquiry_desk.reply
    action_name, title, button_label = "reply", "Reply", "Send the reply"
    is_usual = True
    success_message = "Your reply is on its way, and is kept in the timeline."
    words = LinesField(
        label="Your reply",
        help_text="It is sent by e-mail, with the reference and your name. Answers come back by e-mail too.",
        most=MAX_REPLY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter your reply"},
    )
    outcome = forms.ChoiceField(
        label="Then",
        required=False,
        choices=[
            ("", "Leave it under Answered"),
            *((value, f"Close it: {label}") for value, label in OUTCOMES),
        ],
        error_messages={"invalid_choice": "Select what to do then"},
    )


class NoteForm(EnquiryActionForm):
    action = enquiry_desk.note
    action_name, title, button_label = "note", "Note for colleagues", "Keep the note"
    success_message = "The note is kept."
    # A note changes nothing that somebody else could have changed as well.
    is_refused_after_changes = False
    words = LinesField(
        label="Note",
        help_text="Only staff of this desk see it.",
        most=MAX_REPLY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter a note"},
    )


class TopicForm(EnquiryActionForm):
    action = enquiry_desk.change_topic
    action_name, title, button_label = "change_topic", "Change the topic", "Change the topic"
    success_message = "The topic is changed."
    topic = SelectField("Topic", EnquiryTopic, "Select a topic")


class PassOnForm(EnquiryActionForm):
    action = enquiry_desk.pass_on
    action_name, title, button_label = "pass_on", "Pass it on", "Pass it on"
    success_message = "Passed on. They are told by e-mail."
    to = SelectField("To", (), "Select who should have it")
    reason = ReasonField(
        "Reason", required="Enter why you pass it on", help_text="They read it, and it is kept in the timeline."
    )

    def __init__(self, data: QueryDict | None = None, *, enquiry: Enquiry, by: User) -> None:
        super().__init__(data, enquiry=enquiry, by=by)
        self.recipients: dict[str, tuple[str, BridgeOrganisation | Partnership | None]] = {}
        if enquiry.partnership and enquiry.partnership.takes_enquiries:
            label = f"{enquiry.partnership.name} (the partnership’s own contact)"
            self.recipients["partnership"] = (label, enquiry.partnership)
        if enquiry.desk_id:
            self.recipients["national"] = ("The national desk", None)
        read = desks.those_read()
        for bridge in BridgeOrganisation.objects.exclude(pk=enquiry.desk_id or 0):
            instead = "" if bridge.pk in read else " (nobody reads enquiries there: the national desk is told)"
            self.recipients[str(bridge.pk)] = (f"{bridge.name}{instead}", bridge)
        choices = [("", "Select"), *((key, label) for key, (label, _) in self.recipients.items())]
        cast(forms.ChoiceField, self.fields["to"]).choices = choices

    def values(self) -> dict[str, Any]:
        """Return the desk or partnership itself, and the reason."""
        _, recipient = self.recipients[self.cleaned_data["to"]]
        return super().values() | {"to": recipient}

    def carry_out(self) -> Any:
        """Pass it on, and say whose mail tells of it where the desk has nobody."""
        changed = super().carry_out()
        if changed and changed.desk and changed.recipient_name == NATIONAL_DESK:
            told = "the national desk is told by e-mail"
            self.success_message = f"Passed on. Nobody reads the enquiries of {changed.desk} here, so {told}."
        return changed


class CloseForm(EnquiryActionForm):
    action = enquiry_desk.close
    action_name, title, button_label = "close", "Close it", "Close"
    success_message = "Closed."
    outcome = SelectField("How it ended", [("", "Select"), *OUTCOMES], "Select how it ended")


class ReopenForm(EnquiryActionForm):
    action = enquiry_desk.reopen
    action_name, title, button_label = "reopen", "Open it again", "Open it again"
    success_message = "Open again."
    words = ReasonField("Reason (optional)")


class ReleaseForm(EnquiryActionForm):
    action = enquiry_desk.release
    action_name, title, button_label = "release", "It is genuine", "Release it"
    is_usual = True
    success_message = "Released. The enquirer and whoever answers are told by e-mail."


class HoldBackForm(EnquiryActionForm):
    action = enquiry_desk.hold_back
    action_name, title, button_label = "hold_back", "Hold it back as spam", "Hold it back"
    success_message = "Held back with the suspected spam."
    reason = ReasonField("Why you think it is spam", required="Enter why you think it is spam")


# In the order they stand on the page.
ENQUIRY_ACTIONS: dict[str, type[EnquiryActionForm]] = {
    form.action_name: form
    for form in (
        *(ReleaseForm, ReplyForm, AssignForm, NoteForm),
        *(PassOnForm, TopicForm, CloseForm, ReopenForm, HoldBackForm),
    )
}


class PartnershipReplyForm(forms.Form):
    """Which of the two buttons a partnership's contact pressed."""

    statement = SelectField("", Reply, "Press one of the two buttons")
