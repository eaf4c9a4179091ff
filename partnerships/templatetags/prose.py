"""Markdown of the directory as safe HTML."""

import nh3
from django import template
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from partnerships.text.pasted import markdown

ALLOWED_TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "strong", "ul"}

# Above a text stand the headings of its page.
HIGHEST, LOWEST = 3, 4

register = template.Library()
_markdown = MarkdownIt("commonmark", {"html": False})


@register.filter
def prose(text: str) -> str:
    """Return Markdown `text` as HTML of a few plain tags; raw HTML in it is shown as typed, not interpreted.

    Bullets as programs write them are lists, and headings are lowered to where they stand on a page.
    """
    if not text:
        return ""
    cleaned = nh3.clean(_html(text), tags=ALLOWED_TAGS, link_rel="nofollow ugc noopener")
    return mark_safe(f'<div class="prose">{cleaned}</div>')  # noqa: S308 - cleaned above


def _html(text: str) -> str:
    tokens = _markdown.parse(markdown(text))
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    lowered_by = HIGHEST - min((int(token.tag[1]) for token in headings), default=HIGHEST)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + max(lowered_by, 0), LOWEST)}"
    return _markdown.renderer.render(tokens, _markdown.options, {})
