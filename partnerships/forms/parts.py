"""The form of a part of a local authority that a partnership works in."""

from typing import Any

from partnerships.forms.rows import RowForm
from partnerships.geography.parts import Whereabouts, name_of, not_there, of_districts, problem_of, whereabouts_of
from partnerships.models import LocalAuthority, PartnershipPart
from partnerships.vocabulary.parts import PartKind


class PartForm(RowForm):
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
            self.add_error("postcode_districts", not_there(unknown, authority))
        return where

    def _looked_up(self, authority: LocalAuthority, kind: str, name: str) -> Whereabouts:
        if problem := problem_of(kind, name, authority):
            is_district = kind == PartKind.DISTRICT
            more = "" if is_district else ". Enter its postcode districts"
            self.add_error("name" if is_district else "postcode_districts", problem + more)
        return whereabouts_of(kind, name, *authority.codes)
