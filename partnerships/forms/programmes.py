"""The forms staff edit programmes and support offers with: who runs one is said once, and beside the field."""

from django import forms

from partnerships.models.rights import sees_every_bridge

ONE_RUNNER = "Choose a Bridge Organisation or name somebody else, not both"
A_RUNNER = "Choose a Bridge Organisation, or name who else it is below"
YOUR_BRIDGE = "Choose your Bridge Organisation. National staff look after the national ones"


class RunForm(forms.ModelForm):
    """A form of something a Bridge Organisation or, for national staff, a body named in the field `other` runs.

    `by` is who fills it in: a class of the form is made for each request.
    """

    by = None
    other = ""

    def clean(self):
        """Say so when it is nobody's, two bodies', or not the person's to add."""
        cleaned = super().clean()
        if "bridge" not in self.fields or {"bridge", self.other} & set(self.errors):
            return cleaned
        bridge, other = cleaned.get("bridge"), cleaned.get(self.other)
        if bridge and other:
            self.add_error(self.other, ONE_RUNNER)
        elif not bridge and not (self.by and sees_every_bridge(self.by)):
            self.add_error("bridge", YOUR_BRIDGE)
        elif not bridge and not other:
            self.add_error("bridge", A_RUNNER)
        return cleaned


class ProgrammeForm(RunForm):
    """A programme."""

    other = "run_by"


class SupportOfferForm(RunForm):
    """A support offer."""

    other = "provider"
