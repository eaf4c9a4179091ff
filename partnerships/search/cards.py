"""The cards of partnerships in lists, kept with the snapshot until a partnership changes.

components/card.html is what draws one, here and wherever else there are cards.
"""

from collections.abc import Sequence

from django.template.loader import get_template

from partnerships.models import Partnership
from partnerships.search.results import Match
from partnerships.search.snapshot.kept_cards import Card
from partnerships.search.snapshot.sets import Snapshot

TEMPLATE = "components/card.html"


def of_matches(snapshot: Snapshot, matches: Sequence[Match]) -> list[Card]:
    """Return the cards of `matches`, without those of partnerships that are not published any more.

    Four queries if one is not kept. How far away a partnership is depends on who asks: such a card is not kept.
    """
    cards = snapshot.cards.get([match.pk for match in matches if match.metres is None])
    missing = {match.pk: match.metres for match in matches if match.pk not in cards}
    if missing:
        template = get_template(TEMPLATE)
        for partnership in Partnership.objects.published().for_cards().filter(pk__in=missing):
            partnership.metres = missing[partnership.pk]
            card = cards[partnership.pk] = Card(partnership, template.render({"partnership": partnership}))
            if partnership.metres is None:
                snapshot.cards.put(card)
    return [cards[match.pk] for match in matches if match.pk in cards]
