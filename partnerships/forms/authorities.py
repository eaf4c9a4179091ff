"""Choosing local authorities by region and county, with one box for the whole of a county."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django import forms

from partnerships.models import LocalAuthority, Region

# What stands over those that no county council's area holds.
NO_COUNTY = "Unitary authorities, metropolitan districts and London boroughs"


@dataclass(frozen=True)
class County:
    """The authorities of one county to choose from; `name` is blank for those in none. Pairs: authority, is chosen."""

    name: str
    choices: list[tuple[LocalAuthority, bool]]

    @property
    def label(self) -> str:
        """What stands over it."""
        return self.name or NO_COUNTY

    @property
    def can_be_chosen_whole(self) -> bool:
        """Whether there is a box for all of it."""
        return bool(self.name) and len(self.choices) > 1


@dataclass(frozen=True)
class RegionChoices:
    """A region, its counties, and how many of its authorities are chosen."""

    region: Region
    counties: list[County]

    @property
    def total(self) -> int:
        """How many authorities it has."""
        return sum(len(county.choices) for county in self.counties)

    @property
    def chosen(self) -> int:
        """How many of them are chosen."""
        return sum(is_chosen for county in self.counties for _, is_chosen in county.choices)


class AuthoritiesInput(forms.SelectMultiple):
    """Boxes to tick, folded by region. A county's box adds all of its authorities to those ticked one by one."""

    template_name = "admin/widgets/authorities.html"
    use_fieldset = True

    class Media:
        js = ["js/authorities.js"]

    def value_from_datadict(self, data, files, name):
        """Return the keys of the authorities chosen, those of counties chosen whole included."""
        keys = super().value_from_datadict(data, files, name) or []
        whole = super().value_from_datadict(data, files, f"{name}_all_of") or []
        if not whole:
            return keys
        added = [str(row.pk) for row in self.choices.queryset if row.county and row.county in whole]
        return list(dict.fromkeys([*map(str, keys), *added]))

    def value_omitted_from_data(self, data, files, name):
        """Whether nothing can be said: boxes that are not ticked are not sent."""
        return False

    def id_for_label(self, id_):
        """Return no id: the label belongs to all the boxes together."""
        return ""

    def get_context(self, name, value, attrs):
        """Add the regions with their counties and what is chosen."""
        # Not the context of a select, which would ask for each of its options.
        context = forms.Widget.get_context(self, name, self.format_value(value), attrs)
        chosen = set(map(str, context["widget"]["value"] or []))
        context["widget"]["regions"] = list(self._regions(chosen))
        return context

    def _regions(self, chosen) -> Iterator[RegionChoices]:
        rows = self.choices.queryset
        for region, in_region in groupby(rows, key=lambda authority: authority.region):
            counties = [
                County(county, [(authority, str(authority.pk) in chosen) for authority in in_county])
                for county, in_county in groupby(in_region, key=lambda authority: authority.county)
            ]
            yield RegionChoices(region, counties)


class AuthoritiesField(forms.ModelMultipleChoiceField):
    """Takes local authorities of all England."""

    widget = AuthoritiesInput

    def __init__(self, **kwargs):
        rows = LocalAuthority.objects.select_related("region").order_by("region__position", "region", "county", "name")
        super().__init__(**{"queryset": rows} | kwargs)
