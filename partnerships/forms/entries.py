"""The form staff edit a partnership's entry with: what looks wrong is asked about before anything is saved."""

import re
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet

from partnerships.curation import entry_warnings
from partnerships.curation.entry_warnings import EditedEntry, EntryWarning, fingerprint
from partnerships.models import LocalAuthority, Partnership

# How Django names the address in a row of links.
_LINK_URL_FIELD = re.compile(r"links-(\d+)-url")


class EntryForm(forms.ModelForm):
    """A form that is not valid while something looks wrong and nobody has ticked that it is right.

    `warnings` holds what looks wrong, once is_valid() was called. `by` is who fills it in: a class of the form is made
    for each request.
    """

    by: User | None = None
    warnings: list[EntryWarning] = []

    def is_valid(self) -> bool:
        """Whether it can be saved: no mistakes, and no warning but those that were shown and acknowledged."""
        if not super().is_valid():
            return False
        links = self._new_links()
        entry = EditedEntry(self.instance, self._authorities(), self._visible(), links)
        self.warnings = entry_warnings.of_entry(entry, changed=[*self.changed_data, *(["links"] if links else [])])
        return not self.warnings or self._acknowledged >= {fingerprint(warning) for warning in self.warnings}

    @property
    def acknowledging(self) -> str:
        """What "save anyway" sends along: which warnings were shown."""
        return " ".join(fingerprint(warning) for warning in self.warnings)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What looks wrong, each with the id of the field to look at, "" when that is not the person's to change."""
        return [
            (warning.sentence, self[warning.field].auto_id if warning.field in self.fields else "")
            for warning in self.warnings
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the words that stand for a logo where it cannot be seen."""
        super().clean()
        cleaned = self.cleaned_data
        # "clear" is False, no change is None or the logo there is.
        if cleaned.get("logo") and not cleaned.get("logo_alt") and "logo_alt" not in self.errors:
            self.add_error("logo_alt", "Enter what the logo shows, for people who do not see it. Its words will do")
        return cleaned

    @property
    def _acknowledged(self) -> set[str]:
        # "heeded" is what forms that are open in a browser send.
        return set(self.data.get("heeded", "").split()) if "save_anyway" in self.data else set()

    def _new_links(self) -> list[str]:
        """Return the addresses typed into the rows of links below the form that the entry does not have yet."""
        typed = {
            value.strip()
            for name, value in self.data.items()
            if (row := _LINK_URL_FIELD.fullmatch(name)) and f"links-{row[1]}-DELETE" not in self.data
        }
        known = set(self.instance.links.values_list("url", flat=True)) if self.instance.pk and typed else set()
        return sorted(typed - known - {""})

    def _authorities(self) -> list[LocalAuthority]:
        if "authorities" in self.cleaned_data:
            return list(self.cleaned_data["authorities"].select_related("bridge"))
        return list(self.instance.authorities.select_related("bridge")) if self.instance.pk else []

    def _visible(self) -> QuerySet[Partnership]:
        published = Partnership.objects.published()
        return published | Partnership.objects.editable_by(self.by) if self.by else published
