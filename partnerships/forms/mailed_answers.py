"""What staff fill in to keep an answer that came by e-mail."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.text import Truncator

from partnerships.enquiries import mailed_answers
from partnerships.enquiries.mailed_answers import WrittenBy
from partnerships.forms.base import LineField, LinesField, SelectField
from partnerships.forms.enquiry_action_base import MAX_REPLY_LENGTH, EnquiryActionForm
from partnerships.forms.moments import DayField
from partnerships.mail.reading import SavedMail
from partnerships.models import Enquiry
from partnerships.uploads.refusals import Refused

NOTHING = "Choose the e-mail as a file, or paste what it says"
BOTH = "Choose a file or paste the text, not both"
IS_HELD = "The file is read and waits here (“{}”). Choose another only if that is not the e-mail you mean."
# How much of its words shows which it is.
SHOWN_OF_HELD = 80
IS_OLDER = (
    "This e-mail was written before the enquiry came. Is it about this enquiry? If it is, tick “Keep it all the same”"
)
WHO = "Select who wrote it"
TO_COME = "Enter a day that is not to come"
FILE_TO_COME = "This e-mail says that it was written on a day to come. Paste what it says instead, without that day"


class MailedAnswerForm(EnquiryActionForm):
    """An answer as a file, or pasted, with who sent it and when."""

    action = mailed_answers.record
    action_name, title, button_label = "mail", "Keep an answer that came by e-mail", "Keep it in the timeline"
    success_message = "The e-mail is kept in the timeline."
    # What came by mail has come, whatever else happened meanwhile.
    is_refused_after_changes = False

    written_by = SelectField("Who wrote it", [("", "Select"), *WrittenBy.choices], WHO)
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
    sent_on = DayField(
        label="When, if you paste it",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Enter a day, like 2026-11-28"},
    )
    held = forms.CharField(required=False, widget=forms.HiddenInput)
    # Asked only of a mail that looks odd.
    anyway = forms.BooleanField(label="Keep it all the same", required=False)

    def __init__(self, data: QueryDict | None = None, *, enquiry: Enquiry, by: User) -> None:
        super().__init__(data, enquiry=enquiry, by=by)
        self.fields["written_by"].required = False
        self.fields["written_by"].help_text = "Left as it is: the enquirer, if the e-mail comes from their address."
        self._anyway = self.fields["anyway"]
        if "anyway" not in self.data:
            del self.fields["anyway"]

    def clean(self) -> dict[str, Any]:
        """Read the file, or take what was pasted, and ask about what looks odd. The answer is in `mail` then."""
        cleaned = self.cleaned_data
        self._read(cleaned)
        mail = cleaned.get("mail")
        if mail and mailed_answers.is_to_come(mail):
            self._refuse_day_to_come()
            return cleaned
        if not cleaned.get("written_by") and "written_by" not in self.errors:
            if mail and mailed_answers.is_by_enquirer(self.enquiry, mail):
                self._take_for_enquirers()
            elif mail or not self.errors:
                self.add_error("written_by", WHO)
        if mail and mailed_answers.is_older(self.enquiry, mail) and not cleaned.get("anyway"):
            self.fields["anyway"] = self._anyway
            self.add_error("anyway", IS_OLDER)
        if self.errors and mail and not cleaned.get("words"):
            self._hold(mail)
        return cleaned

    def _refuse_day_to_come(self) -> None:
        """Say so where the day was typed, or of the file, which is not held then."""
        if self.cleaned_data.get("words"):
            self.add_error("sent_on", TO_COME)
        else:
            self._show_again(held="")
            self.add_error("file", FILE_TO_COME)

    def _take_for_enquirers(self) -> None:
        """Let the mail be by the enquirer, also on the page that is shown again."""
        self.cleaned_data["written_by"] = WrittenBy.ENQUIRER.value
        self._show_again(written_by=WrittenBy.ENQUIRER.value)

    def _hold(self, mail: SavedMail) -> None:
        """Carry what the file says along, since browsers do not keep the file, and say so."""
        self._show_again(held=mailed_answers.hold(self.enquiry, mail))
        self["file"].help_text = IS_HELD.format(Truncator(" ".join(mail.words.split())).chars(SHOWN_OF_HELD))

    def _show_again(self, **values: str) -> None:
        """Let fields have these values on the page that is shown again."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for name, value in values.items():
            data[name] = value
        self.data = data

    def _read(self, cleaned: dict[str, Any]) -> None:
        file, words = cleaned.get("file"), cleaned.get("words")
        held = mailed_answers.held(self.enquiry, cleaned.get("held") or "")
        if file and words:
            self.add_error("words", BOTH)
        elif file:
            try:
                cleaned["mail"] = mailed_answers.read_mail(file)
            except Refused as refusal:
                self.add_error("file", refusal.message)
        elif words:
            cleaned["mail"] = mailed_answers.pasted(words, cleaned.get("sender") or "", cleaned.get("sent_on"))
        elif held:
            cleaned["mail"] = held
        elif not {"file", "words"} & set(self.errors):
            self.add_error("file", NOTHING)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("mail", "written_by")}
