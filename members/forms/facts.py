"""The form fields of the parts of an entry, the same for those who propose changes and those who review them."""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.db.models import Q, TextChoices
from django.http import QueryDict

from members.proposals import facts
from members.proposals.parts import KINDS, RowValue
from partnerships.dates.partial_dates import validate_known, validate_partial_date
from partnerships.forms.base import (
    AddressField,
    LineField,
    LinesField,
    MarkdownField,
    ProblemListForm,
    PublicLinesField,
    WebAddressField,
)
from partnerships.models import LocalAuthority, Partnership, Sector, StrategicPriority
from partnerships.vocabulary import STAGE_NOT_KNOWN, LinkKind, NameKind, Stage, StoryKind
from partnerships.vocabulary.parts import PartKind

STAGES = [("", STAGE_NOT_KNOWN), *(choice for choice in Stage.choices if choice[0] != Stage.PROPOSED)]
YES_NO_VALUES: dict[str, bool | None] = {"": None, "yes": True, "no": False}


def line_field(label: str, max_length: int) -> LineField:
    """Return an optional field for one line of up to `max_length` characters."""
    too_long = f"{label} must be {max_length} characters or fewer"
    return LineField(label=label, max_length=max_length, required=False, error_messages={"max_length": too_long})


def lines_field(
    label: str, max_length: int, *, rows: int, hint: str = "", kind: type[LinesField] = LinesField
) -> LinesField:
    """Return an optional field for text of up to `max_length` characters, drawn with that many `rows`."""
    area = forms.Textarea(attrs={"rows": rows})
    return kind(label=label, most=max_length, required=False, help_text=hint, widget=area)


def public_lines_field(label: str, max_length: int, hint: str = "") -> LinesField:
    """Return an optional field for a short text that is published as it stands."""
    return lines_field(label, max_length, rows=3, hint=hint, kind=PublicLinesField)


def date_field(label: str, more: str = "") -> LineField:
    """Return an optional field for the partial date of something known; `more` stands after how to write one."""
    hint = f"A year, a month or a day: 2016, 2016-09 or 2016-09-20.{more}"
    return LineField(label=label, required=False, help_text=hint, validators=[validate_partial_date, validate_known])


def web_address_field(label: str, max_length: int = 300) -> WebAddressField:
    """Return an optional field for the address of a web page."""
    return WebAddressField(label=label, required=False, max_length=max_length)


class YesNoField(forms.ChoiceField):
    """Yes, no, or not known: True, False or None."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, choices=[("", "Not known"), ("yes", "Yes"), ("no", "No")], required=False)

    def prepare_value(self, value: Any) -> Any:
        """Return the choice that stands for `value`; what was sent, which may be anything, as it is."""
        return next((choice for choice, known in YES_NO_VALUES.items() if known is value), value)

    def clean(self, value: Any) -> bool | None:
        """Return the value that the choice stands for. Raises ValidationError."""
        return YES_NO_VALUES[super().clean(value)]


# By the keys of the parts of an entry, in the order in which they are asked for.
SCALAR_FIELDS: dict[str, Callable[[], forms.Field]] = {
    "name": lambda: line_field("Name of the partnership", 160),
    "summary": lambda: public_lines_field("Summary", 1000, hint="One or two sentences, shown in lists."),
    "about": lambda: lines_field("Its story", 10_000, rows=8, hint="The longer text on its page.", kind=MarkdownField),
    "vision": lambda: public_lines_field("Vision", 3000),
    "mission": lambda: public_lines_field("Mission", 3000),
    "stage": lambda: forms.ChoiceField(label="Stage", choices=STAGES, required=False),
    "stage_as_of": lambda: date_field(
        "As of when is that true?", " If you change the stage, change this too. If it is empty, we take this month."
    ),
    "established": lambda: date_field("When it began"),
    "ended": lambda: date_field("When it ended, if it has"),
    "host": lambda: line_field("Organisation that hosts or leads it", 250),
    "website": lambda: web_address_field("Website"),
    "coverage_note": lambda: line_field("Parts of its area it works in, if not the whole", 250),
    "takes_new_members": lambda: YesNoField("Does it take new members?"),
    "how_to_join": lambda: public_lines_field("How to join", 3000),
    "joining_page": lambda: web_address_field("A page on joining it", 400),
    "contact_email": lambda: AddressField(
        label="New contact address",
        max_length=254,
        required=False,
        help_text=(
            "Fill this in only to replace the address we write to. It is never shown. The old and the new address are "
            "told."
        ),
        error_messages={"max_length": "The contact address must be 254 characters or fewer"},
    ),
}


def _one_of(label: str, model: type[Sector] | type[StrategicPriority]) -> forms.ChoiceField:
    choices = [("", "Select"), *model.objects.values_list("slug", "name")]
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _kind(label: str, kinds: type[TextChoices]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=kinds, initial=kinds.values[0], required=False)


def _part_fields(partnership: Partnership) -> dict[str, forms.Field]:
    # Also one it does not work in any more, while a part of it is still told.
    worked_in = Q(partnerships=partnership) | Q(parts_worked_in__partnership=partnership)
    authorities = LocalAuthority.objects.filter(worked_in).distinct().order_by("name")
    choices = [*authorities.values_list("slug", "name")]
    first = choices[0][0] if choices else ""
    return {
        "name": line_field("Postcode district or town", 60),
        "kind": _kind("What it is", PartKind),
        "authority": forms.ChoiceField(label="Local authority", choices=choices, initial=first, required=False),
    }


# The fields of a row of each kind for a partnership, by the names of its plain value.
ROW_FIELDS: dict[str, Callable[[Partnership], dict[str, forms.Field]]] = {
    "other_name": lambda _: {"name": line_field("Other name", 160), "kind": _kind("What it is", NameKind)},
    "part": _part_fields,
    "priority": lambda _: {
        "wording": line_field("In its own words", 300),
        "priority": _one_of("Theme", StrategicPriority),
    },
    "member": lambda _: {"name": line_field("Name of the organisation", 160), "sector": _one_of("Sector", Sector)},
    "link": lambda _: {
        "label": line_field("What it is called", 160),
        "url": web_address_field("Web address"),
        "kind": _kind("What it leads to", LinkKind),
    },
    "fact": lambda _: {
        "what": line_field("What happened or was so, in a sentence", 300),
        "kind": _kind("What it is about", StoryKind),
        "date": date_field("When"),
    },
}
# Fields of a row that have a value even where nobody filled them in, and those that need none.
PRESELECTED, OPTIONAL = {"kind", "authority"}, {"date"}


class FactsForm(ProblemListForm):
    """A form with the fields of rows of the entry of `partnership`."""

    def __init__(self, data: QueryDict | None, partnership: Partnership) -> None:
        super().__init__(data)
        self.partnership = partnership
        self.labels = facts.Labels()
        # What the rows of a kind offer is read once.
        self._row_fields = cache(lambda kind: ROW_FIELDS[kind](partnership))

    def add_fields(self, kind: str, prefix: str, value: RowValue) -> dict[str, str]:
        """Add the fields of one row, filled in with `value`; return their names by those of the plain value."""
        names = {}
        for part, field in copy.deepcopy(self._row_fields(kind)).items():
            names[part] = f"{prefix}-{part}"
            self.fields[names[part]] = field
            self.initial[names[part]] = value.get(part, field.initial or "")
        return names

    def check_row(self, kind: str, names: dict[str, str], value: RowValue) -> None:
        """Add an error to each field of a row, by its `names` of those of `value`, with which it could not be saved."""
        if set(names.values()).isdisjoint(self.errors):
            for part, message in KINDS[kind].problems(self.partnership, value).items():
                self.add_error(names[part], message)


def cleaned_like(field: forms.Field, value: Any) -> Any:
    """Return a stored `value` as `field` would return it had somebody typed it; unchanged if the field refuses it."""
    try:
        return field.clean(field.prepare_value(value))
    except forms.ValidationError:
        return value
