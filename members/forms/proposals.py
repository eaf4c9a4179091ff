"""The whole entry as a form, filled in: the proposal is what the person who sends it has changed."""

import copy
import json
from functools import cache, cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from members.forms.facts import PRESELECTED, ROW_FIELDS, SCALAR_FIELDS, cleaned_like, lines_field
from members.proposals import facts
from members.proposals.parts import KINDS, RowValue
from partnerships.forms.problem_list import ProblemListForm
from partnerships.models import Partnership, Sector
from partnerships.signed_links import SignedToken
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole

NEW_ROWS = 3
# Never shown, not even to those who have the link: it may have been passed on.
CONTACT = "contact_email"
_SEAL = SignedToken(salt="members.proposals.changes")
# The heading of the rows of each kind, and the label above those to be added.
HEADINGS = {
    "other_name": ("Other names", "Add other names"),
    "priority": ("What it works on", "Add priorities"),
    "member": ("Who is in it", "Add members"),
    "link": ("Links, beside the website", "Add links"),
}
REMOVE_LABELS = {"member": "Is no longer a member"}
# What a row to be added says beside what is filled in.
NEW_VALUES = {"member": {"role": MembershipRole.MEMBER.value}}


class ProposalForm(ProblemListForm):
    """Every public part of `partnership`, filled in. Once it is valid, `changes` are what was changed.

    `waiting` are changes the same proposer sent before, which still wait for review: they are filled in, too.
    """

    element_ids = {"__all__": "id_note"}
    data: MultiValueDict[str, str]

    def __init__(
        self, data: QueryDict | None = None, *, partnership: Partnership, waiting: facts.Changes | None = None
    ) -> None:
        super().__init__(data)
        # What the rows of a kind offer is read once.
        self.row_fields = cache(lambda kind: ROW_FIELDS[kind]())
        self.before = facts.read(partnership)
        self.shown = self.before | {key: new for key, (_, new) in (waiting or {}).items() if key in self.before}
        for name, make_field in SCALAR_FIELDS.items():
            self.fields[name] = make_field()
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
        added = [(key, new) for key, (_, new) in (waiting or {}).items() if ":+" in key and isinstance(new, dict)]
        self.new_rows = {
            kind: self._add_new_rows(kind, [value for key, value in added if key.startswith(f"{kind}:")])
            for kind in ROW_FIELDS
        }
        self.rows = {kind: self._add_rows(kind) for kind in ROW_FIELDS}
        hint = "For example what is wrong with its local authorities. Staff read this; it is not published."
        self.fields["note"] = lines_field("Anything else?", 3000, rows=4, hint=hint)
        self.changes: facts.Changes = {}

    def _add_rows(self, kind: str) -> list[tuple[str, RowValue, list[str]]]:
        """Add the fields of the rows there are; return the key, the plain value and the field names of each row."""
        rows = []
        for key, value in self.before.items():
            if not key.startswith(f"{kind}:") or not isinstance(value, dict):
                continue
            if value.get("role", MembershipRole.MEMBER) not in BELONGING_ROLES:
                continue
            shown = self.shown[key]
            filled_in = shown if isinstance(shown, dict) else value
            names = [] if kind == "member" else self._add_fields(kind, key.replace(":", "-"), filled_in)
            label = REMOVE_LABELS.get(kind, "Take this away")
            self.fields[_removal(key)] = forms.BooleanField(label=label, required=False)
            self.initial[_removal(key)] = shown is None
            rows.append((key, value, names))
        return rows

    def _add_new_rows(self, kind: str, filled_in: list[RowValue]) -> list[tuple[str, list[str]]]:
        """Add the fields of rows to be added; return the key and the field names of each row."""
        values: list[RowValue] = [*filled_in, *[{}] * NEW_ROWS]
        return [
            (f"{kind}:+{number}", self._add_fields(kind, f"{kind}-new{number}", value))
            for number, value in enumerate(values, start=1)
        ]

    def _add_fields(self, kind: str, prefix: str, value: RowValue) -> list[str]:
        """Add the fields of one row, filled in with `value`; return their names."""
        names = []
        for part, field in copy.deepcopy(self.row_fields(kind)).items():
            name = f"{prefix}-{part}"
            self.fields[name] = field
            self.initial[name] = value.get(part, field.initial or "")
            names.append(name)
        return names

    def clean(self) -> dict[str, Any]:
        """Set `changes`. Raises ValidationError when nothing is changed and there is no note."""
        cleaned = self.cleaned_data
        wanted = {name: self._wanted(name, self.before[name]) for name in SCALAR_FIELDS if name in cleaned}
        for key in self.before:
            if key.startswith(f"{facts.SECTOR}:") and "sectors" in cleaned:
                wanted[key] = key.partition(":")[2] in cleaned["sectors"]
        for kind in ROW_FIELDS:
            for key, before, names in self.rows[kind]:
                wanted[key] = self._row(key, before, names)
            for key, names in self.new_rows[kind]:
                if self._is_filled_in(names):
                    wanted[key] = self._row(key, NEW_VALUES.get(kind, {}), names)
        if not self.errors:
            self.changes = facts.differences(self.before, wanted)
            if not self.changes and not cleaned.get("note"):
                raise forms.ValidationError("Nothing is changed yet. Change what is wrong, or say it below")
        return cleaned

    def _wanted(self, name: str, before: facts.PlainValue) -> Any:
        """Return what was typed, or `before` as it is stored if the field was sent as it was shown."""
        value = self.cleaned_data.get(name)
        if name == CONTACT:
            return value or before
        return before if value == cleaned_like(self.fields[name], before) else value

    def _row(self, key: str, before: RowValue, names: list[str]) -> RowValue | None:
        """Return what a row was made, None if it was removed. Adds an error to each field that was left empty."""
        if self.cleaned_data.get(_removal(key)):
            return None
        for name in names:
            if name in self.cleaned_data and not self.cleaned_data[name]:
                self.add_error(name, f"{self.fields[name].label}: fill this in, or leave the whole row")
        return before | {_part(name): self._wanted(name, before.get(_part(name), "")) for name in names}

    def _is_filled_in(self, names: list[str]) -> bool:
        return any(self.cleaned_data.get(name) or name in self.errors for name in _to_fill_in(names))

    @property
    def seal(self) -> str:
        """The signature over changes and note. The form must be valid."""
        return _SEAL.seal(json.dumps([self.changes, self.cleaned_data["note"]], sort_keys=True))

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What was filled in, as names and values of hidden fields for the next page."""
        return [(name, value) for name in self.fields for value in self.data.getlist(name) if value]

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """The lists of the entry for the template: for each a heading, its rows and the rows to be added, as fields."""
        labels = facts.Labels()
        return [
            {
                "kind": kind,
                "heading": HEADINGS[kind][0],
                "rows": [
                    {
                        "text": labels.value(key, value),
                        "fields": [self[name] for name in names],
                        "removal": self[_removal(key)],
                    }
                    for key, value, names in self.rows[kind]
                ],
                "new": [{"fields": [self[name] for name in names]} for _, names in self.new_rows[kind]],
                "add": HEADINGS[kind][1],
                "label": KINDS[kind].label.lower(),
                "is_open": any(self[name].value() for _, names in self.new_rows[kind] for name in _to_fill_in(names)),
            }
            for kind in ROW_FIELDS
        ]

    @property
    def has_prose_errors(self) -> bool:
        """Whether one of the long texts, which the page folds away, has an error."""
        return bool({"about", "vision", "mission"} & set(self.errors))

    @property
    def shown_changes(self) -> list[dict[str, str]]:
        """The label, the old and the new text of each change, to be looked at once more. The form must be valid."""
        labels = facts.Labels()
        return [
            {
                "label": labels.change(key, old, new),
                "old": "The one there is now" if key == CONTACT else labels.value(key, old),
                "new": labels.value(key, new),
            }
            for key, (old, new) in self.changes.items()
        ]


def _part(name: str) -> str:
    """Return the part of a row's plain value that the field `name` is for."""
    return name.rpartition("-")[2]


def _to_fill_in(names: list[str]) -> list[str]:
    """Return those of the fields `names` of a row that are empty until somebody fills them in."""
    return [name for name in names if _part(name) not in PRESELECTED]


def _removal(key: str) -> str:
    """Return the name of the field with which the row `key` is removed."""
    return f"{key.replace(':', '-')}-gone"
