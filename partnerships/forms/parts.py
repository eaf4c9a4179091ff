"""The form of a part of a local authority that a partnership works in."""

from typing import Any

from django import forms

from partnerships.geography.parts import Whereabouts, name_of, of_districts, whereabouts_of
from partnerships.geography.postcode_districts import districts_of
from partnerships.models import LocalAuthority, PartnershipPart
from partnerships.text.sentences import listed
from partnerships.vocabulary.parts import PartKind


class PartForm(forms.ModelForm):
    """Looks up the postcode districts of a part where none are given, and refuses those its authority does not have."""

    class Meta:
        model = PartnershipPart
        fields = ["authority", "kind", "name", "postcode_districts", "source", "as_of", "confidence"]

    def clean_name(self) -> str:
        """Return the name as it is kept."""
        return name_of(self.cleaned_data.get("kind", ""), self.cleaned_data["name"])

    def clean_postcode_districts(self) -> str:
        """Return the codes in capitals with one space between them, whatever stood there."""
        return " ".join(self.cleaned_data["postcode_districts"].upper().replace(",", " ").replace(";", " ").split())

    def clean(self) -> dict[str, Any]:
        """Find the districts and their place. Beside the field it says what is not known, and what to do."""
        cleaned = super().clean() or self.cleaned_data
        authority, kind, name = (cleaned.get(field) for field in ("authority", "kind", "name"))
        given = cleaned.get("postcode_districts")
        if authority and kind and name and given is not None:
            where = self._given(authority, given) if given else self._looked_up(authority, kind, name)
            cleaned["postcode_districts"] = " ".join(where.districts)
            self.instance.easting, self.instance.northing = where.easting, where.northing
        return cleaned

    def _given(self, authority: LocalAuthority, codes: str) -> Whereabouts:
        where = of_districts(codes.split(), *authority.codes)
        if unknown := [code for code in codes.split() if code not in where.districts]:
            self.add_error("postcode_districts", _unknown(unknown, authority))
        return where

    def _looked_up(self, authority: LocalAuthority, kind: str, name: str) -> Whereabouts:
        where = whereabouts_of(kind, name, *authority.codes)
        if where.districts:
            return where
        if kind == PartKind.DISTRICT:
            self.add_error("name", _unknown([name], authority))
        else:
            what = "was mostly in" if kind == PartKind.FORMER else "is mostly"
            self.add_error(
                "postcode_districts",
                f"We know no postcode district of {authority} that {what} {name}. Enter its postcode districts",
            )
        return where


def _unknown(codes: list[str], authority: LocalAuthority) -> str:
    """Return that `codes` are no postcode districts of `authority`, and examples of those that are."""
    there = [district for code in authority.codes for district in districts_of(code)]
    largest = sorted(there, key=lambda district: -district.postcodes)[:3]
    example = f", which has for example {listed(district.code for district in largest)}" if largest else ""
    verb = "are no postcode districts" if len(codes) > 1 else "is no postcode district"
    return f"{listed(codes)} {verb} of {authority}{example}"
