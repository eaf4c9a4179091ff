"""Uploaded pictures, each in the width a screen needs."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.files.storage import default_storage
from django.template import Context

from partnerships.files.pictures import WIDTHS, Picture

# Wide enough for most screens; browsers that need another choose from the rest.
DEFAULT_WIDTH = WIDTHS[2]

register = template.Library()


@register.inclusion_tag("components/picture.html", takes_context=True)
def picture(  # noqa: PLR0913 what the tag is told
    context: Context, name: object, alt: str, sizes: str = "100vw", css_class: str = "", is_lazy: bool = True
) -> dict[str, Any]:
    """Show the picture called `name`, as its row keeps it (a string or a FieldFile), with `alt` as text alternative.

    `sizes` says how wide it is shown, as the attribute of the same name does. One that is seen at once, without
    scrolling, is not lazy. A file that files/pictures.py did not make is shown as it is. On the page of a preview it is
    fetched by the link to that.
    """
    preview = f"?{urlencode({'preview': token})}" if (token := context.get("preview_token")) else ""
    picture = Picture.named(str(name))
    shown: dict[str, Any] = {"alt": alt, "sizes": sizes, "css_class": css_class, "is_lazy": is_lazy, "sources": []}
    if picture is None:
        return shown | {"url": default_storage.url(str(name)) + preview, "width": "", "height": ""}
    sources = [(width, default_storage.url(file) + preview) for width, file in picture.sizes]
    width, url = next((source for source in sources if source[0] >= DEFAULT_WIDTH), sources[-1])
    return shown | {"url": url, "sources": sources, "width": width, "height": picture.size_at(width)[1]}
