"""The field for a picture: refused with a plain message, or kept at once, so that it need not be chosen again."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.widgets import FILE_INPUT_CONTRADICTION
from django.utils.datastructures import MultiValueDict

from partnerships.files import pictures

HELP_TEXT = (
    "JPEG, PNG, WebP, GIF or AVIF, up to 5 megabytes. Its place, camera and other details are removed, and it is kept "
    "in several sizes."
)
Files = MultiValueDict[str, UploadedFile]


class PictureInput(forms.ClearableFileInput):
    """Chooses a file and shows the present picture. One whose form was not saved comes back in a hidden field.

    `stashed` is the name of a picture that is kept and waits for its form to be saved.
    """

    template_name = "admin/widgets/picture.html"
    stashed = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Files, name: str) -> Any:
        """Return a file, False to remove the picture, the name of a stashed one, or None when nothing was chosen."""
        chosen = super().value_from_datadict(data, files, name)
        return pictures.unstash(data.get(f"{name}-held", "")) or None if chosen is None else chosen

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Files, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}-held" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the picture to show, and the token of a stashed one."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "stash_token": pictures.stash(self.stashed) if self.stashed else "",
            "stash_name": f"{name}-held",
            "shown": self.stashed or (str(value) if value else ""),
        }
        return context


class PictureField(forms.FileField):
    """Keeps a picture in `folder` and gives the name of its largest file; other values are those of FileField."""

    widget = PictureInput

    def __init__(self, *, folder: str, **kwargs: Any) -> None:
        super().__init__(**{"help_text": HELP_TEXT} | kwargs)
        self.folder = folder
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,image/gif,image/avif"

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the name of the picture, which is kept by then: if the form has other errors, it is stashed."""
        if isinstance(data, str) and data:
            name = data
        else:
            value = super().clean(data, initial)
            if not value or value is initial or data is FILE_INPUT_CONTRADICTION:
                return value
            name = pictures.keep(value, self.folder)
        self.widget.stashed = name
        return name
