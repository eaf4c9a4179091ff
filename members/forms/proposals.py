"""The whole entry as a form, filled in: the proposal is what the person who sends it has changed."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from members.forms.facts import OPTIONAL, PRESELECTED, ROW_FIELDS, SCALAR_FIELDS, FactsForm, cleaned_like, lines_field
from members.proposals import facts
from members.proposals.parts import KINDS, RowValue
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
    "part": ("Parts of its local authorities it works in", "Add parts, if it does not work in the whole of one"),
    "priority": ("What it works on", "Add priorities"),
    "member": ("Who is in it", "Add members"),
    "link": ("Links, beside the website", "Add links"),
    "fact": ("Its story, fact by fact", "Add facts, each with its date"),
}
# What a row to be added says beside what is filled in.
NEW_VALUES = {"member": {"role": MembershipRole.MEMBER.value}}


@dataclass(frozen=True)
class FormRow:
    """A row of the entry, or one to be added: its plain value before, and its fields by the names of that value.

    `removal` is the name of the field with which it is removed.
    """

    key: str
    before: RowValue
    names: dict[str, str]
    removal: str = ""

    @property
    def to_fill_in(self) -> list[str]:
        """The names of its fields that are empty until somebody fills them in."""
        return [name for part, name in self.names.items() if part not in PRESELECTED]


class ProposalForm(FactsForm):
    """Every public part of `partnership`, filled in. Once it is valid, `changes` are what was changed.

    `waiting` are changes the same proposer sent before, which still wait for review: they are filled in, too.
    """

    element_ids = {"__all__": "id_note"}
    data: MultiValueDict[str, str]

    def __init__(
        self, data: QueryDict | None = None, *, partnership: Partnership, waiting: facts.Changes | None = None
    ) -> None:
        super().__init__(data, partnership)
        self.before = facts.read(partnership)
        self.shown = self.before | {key: new for key, (_, new) in (waiting or {}).items() if key in self.before}
        for name, make_field in SCALAR_FIELDS.items():
            self.fields[name] = make_field()
            self.initial[name] = "" if name == CONTACT else self.shown[name]
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = "Enter the name of the partnership"
        self.fields["sectors"] = forms.MultipleChoiceField(
            label="Which sectors does it look for members from?",
            choices=[*Sector.objects.values_list("slug", "name")],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.initial["sectors"] = [slug for key, slug in self._sectors() if self.shown[key]]
        added = {key: new for key, (_, new) in (waiting or {}).items() if ":+" in key and isinstance(new, dict)}
        self.new_rows = {kind: self._add_new_rows(kind, added) for kind in ROW_FIELDS}
        self.rows = {kind: self._add_rows(kind) for kind in ROW_FIELDS}
        hint = "For example what is wrong with its local authorities. Staff read this; it is not published."
        self.fields["note"] = lines_field("Anything else?", 3000, rows=4, hint=hint)
        self.changes: facts.Changes = {}

    def _sectors(self) -> list[tuple[str, str]]:
        """Return the key and the slug of each sector."""
        return [(key, slug) for key in self.before for kind, slug in [facts.split(key)] if kind == facts.SECTOR]

    def _add_rows(self, kind: str) -> list[FormRow]:
        """Add the fields of the rows there are."""
        rows = []
        for key, value in self.before.items():
            if not key.startswith(f"{kind}:") or not isinstance(value, dict):
                continue
            if value.get("role", MembershipRole.MEMBER) not in BELONGING_ROLES:
                continue
            shown, prefix = self.shown[key], key.replace(":", "-")
            filled_in = shown if isinstance(shown, dict) else value
            names = {} if kind == "member" else self.add_fields(kind, prefix, filled_in)
            row = FormRow(key, value, names, removal=f"{prefix}-gone")
            label = self.labels.value(key, value) if kind == "member" else "Take this away"
            self.fields[row.removal] = forms.BooleanField(label=label, required=False)
            self.initial[row.removal] = shown is None
            rows.append(row)
        return rows

    def _add_new_rows(self, kind: str, added: dict[str, RowValue]) -> list[FormRow]:
        """Add the fields of rows to be added, filled in with those of `added` that are of this kind."""
        filled_in = [value for key, value in added.items() if key.startswith(f"{kind}:")]
        return [
            FormRow(f"{kind}:+{number}", NEW_VALUES.get(kind, {}), self.add_fields(kind, f"{kind}-new{number}", value))
            for number, value in enumerate([*filled_in, *[{}] * NEW_ROWS], start=1)
        ]

    def clean(self) -> dict[str, Any]:
        """Set `changes`. Raises ValidationError when nothing is changed and there is no note."""
        cleaned = self.cleaned_data
        wanted: facts.Values = {name: self._wanted(name, self.before[name]) for name in SCALAR_FIELDS}
        wanted |= {key: slug in cleaned.get("sectors", ()) for key, slug in self._sectors()}
        for kind in ROW_FIELDS:
            new_rows = [row for row in self.new_rows[kind] if self._is_filled_in(row)]
            wanted |= {row.key: self._wanted_row(row) for row in [*self.rows[kind], *new_rows]}
        self._date_stage(wanted)
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

    def _date_stage(self, wanted: facts.Values) -> None:
        """Let another stage have a date of its own: that of today where there was none. Adds an error where it has not.

        No stage has none.
        """
        if not facts.OF_STAGE.isdisjoint(self.errors) or wanted["stage"] == self.before["stage"]:
            return
        if not wanted["stage"]:
            wanted["stage_as_of"] = ""
        elif not wanted["stage_as_of"] and not self.before["stage_as_of"]:
            wanted["stage_as_of"] = facts.this_month()
        elif message := self.partnership.left_of_stage(wanted).get("stage_as_of"):
            self.add_error("stage_as_of", message)

    def _wanted_row(self, row: FormRow) -> RowValue | None:
        """Return what a row was made, None if it was removed. Adds an error to each field that was left empty."""
        if self.cleaned_data.get(row.removal):
            return None
        for part, name in row.names.items():
            if part not in OPTIONAL and name in self.cleaned_data and not self.cleaned_data[name]:
                self.add_error(name, f"{self.fields[name].label}: fill this in, or leave the whole row")
        wanted = row.before | {part: self._wanted(name, row.before.get(part, "")) for part, name in row.names.items()}
        if wanted != row.before:
            self.check_row(facts.split(row.key)[0], row.names, wanted)
        return wanted

    def _is_filled_in(self, row: FormRow) -> bool:
        return any(self.cleaned_data.get(name) or name in self.errors for name in row.to_fill_in)

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
        """The lists of the entry for the template: for each a heading, its rows and the rows to be added, as fields.

        A row is its text, its fields, the box with which it is removed, and whether it is open to begin with. Members
        have no fields: all there is to say of one is a tick.
        """
        return [
            {
                "kind": kind,
                "heading": HEADINGS[kind][0],
                "rows": [
                    (
                        self.labels.value(row.key, row.before),
                        self._fields_of(row),
                        self[row.removal],
                        self._is_touched(row),
                    )
                    for row in self.rows[kind]
                ],
                "is_to_tick": kind == "member",
                "new": [self._fields_of(row) for row in self.new_rows[kind]],
                "add": HEADINGS[kind][1],
                "label": KINDS[kind].label.lower(),
                "is_open": any(self[name].value() for row in self.new_rows[kind] for name in row.to_fill_in),
            }
            for kind in ROW_FIELDS
        ]

    def _is_touched(self, row: FormRow) -> bool:
        """Whether something else is filled in for `row` than the entry says: nobody is to miss that, nor its errors."""
        filled_in = {part: self[name].value() for part, name in row.names.items()}
        return bool(self[row.removal].value()) or filled_in != {part: row.before.get(part, "") for part in filled_in}

    def _fields_of(self, row: FormRow) -> list[BoundField]:
        return [self[name] for name in row.names.values()]

    @property
    def has_prose_errors(self) -> bool:
        """Whether one of the long texts, which the page folds away, has an error."""
        return bool({"about", "vision", "mission"} & set(self.errors))

    @property
    def shown_changes(self) -> list[dict[str, str]]:
        """The label, the old and the new text of each change, to be looked at once more. The form must be valid."""
        shown = {key: self.labels.shown(key, *change) for key, change in self.changes.items()}
        if CONTACT in shown:
            shown[CONTACT]["old"] = "The one there is now"
        return list(shown.values())
