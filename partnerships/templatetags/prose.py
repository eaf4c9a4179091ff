"""Markdown of the directory as safe HTML."""

import nh3
from django import template
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "strong", "ul"}

register = template.Library()
_markdown = MarkdownIt("commonmark", {"html": False})


@register.filter
def prose(text: str) -> str:
    """Return Markdown `text` as HTML of a few plain tags; raw HTML in it is shown as typed, not interpreted."""
    if not text:
        return ""
    cleaned = nh3.clean(_markdown.render(text), tags=ALLOWED_TAGS, link_rel="nofollow ugc noopener")
    return mark_safe(f'<div class="prose">{cleaned}</div>')  # noqa: S308 - cleaned above
