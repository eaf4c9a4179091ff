"""The form fields of what can be proposed for an entry: the same where it is proposed and where it is reviewed."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError

from partnerships.dates.partial_dates import validate_partial_date
from partnerships.forms.text_fields import AddressField, LineField, LinesField
from partnerships.models import Sector, StrategicPriority
from partnerships.vocabulary import STAGE_NOT_KNOWN, LinkKind, NameKind, Stage

STAGES = [("", STAGE_NOT_KNOWN), *(choice for choice in Stage.choices if choice[0] != Stage.PROPOSED)]
TAKES = {"": None, "yes": True, "no": False}


def line(label: str, most: int, *, hint: str = "") -> LineField:
    """Return a field for one line of up to `most` characters."""
    too_long = f"{label} must be {most} characters or fewer"
    return LineField(
        label=label, max_length=most, required=False, help_text=hint, error_messages={"max_length": too_long}
    )


def lines(label: str, most: int, *, rows: int, hint: str = "") -> LinesField:
    """Return a field for text of up to `most` characters, drawn with so many `rows`."""
    area = forms.Textarea(attrs={"rows": rows})
    return LinesField(label=label, most=most, required=False, help_text=hint, widget=area)


class AddressOfPageField(forms.URLField):
    """The address of a web page; without a scheme it is taken as https."""

    def __init__(self, label: str):
        super().__init__(
            label=label,
            max_length=300,
            required=False,
            assume_scheme="https",
            error_messages={"invalid": "Enter a web address, like https://example.org"},
        )


class DayField(LineField):
    """A day, a month or a year."""

    default_validators = [validate_partial_date]


class TakesField(forms.ChoiceField):
    """Yes, no, or not known: True, False or None."""

    def __init__(self, label: str):
        choices = [("", "Not known"), ("yes", "Yes"), ("no", "No")]
        super().__init__(label=label, choices=choices, required=False)

    def prepare_value(self, value):
        """Return the choice that stands for `value`."""
        return next((choice for choice, known in TAKES.items() if known is value), value)

    def clean(self, value):
        """Return the value the choice stands for."""
        return TAKES[super().clean(value)]


# In the order in which they are asked.
SCALARS: dict[str, Callable[[], forms.Field]] = {
    "name": lambda: line("Name of the partnership", 160),
    "summary": lambda: lines("Summary", 1000, rows=3, hint="One or two sentences, shown in lists."),
    "about": lambda: lines("Its story", 10_000, rows=8, hint="The longer text on its page."),
    "vision": lambda: lines("Vision", 3000, rows=3),
    "mission": lambda: lines("Mission", 3000, rows=3),
    "stage": lambda: forms.ChoiceField(label="Stage", choices=STAGES, required=False),
    "established": lambda: DayField(
        label="When it began", required=False, help_text="A year, a month or a day: 2016, 2016-09 or 2016-09-20."
    ),
    "website": lambda: AddressOfPageField("Website"),
    "coverage_note": lambda: line("Parts of its area it works in, if not the whole", 250),
    "takes_new_members": lambda: TakesField("Does it take new members?"),
    "how_to_join": lambda: lines("How to join", 3000, rows=3),
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


def row_fields(kind: str) -> dict[str, forms.Field]:
    """Return the fields of a row of `kind`, by the names of its plain value."""
    return ROWS[kind]()


def _sectors() -> forms.ChoiceField:
    choices = [("", "Select"), *Sector.objects.values_list("slug", "name")]
    return forms.ChoiceField(label="Sector", choices=choices, required=False)


def _themes() -> forms.ChoiceField:
    choices = [("", "Select"), *StrategicPriority.objects.values_list("slug", "name")]
    return forms.ChoiceField(label="Theme", choices=choices, required=False)


ROWS: dict[str, Callable[[], dict[str, forms.Field]]] = {
    "other_name": lambda: {
        "name": line("Other name", 160),
        "kind": forms.ChoiceField(label="What it is", choices=NameKind, required=False),
    },
    "priority": lambda: {"wording": line("In its own words", 300), "priority": _themes()},
    "member": lambda: {"name": line("Name of the organisation", 160), "sector": _sectors()},
    "link": lambda: {
        "label": line("What it is called", 160),
        "url": AddressOfPageField("Web address"),
        "kind": forms.ChoiceField(label="What it leads to", choices=LinkKind, required=False),
    },
}
# What a row has even where nobody filled it in.
CHOSEN_ALREADY = {"kind"}


def cleaned_like(field: forms.Field, value):
    """Return a stored `value` as `field` would return it had somebody typed it; as it is where that is refused."""
    try:
        return field.clean(field.prepare_value(value))
    except ValidationError:
        return value
