"""The whole entry as a form: whoever fills it in changes what is wrong, and what they changed is a proposal."""

import json
from functools import cached_property

from django import forms
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from members.forms.facts import CHOSEN_ALREADY, ROWS, SCALARS, cleaned_like, lines, row_fields
from members.proposals import facts
from members.proposals.parts import KINDS
from partnerships.models import Partnership, Sector
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole

NEW_ROWS = 3
# Never shown, even to whoever has the link: it may have been passed on.
CONTACT = "contact_email"
CHECK, CHANGE, SEND, WITHDRAW = "check", "change", "send", "withdraw"
_SEAL = Signer(salt="members.proposals.changes")
HEADINGS = {
    "other_name": "Other names",
    "priority": "What it works on",
    "member": "Who is in it",
    "link": "Links, beside the website",
}
ADD = {"other_name": "Add other names", "priority": "Add priorities", "member": "Add members", "link": "Add links"}
GONE = {"member": "Is no longer a member"}


class ProposalStepForm(forms.Form):
    """Which button was pressed, and the seal of what was shown. What makes no sense counts as the first step."""

    step = forms.ChoiceField(choices=[(step, step) for step in (CHECK, CHANGE, SEND, WITHDRAW)])
    seal = forms.CharField(required=False)

    def __init__(self, data):
        super().__init__(data)
        self.is_valid()

    def step_is(self, step: str) -> bool:
        """Return whether the button for `step` was pressed."""
        return self.cleaned_data.get("step", CHECK) == step

    def seals(self, form: "ProposalForm") -> bool:
        """Return whether exactly the changes of `form` were shown before they were sent."""
        return constant_time_compare(self.cleaned_data.get("seal", ""), form.seal)


class ProposalForm(forms.Form):
    """Every public part of `partnership`, filled in. Once it is valid, `changes` are what was changed.

    `waiting` are changes the same person proposed before: they are filled in, too.
    """

    use_required_attribute = False

    def __init__(self, data=None, *, partnership: Partnership, waiting: dict | None = None):
        super().__init__(data)
        self.before = facts.read(partnership)
        self.shown = self.before | {key: new for key, (_, new) in (waiting or {}).items() if key in self.before}
        for name, make in SCALARS.items():
            self.fields[name] = make()
            self.initial[name] = "" if name == CONTACT else self.shown[name]
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = "Enter the name of the partnership"
        self.fields["sectors"] = forms.MultipleChoiceField(
            label="Which sectors does it look for members from?",
            choices=[(slug, name) for slug, name in Sector.objects.values_list("slug", "name")],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        sought = [key for key, is_sought in self.shown.items() if key.startswith(f"{facts.SECTOR}:") and is_sought]
        self.initial["sectors"] = [key.partition(":")[2] for key in sought]
        added = [(key, new) for key, (_, new) in (waiting or {}).items() if ":+" in key]
        self.new_rows = {
            kind: self._add_new_rows(kind, [value for key, value in added if key.startswith(f"{kind}:")])
            for kind in ROWS
        }
        self.rows = {kind: self._add_rows(kind) for kind in ROWS}
        hint = "For example what is wrong with its local authorities. Staff read this; it is not published."
        self.fields["note"] = lines("Anything else?", 3000, rows=4, hint=hint)
        self.changes: dict = {}

    def _add_rows(self, kind: str) -> list[tuple[str, str, list[str]]]:
        """Add the fields of the rows there are; return their keys, words and fields' names."""
        found, words = [], facts.Words()
        for key, value in self.before.items():
            if not key.startswith(f"{kind}:") or value.get("role", MembershipRole.MEMBER) not in BELONGING_ROLES:
                continue
            prefix, shown = key.replace(":", "-"), self.shown[key]
            names = [] if kind == "member" else self._add_fields(kind, prefix, shown or value)
            self.fields[f"{prefix}-gone"] = forms.BooleanField(label=GONE.get(kind, "Take this away"), required=False)
            self.initial[f"{prefix}-gone"] = shown is None
            found.append((key, words.value(key, value), names))
        return found

    def _add_new_rows(self, kind: str, filled_in: list[dict]) -> list[tuple[str, list[str]]]:
        """Add the fields of rows to be added; return their keys and fields' names."""
        values = [*filled_in, *[{}] * NEW_ROWS]
        return [
            (f"{kind}:+{number}", self._add_fields(kind, f"{kind}-new{number}", value))
            for number, value in enumerate(values, start=1)
        ]

    def _add_fields(self, kind: str, prefix: str, value: dict) -> list[str]:
        made = {f"{prefix}-{name}": (name, field) for name, field in row_fields(kind).items()}
        for full, (name, field) in made.items():
            self.fields[full] = field
            self.initial[full] = value.get(name, field.choices[0][0] if name in CHOSEN_ALREADY else "")
        return list(made)

    def clean(self):
        """Find out what was changed."""
        cleaned = super().clean()
        wanted = {name: self._kept(name, self.before[name]) for name in SCALARS if name in cleaned}
        for key in self.before:
            if key.startswith(f"{facts.SECTOR}:") and "sectors" in cleaned:
                wanted[key] = key.partition(":")[2] in cleaned["sectors"]
        for kind in ROWS:
            for key, _, names in self.rows[kind]:
                wanted[key] = self._row(key, names)
            for key, names in self.new_rows[kind]:
                if self._is_filled_in(names):
                    wanted[key] = self._new_row(kind, names)
        if not self.errors:
            self.changes = facts.differences(self.before, wanted)
            if not self.changes and not cleaned.get("note"):
                raise forms.ValidationError("Nothing is changed yet. Change what is wrong, or say it below")
        return cleaned

    def _kept(self, name: str, before):
        """Return what was typed, or `before` as it is stored if it only was read and sent again."""
        value = self.cleaned_data.get(name)
        if name == CONTACT:
            return value or before
        return before if value == cleaned_like(self.fields[name], before) else value

    def _row(self, key: str, names: list[str]):
        before = self.before[key]
        if self.cleaned_data.get(f"{key.replace(':', '-')}-gone"):
            return None
        self._require(names)
        return before | {_part(name): self._kept(name, before[_part(name)]) for name in names}

    def _new_row(self, kind: str, names: list[str]) -> dict:
        self._require(names)
        value = {_part(name): self.cleaned_data.get(name, "") for name in names}
        return value | {"role": MembershipRole.MEMBER.value} if kind == "member" else value

    def _require(self, names: list[str]) -> None:
        for name in names:
            if name in self.cleaned_data and not self.cleaned_data[name]:
                self.add_error(name, f"{self.fields[name].label}: fill this in, or leave the whole row")

    def _is_filled_in(self, names: list[str]) -> bool:
        return any(self.cleaned_data.get(name) or name in self.errors for name in _asked(names))

    @property
    def seal(self) -> str:
        """The signature over what is proposed. The form must be valid."""
        return _SEAL.signature(json.dumps([self.changes, self.cleaned_data["note"]], sort_keys=True))

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What was filled in, as names and values to travel through another page."""
        return [(name, value) for name in self.fields for value in self.data.getlist(name) if value]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, in the order of the questions, each with the id of the field to go to."""
        places = {"__all__": "id_note"}
        order = ["__all__", *self.fields]
        return [(message, places.get(name, f"id_{name}")) for name in order for message in self.errors.get(name, [])]

    @cached_property
    def groups(self) -> list[dict]:
        """The lists of the entry for the page: a heading, the rows there are and those to be added, as fields."""
        return [
            {
                "kind": kind,
                "heading": HEADINGS[kind],
                "rows": [
                    {"words": words, "fields": [self[name] for name in names], "gone": self[_gone(key)]}
                    for key, words, names in self.rows[kind]
                ],
                "new": [{"fields": [self[name] for name in names]} for _, names in self.new_rows[kind]],
                "add": ADD[kind],
                "label": KINDS[kind].label.lower(),
                "is_open": any(self[name].value() for _, names in self.new_rows[kind] for name in _asked(names)),
            }
            for kind in ROWS
        ]

    @property
    def has_prose_errors(self) -> bool:
        """Whether one of the folded long texts has a mistake."""
        return bool({"about", "vision", "mission"} & set(self.errors))

    @property
    def shown_changes(self) -> list[dict]:
        """The changes in words, to be looked at once more. The form must be valid."""
        words = facts.Words()
        return [
            {
                "act": words.act(key, old, new),
                "old": "The one there is now" if key == CONTACT else words.value(key, old),
                "new": words.value(key, new),
            }
            for key, (old, new) in self.changes.items()
        ]


def _part(name: str) -> str:
    """Return the part of a row's plain value that the field `name` is for."""
    return name.rpartition("-")[2]


def _asked(names: list[str]) -> list[str]:
    """Return those of the fields `names` of a row that somebody fills in."""
    return [name for name in names if _part(name) not in CHOSEN_ALREADY]


def _gone(key: str) -> str:
    return f"{key.replace(':', '-')}-gone"
