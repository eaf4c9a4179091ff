"""What the forms have in common with which staff do something with an enquiry."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict

from partnerships.enquiries import desk as enquiry_desk
from partnerships.forms.base import ProblemListForm
from partnerships.models import Enquiry

MAX_REPLY_LENGTH = 10_000


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
