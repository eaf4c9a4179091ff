"""Forms of single pages of the back office: whose data staff look for, which versions they compare, filters."""

from typing import Any

from django import forms
from django.contrib.admin.options import IS_FACETS_VAR, IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.http import QueryDict

from partnerships.forms.base import AddressField, LineField, LinesField

# What of the address of a list is not saved as a filter. Words may be somebody's name or address.
_NOT_KEPT = (PAGE_VAR, SEARCH_VAR, IS_POPUP_VAR, TO_FIELD_VAR, IS_FACETS_VAR, "e")


class SubjectRequestForm(forms.Form):
    """The address somebody asked about, and which button was pressed: one there is not counts as LOOK."""

    LOOK, EXPORT, CONFIRM, ERASE = "look", "export", "confirm", "erase"

    use_required_attribute = False

    email = AddressField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter an e-mail address",
            "max_length": "The e-mail address must be 254 characters or fewer",
        },
    )

    @property
    def step(self) -> str:
        step = self.data.get("step", self.LOOK)
        return step if step in {self.EXPORT, self.CONFIRM, self.ERASE} else self.LOOK


class CommentForm(forms.Form):
    """What somebody says to colleagues about a draft or a working copy."""

    text = LinesField(
        label="Your comment",
        help_text="Only staff who work on this read it. It is told to them by mail, and deleted after 6 months.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter your comment", "max_length": "A comment has 2,000 characters at most"},
    )


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


class PreviewForm(forms.Form):
    """What the preview button sends: the whole form, and the name of the field to show."""

    preview_of = forms.RegexField(r"^[\w-]{1,100}$")

    @property
    def text(self) -> str:
        """The text of that field. The form must be valid."""
        return self.data.get(self.cleaned_data["preview_of"], "")


class SavedFilterForm(forms.Form):
    """What somebody calls the filters they chose, and the query string of the list."""

    name = LineField(max_length=60, error_messages={"required": "Enter a name for the filter."})
    query = forms.CharField(max_length=1000, error_messages={"required": "Choose a filter first, then save it."})

    def clean_query(self) -> str:
        """Return what of the query string narrows or orders the list. Raises ValidationError where nothing does."""
        kept = kept_of(QueryDict(self.cleaned_data["query"]))
        if not kept:
            raise forms.ValidationError("Choose a filter first, then save it.")
        return kept


def kept_of(query: QueryDict) -> str:
    """Return what of a query string is kept."""
    kept = query.copy()
    for name in _NOT_KEPT:
        kept.pop(name, None)
    return kept.urlencode()
