"""Uploaded pictures, each in the width a screen needs."""

from typing import Any

from django import template
from django.core.files.storage import default_storage

from partnerships.files.pictures import WIDTHS, Picture

# Wide enough for most screens; browsers that need another choose from the rest.
DEFAULT_WIDTH = WIDTHS[2]

register = template.Library()


@register.inclusion_tag("components/picture.html")
def picture(name: object, alt: str, sizes: str = "100vw", css_class: str = "", is_lazy: bool = True) -> dict[str, Any]:
    """Show the picture called `name`, as its row keeps it (a string or a FieldFile), with `alt` as text alternative.

    `sizes` says how wide it is shown, as the attribute of the same name does. One that is seen at once, without
    scrolling, is not lazy. A file that files/pictures.py did not make is shown as it is.
    """
    picture = Picture.named(str(name))
    context: dict[str, Any] = {"alt": alt, "sizes": sizes, "css_class": css_class, "is_lazy": is_lazy, "sources": []}
    if picture is None:
        return context | {"url": default_storage.url(str(name)), "width": "", "height": ""}
    sources = [(width, default_storage.url(file)) for width, file in picture.sizes]
    width, url = next((source for source in sources if source[0] >= DEFAULT_WIDTH), sources[-1])
    return context | {"url": url, "sources": sources, "width": width, "height": picture.size_at(width)[1]}
