"""Whose data staff look for."""

from django import forms

from partnerships.forms.base import AddressField


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
