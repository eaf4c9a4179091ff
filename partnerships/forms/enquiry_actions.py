"""What staff fill in to do something with an enquiry: one form for each action of enquiries.desk."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.enquiries import desk as enquiry_desk
from partnerships.enquiries.partnership_replies import Reply
from partnerships.forms.problem_list import ProblemListForm
from partnerships.forms.text_fields import LineField, LinesField
from partnerships.models import BridgeOrganisation, Enquiry, Partnership
from partnerships.text.sentences import name_of
from partnerships.vocabulary import EnquiryOutcome, EnquiryTopic

MAX_REPLY_LENGTH = 10_000
NATIONAL, PARTNERSHIP = "national", "partnership"
REFUSALS: dict[type[enquiry_desk.DeskRefusal], str] = {
    enquiry_desk.AlreadyClosed: "This enquiry is closed. Open it again first",
    enquiry_desk.HeldBack: "This enquiry is held back as suspected spam. Release it first",
    enquiry_desk.StillOpen: "This enquiry is open, so there is nothing to undo",
    enquiry_desk.NothingToSay: "Enter some words",
    enquiry_desk.NotOfThisDesk: "Select somebody who answers for this desk",
    enquiry_desk.AlreadyThere: "It is there already. Select something else",
    enquiry_desk.TakesNoEnquiries: "The partnership takes no enquiries. Select a desk",
    enquiry_desk.NobodyToAnswer: "The personal details have been removed, so there is nobody to write to",
}


def refusal_message(refusal: enquiry_desk.DeskRefusal) -> str:
    """Return why an action was refused, for whoever tried."""
    if not isinstance(refusal, enquiry_desk.MovedMeanwhile):
        return REFUSALS[type(refusal)]
    event = refusal.event
    time = date_format(timezone.localtime(event.at), "H:i")
    return (
        f"Something happened after you opened this page. “{event.get_kind_display()}”, by "
        f"{name_of(event.by)} at {time}: see the timeline. Nothing was done yet, and what you entered is "
        "kept. Send it again if it is still right"
    )


class PersonField(forms.ModelChoiceField):
    """A choice of colleagues by the names they go by."""

    def label_from_instance(self, obj: User) -> str:
        return name_of(obj)


class ReasonField(LineField):
    """Why something is done, on one line."""

    default_error_messages = {"max_length": "The reason must be 200 characters or fewer"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)


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
        super().__init__(data, auto_id=auto_id or f"id_{self.action_name}_%s")
        self.enquiry, self.by = enquiry, by
        self.element_ids = {name: self[name].id_for_label for name in self.fields}
        self.element_ids[NON_FIELD_ERRORS] = f"{self.action_name}-form"

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
            self.add_error(None, refusal_message(refusal))
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
            *((value, f"Close it: {label}") for value, label in EnquiryOutcome.choices),
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
    topic = forms.ChoiceField(
        label="Topic",
        choices=EnquiryTopic,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select a topic"),
    )

    def __init__(self, data: QueryDict | None = None, *, enquiry: Enquiry, by: User) -> None:
        super().__init__(data, enquiry=enquiry, by=by)
        self.initial["topic"] = enquiry.topic


class PassOnForm(EnquiryActionForm):
    action = enquiry_desk.pass_on
    action_name, title, button_label = "pass_on", "Pass it on", "Pass it on"
    success_message = "Passed on. They are told by e-mail."
    to = forms.ChoiceField(
        label="To", error_messages=dict.fromkeys(["required", "invalid_choice"], "Select who should have it")
    )
    reason = ReasonField(
        label="Reason",
        help_text="They read it, and it is kept in the timeline.",
        error_messages={"required": "Enter why you pass it on"},
    )

    def __init__(self, data: QueryDict | None = None, *, enquiry: Enquiry, by: User) -> None:
        super().__init__(data, enquiry=enquiry, by=by)
        partnership = enquiry.partnership
        choices = [("", "Select")]
        if partnership and partnership.takes_enquiries:
            choices.append((PARTNERSHIP, f"{partnership.name} (the partnership’s own contact)"))
        others = BridgeOrganisation.objects.all()
        if enquiry.desk_id:
            choices.append((NATIONAL, "The national desk"))
            others = others.exclude(pk=enquiry.desk_id)
        choices += [(str(bridge.pk), bridge.name) for bridge in others]
        cast(forms.ChoiceField, self.fields["to"]).choices = choices

    def values(self) -> dict[str, Any]:
        """Return the desk or partnership itself, and the reason."""
        to = self.cleaned_data["to"]
        recipient: BridgeOrganisation | Partnership | None
        if to == PARTNERSHIP:
            recipient = self.enquiry.partnership
        else:
            recipient = None if to == NATIONAL else BridgeOrganisation.objects.get(pk=to)
        return {"to": recipient, "reason": self.cleaned_data["reason"]}


class CloseForm(EnquiryActionForm):
    action = enquiry_desk.close
    action_name, title, button_label = "close", "Close it", "Close"
    success_message = "Closed."
    outcome = forms.ChoiceField(
        label="How it ended",
        choices=[("", "Select"), *EnquiryOutcome.choices],
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select how it ended"),
    )


class ReopenForm(EnquiryActionForm):
    action = enquiry_desk.reopen
    action_name, title, button_label = "reopen", "Open it again", "Open it again"
    success_message = "Open again."
    words = ReasonField(label="Reason (optional)", required=False)


class ReleaseForm(EnquiryActionForm):
    action = enquiry_desk.release
    action_name, title, button_label = "release", "It is genuine", "Release it"
    is_usual = True
    success_message = "Released. The enquirer and whoever answers are told by e-mail."


class HoldBackForm(EnquiryActionForm):
    action = enquiry_desk.hold_back
    action_name, title, button_label = "hold_back", "Hold it back as spam", "Hold it back"
    success_message = "Held back with the suspected spam."
    reason = ReasonField(
        label="Why you think it is spam", error_messages={"required": "Enter why you think it is spam"}
    )


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

    statement = forms.ChoiceField(
        choices=Reply, error_messages=dict.fromkeys(["required", "invalid_choice"], "Press one of the two buttons")
    )
