"""Which two member organisations are to be merged."""

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from members.models import MemberOrganisation


class MergingForm(forms.Form):
    """The entry to keep and the one to go, each one of `organisations`; `seen` is the fingerprint of the plan shown."""

    keep = forms.ModelChoiceField(MemberOrganisation.objects.none())
    gone = forms.ModelChoiceField(MemberOrganisation.objects.none())
    seen = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, organisations: QuerySet[MemberOrganisation]) -> None:
        super().__init__(data)
        for name in ("keep", "gone"):
            # All that `fields` says of its values is that they are fields.
            cast("forms.ModelChoiceField[MemberOrganisation]", self.fields[name]).queryset = organisations
