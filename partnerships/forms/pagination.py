"""Which page of a long list a program asks for."""

from django import forms

MAX_LIMIT, DEFAULT_LIMIT = 200, 50


class PageForm(forms.Form):
    """How many records, and from where on."""

    limit = forms.IntegerField(
        min_value=1,
        max_value=MAX_LIMIT,
        required=False,
        error_messages={"invalid": f"A whole number up to {MAX_LIMIT}."},
    )
    cursor = forms.CharField(max_length=2000, required=False)

    @property
    def size(self) -> int:
        """How many records are wanted."""
        return self.cleaned_data.get("limit") or DEFAULT_LIMIT

    @property
    def mistakes(self) -> list[str]:
        """What makes no sense, in sentences."""
        return [f"{name}: {error}" for name, errors in self.errors.items() for error in errors]
