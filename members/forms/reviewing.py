"""The forms with which staff review a proposal: for each change, whether to accept it, and with which text."""

from functools import cached_property
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from members.forms.facts import OPTIONAL, PRESELECTED, SCALAR_FIELDS, FactsForm, lines_field
from members.models import ChangeProposal
from members.organisations.joining import likely_duplicates_of
from members.proposals import facts, reviewing
from members.vocabulary import Decision
from partnerships.forms.base import LinesField, ProblemListForm

TAKE, EDIT, LEAVE = "take", "edit", "leave"
CHOICES = [(TAKE, "Accept"), (EDIT, "Accept with my words"), (LEAVE, "Leave as it is")]
WORDS_LEFT_OUT = (
    "You wrote words of your own, but chose “{}”. Choose “Accept with my words” to have them, "
    "or save once more to do without them"
)
MAX_REASON_LENGTH = 2000
NEW_MEMBER = "member:+"


class ReviewForm(FactsForm):
    """Each change with its choice. Once it is valid, `accepted_keys` and `edited` are what reviewing.accept takes."""

    element_ids = {"__all__": "review-form"}

    def __init__(self, data: QueryDict | None = None, *, proposal: ChangeProposal, by: User) -> None:
        super().__init__(data, proposal.partnership)
        self.proposal, self.by = proposal, by
        # Why the reviewer cannot put it in words of their own.
        self.as_proposed = reviewing.why_as_proposed(proposal, by)
        self.stale = reviewing.stale_parts(proposal)
        self.changes = facts.in_order(proposal.changes)
        # The names of the fields with which a new value can be edited; none for a sector or a row to be removed.
        self.edits: dict[str, dict[str, str]] = {}
        self.accepted_keys: list[str] = []
        self.edited: facts.Values = {}
        for number, (key, (old, new)) in enumerate(self.changes):
            if not self._is_settled(key, old, new):
                self._add_fields(number, key, new)
        label, hint = "Why you leave something (optional)", "Goes to whoever proposed it."
        self.fields["reason"] = lines_field(label, MAX_REASON_LENGTH, rows=2, hint=hint)

    def _is_settled(self, key: str, old: facts.PlainValue, new: facts.PlainValue) -> bool:
        """Return whether the entry is by now as proposed."""
        return old == new or (key in self.stale and self.stale[key] == new)

    def _add_fields(self, number: int, key: str, new: facts.PlainValue) -> None:
        kind, _ = facts.split(key)
        can_be_edited = not self.as_proposed and (isinstance(new, dict) or kind in SCALAR_FIELDS)
        choices = [choice for choice in CHOICES if choice[0] != EDIT or can_be_edited]
        # A part that was changed in the meantime is not accepted unless the reviewer chooses so.
        initial = LEAVE if key in self.stale else TAKE
        self.fields[f"do-{number}"] = forms.ChoiceField(choices=choices, initial=initial, widget=forms.RadioSelect)
        if can_be_edited and isinstance(new, dict):
            self.edits[key] = self.add_fields(kind, f"edit-{number}", new)
        elif can_be_edited:
            name = f"edit-{number}-{kind}"
            self.edits[key] = {kind: name}
            self.fields[name], self.initial[name] = SCALAR_FIELDS[kind](), new
            self.fields[name].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Set `accepted_keys` and `edited`. Errors of texts that are not chosen are dropped.

        Who wrote words of their own and chose others is asked once: where no script runs, typing does not choose them.
        """
        cleaned = self.cleaned_data
        for number, (key, (_, new)) in enumerate(self.changes):
            choice = cleaned.get(f"do-{number}")
            if choice in {TAKE, EDIT} or f"do-{number}" not in self.fields:
                self.accepted_keys.append(key)
            if choice == EDIT:
                self.edited[key] = self._edited(key, new)
                continue
            for name in self.edits.get(key, {}).values():
                self.errors.pop(name, None)
            if choice and self._asks(number, key):
                self.add_error(f"do-{number}", WORDS_LEFT_OUT.format(dict(CHOICES)[choice]))
        return cleaned

    def _is_written(self, key: str) -> bool:
        """Return whether the reviewer wrote words of their own for the part `key`."""
        return any(name in self.data and name in self.changed_data for name in self.edits.get(key, {}).values())

    def _asks(self, number: int, key: str) -> bool:
        """Return whether words would be left out, and nobody was asked yet about just these and this choice."""
        return self._is_written(key) and self.data.get(f"asked-{number}") != self._asked(number, key)

    def _asked(self, number: int, key: str) -> str:
        """Return what comes back from a page that asks about the choice and the words that were sent."""
        names = [f"do-{number}", *self.edits.get(key, {}).values()]
        return sha256(repr([self.data.get(name) for name in names]).encode()).hexdigest()[:16]

    def _edited(self, key: str, new: facts.PlainValue) -> facts.PlainValue:
        """Return the reviewer's value of the part `key`."""
        values: dict[str, Any] = {part: self.cleaned_data.get(name) for part, name in self.edits[key].items()}
        if not isinstance(new, dict):
            return values[key]
        for part, name in self.edits[key].items():
            if part not in PRESELECTED | OPTIONAL and name in self.cleaned_data and not values[part]:
                self.add_error(name, f"{self.fields[name].label}: fill this in")
        self.check_row(facts.split(key)[0], self.edits[key], new | values)
        return new | values

    @cached_property
    def shown_changes(self) -> list[dict[str, Any]]:
        """Every change for the template: its label, the old, the new and the present text, and its fields."""
        new_members = {
            key: new["name"] for key, (_, new) in self.changes if key.startswith(NEW_MEMBER) and isinstance(new, dict)
        }
        likely = likely_duplicates_of(new_members.values(), by=self.by)
        return [
            self._shown(number, key, *change) | {"likely": likely.get(new_members.get(key, ""), [])}
            for number, (key, change) in enumerate(self.changes)
        ]

    def _shown(self, number: int, key: str, old: facts.PlainValue, new: facts.PlainValue) -> dict[str, Any]:
        is_settled = self._is_settled(key, old, new)
        return self.labels.shown(key, old, new) | {
            "is_stale": key in self.stale and not is_settled,
            "now": self.labels.value(key, self.stale.get(key)),
            "is_settled": is_settled,
            "choice": None if is_settled else self[f"do-{number}"],
            "asked": "" if is_settled or not self.is_bound else self._asked(number, key),
            "asked_name": f"asked-{number}",
            "is_edited": self.is_bound and (self.data.get(f"do-{number}") == EDIT or self._is_written(key)),
            "edits": [self[name] for name in self.edits.get(key, {}).values()],
        }

    @property
    def is_stale(self) -> bool:
        """Whether a part was changed in the meantime and is not as proposed."""
        return any(change["is_stale"] for change in self.shown_changes)

    def carry_out(self, by: User) -> ChangeProposal | None:
        """Accept what was chosen and return the proposal; None, with an error of the form, when that is refused."""
        try:
            keys, reason = self.accepted_keys, self.cleaned_data["reason"]
            return reviewing.accept(proposal=self.proposal, keys=keys, edited=self.edited, reason=reason, by=by)
        except reviewing.AlreadyReviewed:
            self.add_error(None, "Somebody has decided on this meanwhile, or a later one has taken its place")
        except reviewing.NothingChosen:
            self.add_error(None, "Accept at least one change, or decline the proposal")
        except reviewing.OwnWords as refusal:
            self.add_error(None, str(refusal))
        except reviewing.Parted:
            number = [key for key, _ in self.changes].index("stage_as_of")
            self.add_error(f"do-{number}", "A stage goes with its date. Accept both, or leave both as they are")
        except reviewing.StaleProposal as stale:
            names = ", ".join(map(self.labels.part, stale.parts))
            self.add_error(None, f"This was changed since: {names}. Set the proposal against the entry as it is now")
        except facts.Invalid as invalid:
            keys = [key for key, _ in self.changes]
            for key, messages in invalid.problems.items():
                field, label = (f"do-{keys.index(key)}", self.labels.part(key)) if key in keys else (None, key)
                for message in messages:
                    self.add_error(field, f"{label}: {message}")
        return None


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
    decisions = {key: Decision(decision).label for key, decision in proposal.decisions.items()}
    changes = facts.in_order(proposal.changes)
    return [labels.shown(key, *change) | {"decision": decisions.get(key, "")} for key, change in changes]
