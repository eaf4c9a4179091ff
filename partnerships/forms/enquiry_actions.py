"""What staff fill in to do something with an enquiry: one form for each action of enquiries.desk."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from partnerships.enquiries import desk as enquiry_desk
from partnerships.enquiries import desks
from partnerships.enquiries import mails as enquiry_mails
from partnerships.enquiries import placeholders as known_placeholders
from partnerships.enquiries.partnership_replies import Reply
from partnerships.forms.base import LineField, LinesField, SelectField
from partnerships.forms.enquiry_action_base import MAX_REPLY_LENGTH, EnquiryActionForm
from partnerships.forms.mailed_answers import MailedAnswerForm
from partnerships.models import BridgeOrganisation, Enquiry, Partnership, ReplyTemplate
from partnerships.text.sentences import name_of
from partnerships.vocabulary import NATIONAL_DESK, NOT_CHOSEN, EnquiryOutcome, EnquiryTopic

OUTCOMES = [(outcome.value, outcome.label) for outcome in EnquiryOutcome if outcome not in NOT_CHOSEN]
GONE = "That template is not there any more. Select another"
FILLED_IN = "Nothing is sent yet: the template is put in, and placeholders are filled in. Read it, then send it"


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
    placeholders = known_placeholders.IN_WORDS
    success_message = "Your reply is on its way, and is kept in the timeline."
    template: "forms.ModelChoiceField[ReplyTemplate]" = forms.ModelChoiceField(
        None, label="Template (optional)", required=False, empty_label="None", error_messages={"invalid_choice": GONE}
    )
    words = LinesField(
        label="Your reply",
        help_text="It is sent by e-mail, with the reference and your name. Answers come back by e-mail too.",
        most=MAX_REPLY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
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

    def __init__(self, data: QueryDict | None = None, *, enquiry: Enquiry, by: User) -> None:
        super().__init__(data, enquiry=enquiry, by=by)
        self.templates = ReplyTemplate.objects.offered_for(enquiry)
        cast(forms.ModelChoiceField, self.fields["template"]).queryset = self.templates
        # The mail as it will be sent, once somebody has asked to see it.
        self.preview = ""

    def clean_words(self) -> str:
        """Refuse no words, and placeholders that nothing is known for: they would stand so in the mail."""
        words: str = self.cleaned_data["words"]
        if not words and not self.cleaned_data.get("template"):
            raise forms.ValidationError("Enter your reply")
        if refusal := known_placeholders.refusal_of(words):
            raise forms.ValidationError(refusal)
        return words

    def values(self) -> dict[str, Any]:
        values = super().values()
        return {name: value for name, value in values.items() if name != "template"}

    def carry_out(self) -> Any:
        """Send it; first show it where a template was put in, or placeholders filled in, which nobody has read yet."""
        if self.cleaned_data["template"] or known_placeholders.has_any(self.cleaned_data["words"]):
            self.prepare()
            self.add_error("words", FILLED_IN)
            return None
        return super().carry_out()

    def prepare(self) -> None:
        """Put what the template says below what was typed, fill in the placeholders, and show the mail they make."""
        data = cast(QueryDict, self.data).copy()
        try:
            template = self.fields["template"].clean(data.get("template"))
        except forms.ValidationError:
            template = None
        typed = [data.get("words", "").strip(), template.text if template else ""]
        words = "\n\n".join(filter(None, typed))
        if not known_placeholders.refusal_of(words):
            words = known_placeholders.filled_in(words, enquiry=self.enquiry, by=self.by)
        data["words"], data["template"] = words, ""
        self.data = data
        self.full_clean()
        if "words" not in self.errors:
            self.preview = enquiry_mails.reply_as_text(self.enquiry, words, self.by)


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
        *(ReleaseForm, ReplyForm, AssignForm, NoteForm, MailedAnswerForm),
        *(PassOnForm, TopicForm, CloseForm, ReopenForm, HoldBackForm),
    )
}


class PartnershipReplyForm(forms.Form):
    """Which of the two buttons a partnership's contact pressed."""

    statement = SelectField("", Reply, "Press one of the two buttons")
