"""The forms of those who want news by e-mail."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.validators import slug_re
from django.db.models import QuerySet
from django.utils.text import slugify

from members.mailing_list.consent import CONSENTS, CURRENT
from members.mailing_list.subscriptions import Choices
from partnerships.forms.base import ConsentField, OwnAddressField, ProblemListForm
from partnerships.models import Partnership, Region, StrategicPriority
from partnerships.models.slugs import leading_to
from partnerships.text.pasted import one_line

# With more partnerships than that, the form asks for a name.
MOST_LISTED = 1000
NO_CONSENT = "Tick the box if you agree. Without that we cannot send you news"


class SlugsField(forms.ModelMultipleChoiceField):
    """Any number of rows by their slugs, former ones too: links are kept. Slugs without a row are left out."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: QuerySet[Any], *, label: str | None = None) -> None:
        super().__init__(queryset, to_field_name="slug", required=False, label=label)

    def clean(self, value: list[str] | None) -> QuerySet[Any]:
        slugs = [slug for slug in value or [] if slug_re.match(slug)]
        assert self.queryset is not None
        return self.queryset.filter(pk__in={row.pk for row in leading_to(self.queryset, slugs).values()})


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
        if not typed:
            return super().to_python(value)
        rows = Partnership.objects.published()
        slug = slugify(typed)
        row = rows.filter(name=typed).first() if isinstance(self.widget, forms.TextInput) else None
        row = row or leading_to(rows, [slug]).get(slug)
        return super().to_python(row.slug if row else typed)


class ChoicesForm(ProblemListForm):
    """Which news somebody wants. There are many partnerships, so the chosen ones are shown and one can be added."""

    about_others = "Save your choices, and you can select another."

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
        return {"regions": cleaned["regions"], "priorities": cleaned["priorities"], "partnerships": partnerships}

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
    field_order = ["email", "regions", "priorities", "partnerships", "partnership", "consent"]


class ChoicesLinkForm(forms.Form):
    """The query string of a link to the form, with choices. It is always valid: unknown ones are left out."""

    region = SlugsField(Region.objects.all())
    priority = SlugsField(StrategicPriority.objects.all())
    partnership = SlugsField(Partnership.objects.published())

    @property
    def initial_choices(self) -> dict[str, QuerySet[Any]]:
        """The choices as the initial values of ChoicesForm."""
        self.is_valid()
        chosen = self.cleaned_data
        return {"regions": chosen["region"], "priorities": chosen["priority"], "partnerships": chosen["partnership"]}
