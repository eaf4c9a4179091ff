"""The forms of those who want news by e-mail."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.db.models import QuerySet
from django.utils.text import slugify

from members.mailing_list.choices import kinds
from members.mailing_list.consent import CONSENTS, CURRENT
from members.mailing_list.subscriptions import Choices
from partnerships.forms.base import ConsentField, OwnAddressField, ProblemListForm
from partnerships.forms.query_strings import QueryStringForm
from partnerships.models import Partnership, Region, StrategicPriority
from partnerships.models.slugs import leading_to
from partnerships.text.pasted import one_line

# With more partnerships than that, the form asks for a name.
MOST_LISTED = 1000
NO_CONSENT = "Tick the box if you agree. Without that we cannot send you news"


class SlugsField(forms.ModelMultipleChoiceField):
    """Any number of rows by their slugs, former ones too: links are kept.

    A slug without a row is a mistake, since none at all means everything; with `leaves_out` it is left out.
    """

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": (
            "Something you selected is not in this directory any more. Check what is selected now: with nothing "
            "selected you hear of everything"
        )
    }

    def __init__(self, queryset: QuerySet[Any], *, label: str | None = None, leaves_out: bool = False) -> None:
        super().__init__(queryset, to_field_name="slug", required=False, label=label)
        self.leaves_out = leaves_out

    def clean(self, value: list[str] | None) -> QuerySet[Any]:
        assert self.queryset is not None
        slugs = list(filter(None, value or []))
        found = self.found(slugs)
        if not self.leaves_out and any(slug not in found for slug in slugs):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.queryset.filter(pk__in={row.pk for row in found.values()})

    def found(self, slugs: Iterable[str]) -> dict[str, Any]:
        """Return the rows that `slugs` lead to, by these."""
        assert self.queryset is not None
        return leading_to(self.queryset, [slug for slug in slugs if slug_re.match(slug)])


class KindsField(forms.MultipleChoiceField):
    """Any number of kinds of news by their names, as a SlugsField of rows."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": SlugsField.default_error_messages["invalid_choice"]}

    def __init__(self, *, label: str | None = None, leaves_out: bool = False) -> None:
        super().__init__(choices=kinds, required=False, label=label)
        self.leaves_out = leaves_out

    def to_python(self, value: Any) -> list[str]:
        """Return the names given; with `leaves_out` those there are."""
        names = [name for name in super().to_python(value) if name]
        return self.found(names) if self.leaves_out else names

    def found(self, names: Iterable[str]) -> list[str]:
        """Return those of `names` that a kind of news has, each once."""
        return [name for name in dict.fromkeys(names) if self.valid_value(name)]


class PartnershipField(forms.ModelChoiceField):
    """A published partnership to choose from a list, by its slug; where these are too many to list, by its name."""

    def __init__(self, *, label: str) -> None:
        super().__init__(
            Partnership.objects.published(),
            to_field_name="slug",
            required=False,
            label=label,
            empty_label="None selected",
            error_messages={"invalid_choice": "Select a partnership from the list"},
        )

    def ask_for_name(self) -> None:
        """Ask for the name instead of listing every partnership."""
        # In place of the list, whose rows are not read then.
        self.widget = forms.TextInput(attrs={"autocomplete": "off"})
        self.help_text = f"Its name as it is in this directory. {self.help_text}"
        self.error_messages["invalid_choice"] = "Enter the name of a partnership as it is in this directory"

    def to_python(self, value: Any) -> Any:
        """Return the partnership at the slug `value`, or with that name if that was asked for, None for nothing."""
        typed = one_line(str(value or ""))
        if not typed and str(value or "").strip():
            # A NUL or the like, which no page of ours sends.
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        if not typed:
            return None
        rows = Partnership.objects.published()
        slug = slugify(typed)
        row = rows.filter(name=typed).first() if isinstance(self.widget, forms.TextInput) else None
        row = row or leading_to(rows, [slug]).get(slug)
        return super().to_python(row.slug if row else typed)


class ChoicesForm(ProblemListForm):
    """Which news somebody wants. There are many partnerships, so the chosen ones are shown and one can be added."""

    about_others = "Save your choices, and you can select another."
    # Their boxes are not always there.
    element_ids = {"partnerships": "id_partnership"}

    kinds = KindsField(label="Kinds of news (optional)")
    regions = SlugsField(Region.objects.all(), label="Regions (optional)")
    priorities = SlugsField(StrategicPriority.objects.all(), label="What partnerships work on (optional)")
    partnerships = SlugsField(Partnership.objects.published(), label="Partnerships (optional)")
    partnership = PartnershipField(label="A partnership (optional)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partnership"]
        assert isinstance(field, PartnershipField)
        field.help_text = self.about_others
        if Partnership.objects.published()[MOST_LISTED : MOST_LISTED + 1].exists():
            field.ask_for_name()

    @property
    def choices(self) -> Choices:
        """What was chosen. The form must be valid."""
        cleaned = self.cleaned_data
        partnerships = [*cleaned["partnerships"], *filter(None, [cleaned["partnership"]])]
        chosen = {name: cleaned[name] for name in ("kinds", "regions", "priorities")}
        return chosen | {"partnerships": partnerships}

    @property
    def narrows_further(self) -> bool:
        """Whether anything is chosen, or wrong, in what is folded until then."""
        folded = ("priorities", "partnerships", "partnership")
        return any(self[name].value() or self[name].errors for name in folded)

    @cached_property
    def chosen_partnerships(self) -> list[Partnership]:
        """The partnerships to show with a tick."""
        slugs = [str(slug) for slug in self["partnerships"].value() or []]
        return list(Partnership.objects.published().filter(slug__in=filter(slug_re.match, slugs)))


class SubscriptionForm(ChoicesForm):
    """The form of somebody who is not on the list yet: the choices, the address and the consent."""

    email = OwnAddressField(
        help_text="We first send a mail to this address to see that it is yours. It is never published.",
    )
    consent = ConsentField(consents=CONSENTS, current=CURRENT, refusal=NO_CONSENT)
    about_others = "You can add others later, from any mail we send you."
    field_order = ["email", "kinds", "regions", "priorities", "partnerships", "partnership", "consent"]


class ChoicesLinkForm(QueryStringForm):
    """The query string of a link to the form, with choices. It is always valid: unknown ones are left out, and told."""

    reasons = QueryStringForm.reasons | {"kind": "it is not one of the kinds of news"}

    page = None  # type: ignore[assignment]  # so Django takes a field away
    kind = KindsField(leaves_out=True)
    region = SlugsField(Region.objects.all(), leaves_out=True)
    priority = SlugsField(StrategicPriority.objects.all(), leaves_out=True)
    partnership = SlugsField(Partnership.objects.published(), leaves_out=True)

    def ignored_values(self, name: str) -> list[str]:
        """Return the slugs or names given for the field `name` that lead to nothing."""
        field, given = self.fields[name], list(filter(None, self.data.getlist(name)))
        assert isinstance(field, SlugsField | KindsField)
        found = field.found(given) if given else ()
        return [slug for slug in given if slug not in found]

    @property
    def initial_choices(self) -> Choices:
        """The choices as the initial values of ChoicesForm."""
        chosen = self.cleaned_data
        of_field = {"kinds": "kind", "regions": "region", "priorities": "priority", "partnerships": "partnership"}
        return {name: chosen[field] for name, field in of_field.items()}
