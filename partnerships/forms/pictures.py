"""The field for a picture: refused with a plain sentence, or kept at once, so that it need not be chosen again."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import FILE_INPUT_CONTRADICTION

from partnerships.files import pictures

WHAT_TO_SEND = (
    "JPEG, PNG, WebP, GIF or AVIF, up to 5 megabytes. Its place, camera and other details are removed, and it is kept "
    "in several sizes."
)
REFUSALS = {
    pictures.TooManyBytes: "This file is larger than 5 megabytes. Choose a smaller one",
    pictures.TooManyPixels: "This picture has more than 40 million pixels. Make it smaller first",
    pictures.IsSvg: "This is an SVG drawing, which can hold programs. Save it as PNG and choose that",
    pictures.NotAPicture: "This is not a picture in JPEG, PNG, WebP, GIF or AVIF, whatever its name says. "
    "Choose another file, or save it as one of these first",
    pictures.IsAnimated: "This picture moves. Choose one that stands still",
    pictures.IsBroken: "This picture cannot be read to its end. It may be damaged: save or download it again",
}
for _kind in pictures.PictureRefused.__subclasses__():
    assert _kind in REFUSALS, f"Nothing says what {_kind} means."


class PictureInput(forms.ClearableFileInput):
    """Chooses a file, and shows the picture there is. One whose form was not saved comes back in a hidden field."""

    template_name = "admin/widgets/picture.html"
    held = ""

    def value_from_datadict(self, data, files, name):
        """Return what was chosen: a file, False for none any more, or the name of a picture kept before."""
        chosen = super().value_from_datadict(data, files, name)
        return pictures.unstash(data.get(f"{name}-held", "")) or None if chosen is None else chosen

    def value_omitted_from_data(self, data, files, name):
        """Whether nothing at all was sent for it."""
        return super().value_omitted_from_data(data, files, name) and f"{name}-held" not in data

    def get_context(self, name, value, attrs):
        """Add the picture kept for the next try."""
        context = super().get_context(name, value, attrs)
        shown = self.held or (str(value) if value else "")
        context["widget"] |= {
            "held": pictures.stash(self.held) if self.held else "",
            "held_name": f"{name}-held",
            "shown": shown,
        }
        return context


class PictureField(forms.FileField):
    """Takes a picture into `folder` and gives the name of its largest file; "" and False as FileField does."""

    widget = PictureInput

    def __init__(self, *, folder: str, **kwargs):
        super().__init__(**{"help_text": WHAT_TO_SEND} | kwargs)
        self.folder = folder
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,image/gif,image/avif"

    def clean(self, data, initial=None):
        """Return the name of the picture, kept already. It can be taken up again if the rest of the form is refused."""
        if isinstance(data, str) and data:
            name = data
        else:
            value = super().clean(data, initial)
            if not value or value is initial or data is FILE_INPUT_CONTRADICTION:
                return value
            try:
                name = pictures.keep(value, self.folder)
            except pictures.PictureRefused as refused:
                raise ValidationError(REFUSALS[type(refused)], code=type(refused).__name__) from None
        self.widget.held = name
        return name
