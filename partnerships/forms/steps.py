"""Pages that are answered in steps: filled in, shown once more, and sent as they were shown."""

from collections.abc import Mapping
from typing import Any, Protocol

from django import forms
from django.utils.crypto import constant_time_compare

CHECK, CHANGE, ELSEWHERE, SEND, WITHDRAW = "check", "change", "elsewhere", "send", "withdraw"


class SealedForm(Protocol):
    """A form whose answers were shown once more; `seal` is the signature over them, which is sent along."""

    @property
    def seal(self) -> str: ...


class StepForm(forms.Form):
    """Which button was pressed, and the seal of what was shown. Nothing in it is an error: an odd step is no step."""

    step = forms.CharField(required=False)
    seal = forms.CharField(required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.is_valid()

    def step_is(self, step: str) -> bool:
        """Return whether the button for `step` was pressed."""
        return self.cleaned_data.get("step") == step

    def seals(self, form: SealedForm) -> bool:
        """Return whether exactly what `form`, which must be valid, says was shown before it was sent."""
        return constant_time_compare(self.cleaned_data.get("seal", ""), form.seal)
