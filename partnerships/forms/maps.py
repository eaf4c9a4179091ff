"""What the maps of England can be asked: which places stand out, and what is seen of England."""

from collections.abc import Iterable

from django import forms

from partnerships.coverage.levels import CoverageGroup
from partnerships.coverage.map_pages import STAGES, MapChoice
from partnerships.coverage.need import NeedBand
from partnerships.forms.query_strings import EntryField, QueryStringForm
from partnerships.models import LocalAuthority, Region


class MapForm(QueryStringForm):
    """Lets the places that are covered in one way stand out, and opens a region or marks a local authority."""

    reasons = QueryStringForm.reasons | {
        "show": "the map does not tell that apart",
        "authority": "it is not one of the local authorities",
    }

    show = forms.ChoiceField(choices=[*CoverageGroup.choices, *STAGES.items()], required=False)
    region = EntryField(Region.objects.all())
    authority = EntryField(LocalAuthority.objects.all())

    @property
    def asked(self) -> tuple[str, Region | None, LocalAuthority | None]:
        """Which places stand out, "" for all, and the region and the local authority it is about."""
        cleaned = self.cleaned_data
        return cleaned.get("show", ""), cleaned.get("region"), cleaned.get("authority")

    @property
    def of_england(self) -> str:
        """The query string of the same map of all England."""
        return self.query_string(region=None, authority=None)

    @property
    def of_both(self) -> str:
        """The query string of what both maps understand."""
        return self.query_string(show=None)

    def links_to(self, choices: Iterable[MapChoice]) -> list[tuple[MapChoice, str]]:
        """Return each of `choices` with the query string of the same map narrowed to it."""
        return [(choice, self.query_string(show=choice.value)) for choice in choices]


class NeedMapForm(MapForm):
    """The same for the map of need: what stands out may be a band of it."""

    show = forms.ChoiceField(choices=[*CoverageGroup.choices, *NeedBand.choices], required=False)
