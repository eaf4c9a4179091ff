"""What visitors ask of the list of changes."""

from django import forms
from django.db.models import QuerySet

from partnerships.forms.query_strings import PAGE_REASON, QueryStringForm
from partnerships.models import Partnership, PublicChange, Region
from partnerships.publishing import public_changes


class ChangeListForm(QueryStringForm):
    """The query string of the list of changes."""

    reasons = {
        "region": "We ignored “{}”: it is not one of the regions",
        "partnership": "We ignored “{}”: it is not one of the partnerships",
        "since": "We ignored “{}”: it is not a day such as 2026-11-24",
        "page": PAGE_REASON,
    }

    region = forms.ModelChoiceField(Region.objects.all(), to_field_name="slug", required=False)
    partnership = forms.ModelChoiceField(Partnership.objects.published(), to_field_name="slug", required=False)
    since = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    @property
    def changes(self) -> QuerySet[PublicChange]:
        """The changes that the understood part of the query finds, the latest first."""
        rows, chosen = public_changes.log(), self.cleaned_data
        if chosen.get("region"):
            rows = rows.filter(partnership__in=Partnership.objects.in_region(chosen["region"]).order_by().values("pk"))
        if chosen.get("partnership"):
            rows = rows.filter(partnership=chosen["partnership"])
        return rows.filter(on__gte=chosen["since"]) if chosen.get("since") else rows

    @property
    def about(self) -> str:
        """The names of the partnership and the region the list is narrowed to, or ""."""
        chosen = [self.cleaned_data.get("partnership"), self.cleaned_data.get("region")]
        return ", ".join(entry.name for entry in chosen if entry)
