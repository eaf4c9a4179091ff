"""Which two member organisations are to be one."""

from django import forms

from members.models import MemberOrganisation


class MergingForm(forms.Form):
    """The entry to keep and the one to go, and what the person was shown. Only rows that are theirs can be named."""

    keep = forms.ModelChoiceField(MemberOrganisation.objects.none())
    gone = forms.ModelChoiceField(MemberOrganisation.objects.none())
    seen = forms.CharField(required=False)

    def __init__(self, data, *, rows):
        super().__init__(data)
        for name in ("keep", "gone"):
            self.fields[name].queryset = rows
