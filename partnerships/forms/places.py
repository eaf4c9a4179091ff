"""The one question of the finder, and the filters of the list of local authorities."""

from django import forms
from django.db.models import QuerySet

from partnerships.forms.query_strings import PAGE_REASON, QueryStringForm
from partnerships.forms.text_fields import LineField
from partnerships.models import LocalAuthority, Region

NOTHING_TYPED = "Enter a postcode, or the name of a town, council or partnership"


class FindForm(forms.Form):
    """Takes any text that names a place."""

    q = LineField(
        label="A postcode, town, council or partnership",
        help_text="For example, LS1 3AB or Whitby",
        error_messages={"required": NOTHING_TYPED},
    )

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The errors, each with the id of the field, for the summary above the page."""
        return [(str(error), "id_q") for error in self.errors.get("q", [])]


class AuthorityListForm(QueryStringForm):
    """Filters local authorities by region, and by whether a partnership works in them."""

    reasons = {
        "region": "We ignored “{}”: it is not one of the regions",
        "covered": "We ignored “{}”: it is neither “yes” nor “no”",
        "page": PAGE_REASON,
    }

    region = forms.ModelChoiceField(Region.objects.all(), to_field_name="slug", required=False)
    covered = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], required=False)

    @property
    def authorities(self) -> QuerySet[LocalAuthority]:
        """Those that fit the valid filters; the others are ignored."""
        authorities, chosen = LocalAuthority.objects.all(), self.cleaned_data
        if chosen.get("covered"):
            authorities = authorities.covered() if chosen["covered"] == "yes" else authorities.uncovered()
        return authorities.filter(region=chosen["region"]) if chosen.get("region") else authorities
