"""What is to be changed of several entries at once: only what somebody chose is."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict

from partnerships.dates.partial_dates import validate_known, validate_partial_date
from partnerships.forms.base import LineField, ProblemListForm, SelectField
from partnerships.models import BridgeOrganisation
from partnerships.models.rights import sees_every_bridge
from partnerships.vocabulary import STAGE_NOT_KNOWN, Confidence, Stage

LEAVE, NOT_KNOWN = "", "not-known"
AS_IT_IS = (LEAVE, "Leave as it is")
ANSWERS = {"yes": True, "no": False, NOT_KNOWN: None}
# What goes with a stage, and what with that of an entry that has ended alone.
OF_STAGE = ("stage_as_of", "stage_source", "stage_date_said", "stage_confidence")

KNOWN_DATE = [validate_partial_date, validate_known]
WITH_STAGE = {
    "stage_as_of": "Enter as of when the stage is known",
    "stage_source": "Enter where the stage was read",
    "stage_confidence": "Choose how sure the stage is",
}


class BulkEditForm(ProblemListForm):
    """A stage with its date and source, whether members are taken, and for national staff the Bridge Organisation.

    `values` are by field of the entries, once it is valid; `entries` are the keys that were chosen.
    """

    stage = SelectField("Stage", [AS_IT_IS, *Stage.choices, (NOT_KNOWN, STAGE_NOT_KNOWN)], "Choose a stage")
    stage_as_of = LineField(
        label="As of when",
        required=False,
        validators=KNOWN_DATE,
        help_text="With a stage: 2016, 2017-09 or 2015-04-01.",
    )
    stage_source = LineField(label="Where it was read", max_length=250, required=False, help_text="With a stage.")
    stage_date_said = LineField(
        label="As the source dates it", max_length=60, required=False, help_text="If it says more than the date."
    )
    stage_confidence = SelectField("How sure the stage is", [AS_IT_IS, *Confidence.choices], "Choose one")
    ended = LineField(
        label="When it closed",
        required=False,
        validators=KNOWN_DATE,
        help_text="With the stage “Ended”, if it is known: 2016, 2017-09 …",
    )
    takes_new_members = SelectField(
        "Takes new members", [AS_IT_IS, ("yes", "Yes"), ("no", "No"), (NOT_KNOWN, "Not known")], "Choose an answer"
    )
    bridge = forms.ModelChoiceField(
        BridgeOrganisation.objects.order_by("name"),
        label="Bridge Organisation",
        required=False,
        empty_label=AS_IT_IS[1],
    )

    def __init__(self, data: QueryDict | None, *, by: User) -> None:
        super().__init__(data)
        for name in ("stage", "stage_confidence", "takes_new_members"):
            self.fields[name].required = False
        if not sees_every_bridge(by):
            del self.fields["bridge"]

    def clean(self) -> dict[str, Any]:
        """Error where a stage lacks its date or source, where they lack a stage, and where nothing is chosen."""
        super().clean()
        cleaned = self.cleaned_data
        stage = cleaned.get("stage")
        if stage and stage != NOT_KNOWN:
            for name, message in WITH_STAGE.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
            if stage != Stage.ENDED and cleaned.get("ended"):
                self.add_error("ended", "Only what has ended has closed. Choose the stage “Ended”, or empty this")
        elif any(cleaned.get(name) for name in (*OF_STAGE, "ended")):
            self.add_error("stage", "Choose the stage that this is about, or empty what goes with it")
        elif not self.errors and not self.values:
            raise ValidationError("Choose something to change.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What was chosen, by field of the entries."""
        cleaned, values = self.cleaned_data, {}
        if stage := cleaned.get("stage"):
            is_known = stage != NOT_KNOWN
            values["stage"] = stage if is_known else ""
            values |= {name: cleaned.get(name, "") if is_known else "" for name in OF_STAGE}
            values |= {"ended": cleaned["ended"]} if cleaned.get("ended") else {}
        if answer := cleaned.get("takes_new_members"):
            values["takes_new_members"] = ANSWERS[answer]
        if bridge := cleaned.get("bridge"):
            values["bridge"] = bridge
        return values

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was filled in, to be sent once more."""
        return [(name, self.data.get(name, "")) for name in self.fields]
