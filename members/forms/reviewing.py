"""What staff fill in to review a proposal: for each change, whether to take it over, and in which words."""

from functools import cached_property

from django import forms

from members import proposals
from members.forms.facts import CHOSEN_ALREADY, ROWS, SCALARS, row_fields
from members.models import ChangeProposal
from members.organisations.joining import likely_duplicates
from members.proposals import facts
from members.vocabulary import Decision
from partnerships.forms.text_fields import LinesField

TAKE, EDIT, LEAVE = "take", "edit", "leave"
CHOICES = [(TAKE, "Accept"), (EDIT, "Accept with my words"), (LEAVE, "Leave as it is")]
MAX_REASON_LENGTH = 2000


class ReviewForm(forms.Form):
    """Each change with its choice. Once it is valid, `fields` and `edited` are what proposals.accept takes."""

    use_required_attribute = False

    def __init__(self, data=None, *, proposal: ChangeProposal):
        super().__init__(data)
        self.proposal = proposal
        self.current = facts.read(proposal.partnership)
        self.stale = proposals.stale_parts(proposal, self.current)
        self.changed = facts.in_order(proposal.changes)
        for number, (key, (old, new)) in enumerate(self.changed):
            if not self._is_settled(key, old, new):
                self._add_fields(number, key, new)
        self.fields["reason"] = LinesField(
            label="Why you leave something (optional)",
            help_text="Goes to whoever proposed it.",
            most=MAX_REASON_LENGTH,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _is_settled(self, key: str, old, new) -> bool:
        """Return whether the entry is by now as proposed."""
        return old == new or (key in self.stale and self.stale[key] == new)

    def _add_fields(self, number: int, key: str, new) -> None:
        edits = self._edits(key, new)
        choices = [choice for choice in CHOICES if choice[0] != EDIT or edits]
        # What changed meanwhile is not taken over by a press of the button.
        initial = LEAVE if key in self.stale else TAKE
        self.fields[f"do-{number}"] = forms.ChoiceField(choices=choices, initial=initial, widget=forms.RadioSelect)
        for name, field in edits.items():
            self.fields[f"edit-{number}-{name}"] = field

    def _edits(self, key: str, new) -> dict[str, forms.Field]:
        """Return the fields in which the new value can be put otherwise; none where there is nothing to word."""
        kind = key.partition(":")[0]
        if kind == facts.SECTOR or new is None and kind in ROWS:
            return {}
        made = row_fields(kind) if kind in ROWS else {kind: SCALARS[kind]()}
        for name, field in made.items():
            field.initial = new[name] if kind in ROWS else new
            field.help_text = ""
        return made

    def clean(self):
        """Look only at the words of what is accepted with other words."""
        cleaned = super().clean()
        self.fields_taken, self.edited = [], {}
        for number, (key, (_, new)) in enumerate(self.changed):
            choice = cleaned.get(f"do-{number}")
            names = [name for name in self.fields if name.startswith(f"edit-{number}-")]
            if choice != EDIT:
                for name in names:
                    self.errors.pop(name, None)
            if choice in {TAKE, EDIT} or f"do-{number}" not in self.fields:
                self.fields_taken.append(key)
            if choice == EDIT:
                self.edited[key] = self._edited(key, new, names)
        return cleaned

    def _edited(self, key: str, new, names: list[str]):
        values = {name.split("-", 2)[2]: self.cleaned_data.get(name) for name in names}
        kind = key.partition(":")[0]
        if kind not in ROWS:
            return values[kind]
        for name in names:
            part = name.split("-", 2)[2]
            if part not in CHOSEN_ALREADY and name in self.cleaned_data and not values[part]:
                self.add_error(name, f"{self.fields[name].label}: fill this in")
        return new | values

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of the field to go to."""
        found = []
        for name, messages in self.errors.items():
            place = f"id_{name}_0" if name.startswith("do-") else "review-form" if name == "__all__" else f"id_{name}"
            found += [(message, place) for message in messages]
        return found

    @cached_property
    def shown(self) -> list[dict]:
        """Every change for the page: what it is, the old beside the new beside what is there now, and its fields."""
        words = facts.Words()
        return [self._shown(words, number, key, *change) for number, (key, change) in enumerate(self.changed)]

    def _shown(self, words: facts.Words, number: int, key: str, old, new) -> dict:
        is_settled = self._is_settled(key, old, new)
        return {
            "act": words.act(key, old, new),
            "old": words.value(key, old),
            "new": words.value(key, new),
            "is_stale": key in self.stale and not is_settled,
            "now": words.value(key, self.stale.get(key)),
            "is_settled": is_settled,
            "likely": likely_duplicates(new["name"]) if key.startswith("member:+") and new else [],
            "choice": None if is_settled else self[f"do-{number}"],
            "is_edited": self.is_bound and self.data.get(f"do-{number}") == EDIT,
            "edits": [self[name] for name in self.fields if name.startswith(f"edit-{number}-")],
        }

    @property
    def is_stale(self) -> bool:
        """Whether something changed meanwhile that has to be looked at first."""
        return any(row["is_stale"] for row in self.shown)

    def carry_out(self, by) -> ChangeProposal | None:
        """Take over what was chosen and return the proposal; None, with an error of the form, when that is refused."""
        try:
            return proposals.accept(
                proposal=self.proposal,
                fields=self.fields_taken,
                edited=self.edited,
                reason=self.cleaned_data["reason"],
                by=by,
            )
        except proposals.AlreadyReviewed:
            self.add_error(None, "Somebody has decided on this meanwhile, or a later one has taken its place")
        except proposals.NothingChosen:
            self.add_error(None, "Accept at least one change, or decline the proposal")
        except proposals.StaleProposal as stale:
            words = facts.Words()
            names = ", ".join(words.label(key) for key in stale.parts)
            self.add_error(None, f"This was changed since: {names}. Set the proposal against the entry as it is now")
        except facts.Invalid as invalid:
            self._refuse(invalid)
        return None

    def _refuse(self, invalid: facts.Invalid) -> None:
        keys, words = [key for key, _ in self.changed], facts.Words()
        for key, messages in invalid.problems.items():
            field = f"do-{keys.index(key)}" if key in keys else None
            label = words.label(key) if key in keys else key
            for message in messages:
                self.add_error(field, f"{label}: {message}")


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    use_required_attribute = False

    reason = LinesField(
        label="Why you decline it",
        help_text="Goes by e-mail to whoever proposed it, if it waits for review.",
        most=MAX_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you decline it: it is mailed to whoever proposed it"},
    )

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of the field to go to."""
        return [(message, "id_reason") for message in self.errors.get("reason", [])]


def decided(proposal: ChangeProposal) -> list[dict]:
    """Return the changes of a proposal that has been decided on, in words, each with what became of it."""
    words = facts.Words()
    return [
        {
            "act": words.act(key, old, new),
            "old": words.value(key, old),
            "new": words.value(key, new),
            "decision": Decision(proposal.decisions[key]).label if key in proposal.decisions else "",
        }
        for key, (old, new) in facts.in_order(proposal.changes)
    ]
