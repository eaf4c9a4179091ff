"""The card of a partnership on a page that is about it."""

from django import template

from partnerships.models import Partnership
from partnerships.search import cards
from partnerships.search.results import Match
from partnerships.search.snapshot import keeping

register = template.Library()


@register.simple_tag
def card_of(partnership: Partnership) -> str:
    """Draw the card of `partnership`; nothing if it is not published any more."""
    shown = cards.of_matches(keeping.current(), [Match(partnership.pk)])
    return shown[0].html if shown else ""
