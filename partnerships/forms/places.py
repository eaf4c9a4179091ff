"""The one question of the finder."""

from django import forms

from partnerships import finder
from partnerships.finder import Answer

NOTHING_TYPED = "Enter a postcode, or the name of a town, council or partnership"


class PlaceField(forms.CharField):
    """Any text; a null character, which no keyboard types, counts as a space."""

    def to_python(self, value) -> str:
        """Return the text without null characters."""
        return super().to_python((value or "").replace("\0", " "))


class FindForm(forms.Form):
    """Takes a place in any words; `answer` is what to tell, or None when nothing was asked."""

    q = PlaceField(
        label="A postcode, town, council or partnership",
        help_text="For example, LS1 3AB or Whitby",
        error_messages={"required": NOTHING_TYPED},
    )
    answer: Answer | None = None

    def clean_q(self) -> str:
        """Find the answer; what leads to none is an error that says what to type instead."""
        text = self.cleaned_data["q"]
        self.answer = finder.answer(text)
        if not self.answer.is_found:
            raise forms.ValidationError(self.answer.error)
        return text

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What has to be put right: words and the id of the field, for the summary above the page."""
        return [(error, "id_q") for error in self.errors.get("q", [])]
