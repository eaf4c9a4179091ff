"""What staff fill in to keep an answer that came by e-mail."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from partnerships.enquiries import mailed_answers
from partnerships.enquiries.mailed_answers import WrittenBy
from partnerships.forms.base import LineField, LinesField, SelectField
from partnerships.forms.enquiry_action_base import MAX_REPLY_LENGTH, EnquiryActionForm
from partnerships.uploads.refusals import Refused

NOTHING = "Choose the e-mail as a file, or paste what it says"
BOTH = "Choose a file or paste the text, not both"
TO_COME = "Enter a day that is not to come"


class MailedAnswerForm(EnquiryActionForm):
    """An answer as a file, or pasted, with who sent it and when."""

    action = mailed_answers.record
    action_name, title, button_label = "mail", "Keep an answer that came by e-mail", "Keep it in the timeline"
    success_message = "The e-mail is kept in the timeline."
    # What came by mail has come, whatever else happened meanwhile.
    is_refused_after_changes = False

    written_by = SelectField("Who wrote it", [("", "Select"), *WrittenBy.choices], "Select who wrote it")
    file = forms.FileField(
        label="The e-mail as a file (.eml)",
        required=False,
        help_text="Save the message in your mail program and drop it here. Attached files are not kept. Up to 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".eml,message/rfc822"}),
        error_messages=dict.fromkeys(["invalid", "missing", "empty"], "Choose the file once more: it came empty"),
    )
    words = LinesField(
        label="Or paste what it says",
        most=MAX_REPLY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sender = LineField(
        label="Who sent it, if you paste it",
        max_length=200,
        required=False,
        error_messages={"max_length": "The sender must be 200 characters or fewer"},
    )
    sent_on = forms.DateField(
        label="When, if you paste it",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Enter a day, like 2026-11-28"},
    )

    def clean_sent_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["sent_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(TO_COME)
        return day

    def clean(self) -> dict[str, Any]:
        """Read the file, or take what was pasted. The answer is in `mail` then."""
        cleaned = self.cleaned_data
        file, words = cleaned.get("file"), cleaned.get("words")
        if file and words:
            self.add_error("words", BOTH)
        elif file:
            try:
                cleaned["mail"] = mailed_answers.read_mail(file)
            except Refused as refusal:
                self.add_error("file", refusal.message)
        elif words:
            cleaned["mail"] = mailed_answers.pasted(words, cleaned.get("sender") or "", cleaned.get("sent_on"))
        elif not {"file", "words"} & set(self.errors):
            self.add_error("file", NOTHING)
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("mail", "written_by")}
