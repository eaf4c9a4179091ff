"""The forms by which staff edit programmes and support offers: each is run by one body."""

from typing import Any

from django import forms
from django.contrib.auth.models import User

from partnerships.models.rights import sees_every_bridge

TWO_RUNNERS = "Choose a Bridge Organisation or name somebody else, not both"
NO_RUNNER = "Choose a Bridge Organisation, or name who else it is below"
NOT_YOUR_BRIDGE = "Choose your Bridge Organisation. National staff look after the national ones"


class RunForm(forms.ModelForm):
    """A form of something run by a Bridge Organisation or, for national staff, by a body named in the field `other`.

    `by` is the user who fills it in: the admin makes a subclass of the form for each request and sets it there.
    """

    by: User | None = None
    other = ""

    def clean(self) -> dict[str, Any]:
        """Error if nobody or two bodies run it, or the user may not add it."""
        super().clean()
        cleaned = self.cleaned_data
        if "bridge" not in self.fields or {"bridge", self.other} & set(self.errors):
            return cleaned
        bridge, other = cleaned.get("bridge"), cleaned.get(self.other)
        if bridge and other:
            self.add_error(self.other, TWO_RUNNERS)
        elif not bridge and not (self.by and sees_every_bridge(self.by)):
            self.add_error("bridge", NOT_YOUR_BRIDGE)
        elif not bridge and not other:
            self.add_error("bridge", NO_RUNNER)
        return cleaned


class ProgrammeForm(RunForm):
    other = "run_by"


class SupportOfferForm(RunForm):
    other = "provider"
