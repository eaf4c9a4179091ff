"""Distances, counts and regions in words, and what colleagues call one another."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from partnerships.curation import staff_lists
from partnerships.geography.distances import whole_miles
from partnerships.text.sentences import name_of, region_in_words

register = template.Library()
register.filter("name_of", name_of)
register.filter("region_in_words", region_in_words)
register.filter("or_over", staff_lists.in_words)


@register.filter
def miles(metres: float) -> str:
    """Return `metres` as "less than a mile away" or "about 4 miles away": a straight line, to the nearest mile."""
    whole = whole_miles(metres)
    if whole < 1:
        return "less than a mile away"
    return f"about {whole} mile{'' if whole == 1 else 's'} away"


@register.filter
def breakable(address: str) -> str:
    """Return an `address` as HTML that may break after each slash and hyphen, rather than inside a word."""
    return mark_safe(re.sub(r"(?<!/)([/-])(?=[^/-])", r"\1<wbr>", escape(address)))  # noqa: S308 - escaped first
