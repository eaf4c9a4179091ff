"""What staff fill in to write a template for replies."""

from typing import Any

from django import forms
from django.contrib.auth.models import User

from partnerships.enquiries import placeholders
from partnerships.forms.base import LineField, LinesField
from partnerships.forms.enquiry_action_base import MAX_REPLY_LENGTH
from partnerships.forms.rows import RowForm
from partnerships.models import ReplyTemplate
from partnerships.models.rights import sees_every_bridge


class ReplyTemplateForm(RowForm):
    """A template that `by` writes. Only national staff write one for every desk."""

    by: User

    name = LineField(max_length=80, help_text=ReplyTemplate._meta.get_field("name").help_text)
    text = LinesField(
        label="Text",
        most=MAX_REPLY_LENGTH,
        help_text=f"{placeholders.IN_WORDS} They are filled in when you reply; you see the reply before it is sent.",
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 14}),
    )

    class Meta:
        model = ReplyTemplate
        fields = ["bridge", "name", "text"]

    def clean_text(self) -> str:
        """Refuse placeholders that nothing is known for: they would stand so in a mail."""
        text: str = self.cleaned_data["text"]
        if refusal := placeholders.refusal_of(text):
            raise forms.ValidationError(refusal)
        return text

    def clean_bridge(self) -> Any:
        """Ask for a Bridge Organisation of whoever may not write for every desk."""
        bridge = self.cleaned_data["bridge"]
        if bridge is None and not sees_every_bridge(self.by):
            raise forms.ValidationError("Select your Bridge Organisation")
        return bridge
