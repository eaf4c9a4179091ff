"""Distances as people in England say them."""

from django import template

METRES_A_MILE = 1609.344

register = template.Library()


@register.filter
def miles(metres: float) -> str:
    """Return `metres` as "less than a mile away" or "about 4 miles away": a straight line, to the nearest mile."""
    whole = round(metres / METRES_A_MILE)
    if whole < 1:
        return "less than a mile away"
    return f"about {whole} mile{'' if whole == 1 else 's'} away"
