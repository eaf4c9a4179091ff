"""The site's own pages in templates, for words that turned out to be no place."""

from django import template

from lcep_site import own_pages
from lcep_site.own_pages import OwnPage

register = template.Library()


@register.simple_tag
def own_pages_about(text: str) -> list[OwnPage]:
    """Return the site's own pages that `text` is about."""
    return own_pages.find(text)
