"""Sources as they were written down, with links to the pages they name."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# An address by itself, or with a remark in brackets behind it; one that more words follow may be of another page.
ADDRESS = re.compile(
    r"(?P<scheme>https?://)?(?P<rest>(?:[a-z\d-]+\.)+[a-z]{2,}(?:/[^\s;()\[\]\"'<>]*)?)(?= ?[(\[]|$)", re.I
)

register = template.Library()


@register.filter
def linked_sources(text: str) -> SafeString:
    """Return `text`, sources with semicolons between, as HTML in which each address is a link."""
    return mark_safe("; ".join(_linked(source) for source in text.split("; ")))  # noqa: S308 - each part is escaped


def _linked(source: str) -> str:
    match = ADDRESS.match(source)
    if not match:
        return escape(source)
    shown = match.group()
    url = (match["scheme"] or "https://") + match["rest"]
    return f'<a class="spelt-out" href="{escape(url)}">{escape(shown)}</a>{escape(source[len(shown) :])}'
