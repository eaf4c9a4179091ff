"""The forms with which staff review a proposal: for each change, whether to accept it, and with which text."""

import copy
from functools import cache, cached_property
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from members.forms.facts import PRESELECTED, ROW_FIELDS, SCALAR_FIELDS
from members.models import ChangeProposal
from members.organisations.joining import likely_duplicates_of
from members.proposals import facts, reviewing
from members.vocabulary import Decision
from partnerships.forms.problem_list import ProblemListForm
from partnerships.forms.text_fields import LinesField

TAKE, EDIT, LEAVE = "take", "edit", "leave"
CHOICES = [(TAKE, "Accept"), (EDIT, "Accept with my words"), (LEAVE, "Leave as it is")]
MAX_REASON_LENGTH = 2000
NEW_MEMBER = "member:+"


class ReviewForm(ProblemListForm):
    """Each change with its choice. Once it is valid, `accepted_keys` and `edited` are what reviewing.accept takes."""

    element_ids = {"__all__": "review-form"}

    def __init__(self, data: QueryDict | None = None, *, proposal: ChangeProposal) -> None:
        super().__init__(data)
        self.proposal = proposal
        # What the rows of a kind offer is read once.
        self.row_fields = cache(lambda kind: ROW_FIELDS[kind]())
        self.current = facts.read(proposal.partnership)
        self.stale = reviewing.stale_parts(proposal, self.current)
        self.changes = facts.in_order(proposal.changes)
        self.accepted_keys: list[str] = []
        self.edited: facts.Values = {}
        for number, (key, (old, new)) in enumerate(self.changes):
            if not self._is_settled(key, old, new):
                self._add_fields(number, key, new)
        self.fields["reason"] = LinesField(
            label="Why you leave something (optional)",
            help_text="Goes to whoever proposed it.",
            most=MAX_REASON_LENGTH,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _is_settled(self, key: str, old: facts.PlainValue, new: facts.PlainValue) -> bool:
        """Return whether the entry is by now as proposed."""
        return old == new or (key in self.stale and self.stale[key] == new)

    def _add_fields(self, number: int, key: str, new: facts.PlainValue) -> None:
        edits = self._edits(key, new)
        choices = [choice for choice in CHOICES if choice[0] != EDIT or edits]
        # A part that was changed in the meantime is not accepted unless the reviewer chooses so.
        initial = LEAVE if key in self.stale else TAKE
        self.fields[f"do-{number}"] = forms.ChoiceField(choices=choices, initial=initial, widget=forms.RadioSelect)
        for name, field in edits.items():
            self.fields[f"edit-{number}-{name}"] = field

    def _edits(self, key: str, new: facts.PlainValue) -> dict[str, forms.Field]:
        """Return the fields with which the new value can be edited, by name; none for a sector or a removed row."""
        kind = key.partition(":")[0]
        if kind == facts.SECTOR or new is None and kind in ROW_FIELDS:
            return {}
        fields = copy.deepcopy(self.row_fields(kind)) if kind in ROW_FIELDS else {kind: SCALAR_FIELDS[kind]()}
        for name, field in fields.items():
            field.initial = new[name] if isinstance(new, dict) else new
            field.help_text = ""
        return fields

    def clean(self) -> dict[str, Any]:
        """Set `accepted_keys` and `edited`. Errors of texts that are not chosen are dropped."""
        cleaned = self.cleaned_data
        for number, (key, (_, new)) in enumerate(self.changes):
            choice = cleaned.get(f"do-{number}")
            names = [name for name in self.fields if name.startswith(f"edit-{number}-")]
            if choice != EDIT:
                for name in names:
                    self.errors.pop(name, None)
            if choice in {TAKE, EDIT} or f"do-{number}" not in self.fields:
                self.accepted_keys.append(key)
            if choice == EDIT:
                self.edited[key] = self._edited(key, new, names)
        return cleaned

    def _edited(self, key: str, new: facts.PlainValue, names: list[str]) -> facts.PlainValue:
        """Return the reviewer's value of the part `key`, whose fields have these `names`."""
        values: dict[str, Any] = {name.split("-", 2)[2]: self.cleaned_data.get(name) for name in names}
        kind = key.partition(":")[0]
        if not isinstance(new, dict):
            return values[kind]
        for name in names:
            part = name.split("-", 2)[2]
            if part not in PRESELECTED and name in self.cleaned_data and not values[part]:
                self.add_error(name, f"{self.fields[name].label}: fill this in")
        return new | values

    @cached_property
    def shown_changes(self) -> list[dict[str, Any]]:
        """Every change for the template: its label, the old, the new and the present text, and its fields."""
        labels = facts.Labels()
        self.likely = likely_duplicates_of(
            new["name"] for key, (_, new) in self.changes if key.startswith(NEW_MEMBER) and isinstance(new, dict)
        )
        return [self._shown(labels, number, key, *change) for number, (key, change) in enumerate(self.changes)]

    def _shown(
        self, labels: facts.Labels, number: int, key: str, old: facts.PlainValue, new: facts.PlainValue
    ) -> dict[str, Any]:
        is_settled = self._is_settled(key, old, new)
        return {
            "label": labels.change(key, old, new),
            "old": labels.value(key, old),
            "new": labels.value(key, new),
            "is_stale": key in self.stale and not is_settled,
            "now": labels.value(key, self.stale.get(key)),
            "is_settled": is_settled,
            "likely": self.likely[new["name"]] if key.startswith(NEW_MEMBER) and isinstance(new, dict) else [],
            "choice": None if is_settled else self[f"do-{number}"],
            "is_edited": self.is_bound and self.data.get(f"do-{number}") == EDIT,
            "edits": [self[name] for name in self.fields if name.startswith(f"edit-{number}-")],
        }

    @property
    def is_stale(self) -> bool:
        """Whether a part was changed in the meantime and is not as proposed."""
        return any(change["is_stale"] for change in self.shown_changes)

    def carry_out(self, by: User) -> ChangeProposal | None:
        """Accept what was chosen and return the proposal; None, with an error of the form, when that is refused."""
        try:
            return reviewing.accept(
                proposal=self.proposal,
                keys=self.accepted_keys,
                edited=self.edited,
                reason=self.cleaned_data["reason"],
                by=by,
            )
        except reviewing.AlreadyReviewed:
            self.add_error(None, "Somebody has decided on this meanwhile, or a later one has taken its place")
        except reviewing.NothingChosen:
            self.add_error(None, "Accept at least one change, or decline the proposal")
        except reviewing.StaleProposal as stale:
            labels = facts.Labels()
            names = ", ".join(labels.part(key) for key in stale.parts)
            self.add_error(None, f"This was changed since: {names}. Set the proposal against the entry as it is now")
        except facts.Invalid as invalid:
            self._refuse(invalid)
        return None

    def _refuse(self, invalid: facts.Invalid) -> None:
        keys, labels = [key for key, _ in self.changes], facts.Labels()
        for key, messages in invalid.problems.items():
            field = f"do-{keys.index(key)}" if key in keys else None
            label = labels.part(key) if key in keys else key
            for message in messages:
                self.add_error(field, f"{label}: {message}")


class DeclineForm(ProblemListForm):
    reason = LinesField(
        label="Why you decline it",
        help_text="Goes by e-mail to whoever proposed it, if it waits for review.",
        most=MAX_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you decline it: it is mailed to whoever proposed it"},
    )


def decided_changes(proposal: ChangeProposal) -> list[dict[str, str]]:
    """Return the label, the old and the new text of each change, with what was decided; "" where nothing was."""
    labels = facts.Labels()
    return [
        {
            "label": labels.change(key, old, new),
            "old": labels.value(key, old),
            "new": labels.value(key, new),
            "decision": Decision(proposal.decisions[key]).label if key in proposal.decisions else "",
        }
        for key, (old, new) in facts.in_order(proposal.changes)
    ]
