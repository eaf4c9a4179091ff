"""Which two versions of an entry to look at."""

from typing import Any

from django import forms
from django.http import QueryDict


class CompareForm(forms.Form):
    """Two of the revisions `keys`, the latest first, in any order; without the older one, the one before the newer."""

    older = forms.IntegerField(required=False)
    newer = forms.IntegerField()

    def __init__(self, data: QueryDict, *, keys: list[int]):
        super().__init__(data)
        self.keys = keys

    def clean(self) -> dict[str, Any]:
        """Return the chosen keys. Raises ValidationError for one that is no version of the entry."""
        if any(key is not None and key not in self.keys for key in self.cleaned_data.values()):
            raise forms.ValidationError("There is no such version.")
        return self.cleaned_data

    def pair(self) -> tuple[int | None, int]:
        """Return the older and the newer of both; the older is None before the first."""
        older, newer = self.cleaned_data["older"], self.cleaned_data["newer"]
        if older is None:
            return max((key for key in self.keys if key < newer), default=None), newer
        return min(older, newer), max(older, newer)
