"""Distances in words."""

from django import template

from partnerships.geography.distances import whole_miles

register = template.Library()


@register.filter
def miles(metres: float) -> str:
    """Return `metres` as "less than a mile away" or "about 4 miles away": a straight line, to the nearest mile."""
    whole = whole_miles(metres)
    if whole < 1:
        return "less than a mile away"
    return f"about {whole} mile{'' if whole == 1 else 's'} away"
