"""The forms of those who want news by e-mail."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.validators import slug_re
from django.db.models import QuerySet
from django.http import QueryDict

from members.mailing_list.consent import CONSENTS, CURRENT
from members.mailing_list.subscriptions import Choices
from partnerships.forms.base import ConsentField, OwnAddressField, ProblemListForm
from partnerships.models import Partnership, Region, StrategicPriority

NO_CONSENT = "Tick the box if you agree. Without that we cannot send you news"


class SlugsField(forms.ModelMultipleChoiceField):
    """Any number of rows by their slugs. Slugs without a row are left out."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: QuerySet[Any], *, label: str | None = None) -> None:
        super().__init__(queryset, to_field_name="slug", required=False, label=label)

    def clean(self, value: list[str] | None) -> QuerySet[Any]:
        slugs = [slug for slug in value or [] if slug_re.match(slug)]
        assert self.queryset is not None
        return self.queryset.filter(slug__in=slugs)


class ChoicesForm(ProblemListForm):
    """Which news somebody wants. There are many partnerships, so the chosen ones are shown and one can be added."""

    regions = SlugsField(Region.objects.all(), label="Regions (optional)")
    priorities = SlugsField(StrategicPriority.objects.all(), label="What partnerships work on (optional)")
    partnerships = SlugsField(Partnership.objects.published(), label="Partnerships (optional)")
    partnership = forms.ModelChoiceField(
        Partnership.objects.published(),
        to_field_name="slug",
        required=False,
        label="A partnership (optional)",
        help_text="Save your choices, and you can select another.",
        empty_label="None selected",
        error_messages={"invalid_choice": "Select a partnership from the list"},
    )

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
    field_order = ["email", "regions", "priorities", "partnerships", "partnership", "consent"]

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, QuerySet[Any]] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["partnership"].help_text = "You can add others later, from any mail we send you."


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
