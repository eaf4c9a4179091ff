"""Choosing local authorities by region and county, with one tick box for all of a county."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from partnerships.models import LocalAuthority, Region

# The label of those that lie in no county council's area.
NO_COUNTY = "Unitary authorities, metropolitan districts and London boroughs"


@dataclass(frozen=True)
class County:
    """The authorities of one county, each with whether it is chosen; `name` is blank for those in no county."""

    name: str
    choices: list[tuple[LocalAuthority, bool]]

    @property
    def label(self) -> str:
        return self.name or NO_COUNTY

    @property
    def can_be_chosen_whole(self) -> bool:
        """Whether there is a tick box for all of it."""
        return bool(self.name) and len(self.choices) > 1


@dataclass(frozen=True)
class RegionChoices:
    """A region and its counties, to choose authorities from."""

    region: Region
    counties: list[County]

    @property
    def total(self) -> int:
        return sum(len(county.choices) for county in self.counties)

    @property
    def chosen(self) -> int:
        return sum(is_chosen for county in self.counties for _, is_chosen in county.choices)


class AuthoritiesInput(forms.SelectMultiple):
    """Tick boxes, folded by region. The box of a county adds all of its authorities to those ticked one by one."""

    template_name = "admin/widgets/authorities.html"
    use_fieldset = True

    class Media:
        js = ["js/authorities.js"]

    @property
    def _authorities(self) -> QuerySet[LocalAuthority]:
        # A ModelMultipleChoiceField sets this kind of `choices`, where a widget's are declared as pairs.
        return cast("forms.models.ModelChoiceIterator[LocalAuthority]", self.choices).queryset

    def value_from_datadict(
        self, data: Mapping[str, Any], files: "MultiValueDict[str, UploadedFile]", name: str
    ) -> list[str]:
        """Return the keys of the authorities chosen, including those of counties chosen as a whole."""
        keys = super().value_from_datadict(data, files, name) or []
        whole = super().value_from_datadict(data, files, f"{name}_all_of") or []
        if not whole:
            return keys
        added = [str(authority.pk) for authority in self._authorities if authority.county and authority.county in whole]
        return list(dict.fromkeys([*map(str, keys), *added]))

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: "MultiValueDict[str, UploadedFile]", name: str
    ) -> bool:
        """Return False: boxes that are not ticked are never sent, so nothing sent means none chosen."""
        return False

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """Return no id: the label belongs to all the boxes together."""
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Not the context of a select, which would query each of its options.
        context = forms.Widget.get_context(self, name, self.format_value(value), attrs)
        chosen = set(map(str, context["widget"]["value"] or []))
        context["widget"]["regions"] = list(self._regions(chosen))
        return context

    def _regions(self, chosen: set[str]) -> Iterator[RegionChoices]:
        for region, in_region in groupby(self._authorities, key=lambda authority: authority.region):
            counties = [
                County(county, [(authority, str(authority.pk) in chosen) for authority in in_county])
                for county, in_county in groupby(in_region, key=lambda authority: authority.county)
            ]
            yield RegionChoices(region, counties)


class AuthoritiesField(forms.ModelMultipleChoiceField):
    widget = AuthoritiesInput

    def __init__(self, **kwargs: Any) -> None:
        rows = LocalAuthority.objects.select_related("region").order_by("region__position", "region", "county", "name")
        super().__init__(**{"queryset": rows} | kwargs)
