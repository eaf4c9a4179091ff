"""The widget for a document: the present one, and a notice when a form is shown again without the chosen one."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict


class DocumentInput(forms.ClearableFileInput):
    """Chooses a document. `address_of` takes the row and returns the address where staff get its document.

    A browser does not keep the chosen file of a form that is shown again, so the widget says so.
    """

    template_name = "admin/widgets/document.html"
    address_of: Callable[[Any], str] | None = None
    chosen = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str) -> Any:
        """Return what was chosen, and remember its name."""
        value = super().value_from_datadict(data, files, name)
        # This is called again after the form has given the file another name: the first name counts.
        if isinstance(value, UploadedFile) and not self.chosen:
            self.chosen = value.name or ""
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address of the present document, and the name of one chosen in a form that was not saved."""
        context = super().get_context(name, value, attrs)
        row = getattr(value, "instance", None) if context["widget"]["is_initial"] else None
        context["widget"] |= {
            "row": row,
            "address": self.address_of(row) if row and self.address_of else "",
            "chosen": self.chosen,
        }
        return context
