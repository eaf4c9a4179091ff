"""As whom staff read the next news by e-mail."""

from typing import Any

from django import forms
from django.db.models import Model

from partnerships.models import Region


class DigestPreviewForm(forms.Form):
    """For whom the mail is shown: who chose a region, or nothing and so everything."""

    region = forms.ModelChoiceField(
        Region.objects.all(), to_field_name="slug", required=False, empty_label="Everybody who chose everything"
    )

    @property
    def chosen(self) -> frozenset[Model]:
        """The choices of such a reader. Nonsense is no choice."""
        region: Any = self.cleaned_data.get("region") if self.is_valid() else None
        return frozenset([region] if region else [])
