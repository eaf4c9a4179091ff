"""The patchwork of a partnership on a page."""

from django import template
from django.utils.safestring import SafeString

from partnerships.models import Partnership
from partnerships.patchwork import drawing
from partnerships.patchwork.tiles import emblem_of
from partnerships.search.patchworks import patchwork_of as rows_of
from partnerships.search.snapshot import keeping

register = template.Library()
# How much of a patchwork there is at each size.
_PARTS = {"emblem": emblem_of, "strip": lambda rows: rows[:1], "square": lambda rows: rows}


@register.simple_tag
def patchwork_shapes() -> SafeString:
    """Draw nothing: the shapes that the patchworks of the page name."""
    return drawing.shapes_of_pages()


@register.simple_tag
def patchwork_of(partnership: Partnership, size: str) -> SafeString:
    """Draw the patchwork of `partnership` as an "emblem" of 2 by 2 tiles, a "strip" of 4 or a "square" of 4 by 4."""
    return drawing.as_svg(_PARTS[size](rows_of(keeping.current(), partnership.pk)))
