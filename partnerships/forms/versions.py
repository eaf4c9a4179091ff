"""Which two versions of an entry to look at."""

from django import forms


class CompareForm(forms.Form):
    """Two of the revisions `keys`, the latest first, in any order; without the older one, the one before the newer."""

    older = forms.IntegerField(required=False)
    newer = forms.IntegerField()

    def __init__(self, data, *, keys: list[int]):
        super().__init__(data)
        self.keys = keys

    def clean(self):
        """Refuse what is not a version of the entry."""
        cleaned = super().clean()
        if any(key is not None and key not in self.keys for key in cleaned.values()):
            raise forms.ValidationError("There is no such version.")
        return cleaned

    def pair(self) -> tuple[int | None, int]:
        """Return the older and the newer of both; the older is None before the first."""
        older, newer = self.cleaned_data["older"], self.cleaned_data["newer"]
        if older is None:
            return max((key for key in self.keys if key < newer), default=None), newer
        return min(older, newer), max(older, newer)
