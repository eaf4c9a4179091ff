"""The box for a document: what there is now, and a word when a form that was refused has to be given it again."""

from django import forms
from django.core.files.uploadedfile import UploadedFile


class DocumentInput(forms.ClearableFileInput):
    """Chooses a document. `address_of` takes the row and returns where staff get its document.

    A browser does not keep a file that was chosen in a form that is shown again, so the box says so.
    """

    template_name = "admin/widgets/document.html"
    address_of = None
    chosen = ""

    def value_from_datadict(self, data, files, name):
        """Return what was chosen, and remember its name."""
        value = super().value_from_datadict(data, files, name)
        # Asked again after the form has given the file another name.
        if isinstance(value, UploadedFile) and not self.chosen:
            self.chosen = value.name
        return value

    def get_context(self, name, value, attrs):
        """Add where the document there is can be had, and the name of the one that was chosen in vain."""
        context = super().get_context(name, value, attrs)
        row = getattr(value, "instance", None) if context["widget"]["is_initial"] else None
        context["widget"] |= {
            "row": row,
            "address": self.address_of(row) if row and self.address_of else "",
            "chosen": self.chosen,
        }
        return context
