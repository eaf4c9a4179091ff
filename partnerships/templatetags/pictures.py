"""Uploaded pictures, each in the width a screen needs."""

from django import template
from django.core.files.storage import default_storage

from partnerships.files.pictures import WIDTHS, Picture

# Wide enough for most screens; others choose from the rest.
USUAL_WIDTH = WIDTHS[2]

register = template.Library()


@register.inclusion_tag("components/picture.html")
def picture(name, alt: str, sizes: str = "100vw", css_class: str = "", is_lazy: bool = True):
    """Show the picture called `name`, as its row keeps it, with `alt` for those who do not see it.

    `sizes` says how wide it is shown, as the attribute of the same name does. One that is seen at once, without
    scrolling, is not lazy. A file that pictures.py did not make is shown as it is.
    """
    kept = Picture.named(str(name))
    context = {"alt": alt, "sizes": sizes, "css_class": css_class, "is_lazy": is_lazy, "sources": []}
    if kept is None:
        return context | {"url": default_storage.url(str(name)), "width": "", "height": ""}
    sources = [(width, default_storage.url(file)) for width, file in kept.sizes]
    width, url = next((source for source in sources if source[0] >= USUAL_WIDTH), sources[-1])
    return context | {"url": url, "sources": sources, "width": width, "height": kept.size_at(width)[1]}
