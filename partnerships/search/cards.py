"""The cards of partnerships in lists, kept with the snapshot until a partnership changes.

components/card.html is what draws one, here and wherever else there are cards.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from partnerships.models import Partnership
from partnerships.patchwork.drawing import as_svg
from partnerships.patchwork.tiles import emblem_of
from partnerships.search.patchworks import patchwork_of
from partnerships.search.results import Match
from partnerships.search.snapshot.kept_cards import Card, placed
from partnerships.search.snapshot.sets import Bits, Snapshot
from partnerships.text.sentences import listed, opening

TEMPLATE = "components/card.html"
# How many of each a card names.
PRIORITIES_SHOWN, PLACES_NAMED = 3, 3
DISTANCE_TEMPLATE = "components/card_distance.html"
# Letters of a name up to which it stands in one line.
SHORT_NAME = 16


def of_matches(snapshot: Snapshot, matches: Sequence[Match]) -> list[Card]:
    """Return the cards of `matches`, without those of partnerships that are not published any more.

    Four queries if one is not kept. How far away a partnership is depends on who asks: that is not kept.
    """
    cards = snapshot.cards.get([match.pk for match in matches])
    if missing := {match.pk for match in matches} - cards.keys():
        for partnership in Partnership.objects.published().for_cards().filter(pk__in=missing):
            partnership.metres = None
            html = get_template(TEMPLATE).render(_shown(snapshot, partnership))
            card = Card(partnership, html, placed(partnership, snapshot.parts_worked_in(partnership.pk)))
            cards[partnership.pk] = card
            snapshot.cards.put(card)
    return [_at(match.metres, cards[match.pk]) for match in matches if match.pk in cards]


def first_of(snapshot: Snapshot, among: Bits, number: int) -> list[Card]:
    """Return the cards of the first `number` of those `among`, by name."""
    return of_matches(snapshot, [Match(key) for key, _ in snapshot.listed(among, (), 0, number)])


def _shown(snapshot: Snapshot, partnership: Partnership) -> dict[str, Any]:
    """Return what the template of a card shows."""
    slot, labels = snapshot.slot_of(partnership.pk), snapshot.options["priority"]
    stated = [] if slot is None else snapshot.values_at("priority", slot)
    names = sorted(_in_sentence(labels[slug]) for slug in stated if slug in labels)
    return {
        "partnership": partnership,
        "patchwork": as_svg(emblem_of(patchwork_of(snapshot, partnership.pk))),
        "place": place_in_words(partnership),
        "summary": opening(partnership.summary),
        "priorities": names[:PRIORITIES_SHOWN],
        "more_priorities": len(names[PRIORITIES_SHOWN:]),
    }


def within(region: str, shown: Iterable[Card]) -> list[Card]:
    """Return the cards `shown` as on a page about the region of that name: who works there alone does not name it."""
    return [_without_region(card) if _is_within(region, card.partnership) else card for card in shown]


def _is_within(region: str, partnership: Partnership) -> bool:
    return [place.name for place in partnership.regions] == [region]


def _without_region(card: Card) -> Card:
    whole, short = (
        format_html('<p class="card-place">{}</p>', place_in_words(card.partnership, names_region=names_region))
        for names_region in (True, False)
    )
    html = mark_safe(card.html.replace(whole, short, 1))  # noqa: S308 - by templates
    return card._replace(html=html)


def place_in_words(partnership: Partnership, *, names_region: bool = True) -> str:
    """Return where `partnership` works in few words: "Leeds, Yorkshire and The Humber", or "Leeds"."""
    names = [authority.name for authority in partnership.authorities.all()]
    regions = listed(map(_kept_whole, [region.name for region in partnership.regions])) if names_region else ""
    if len(names) > PLACES_NAMED:
        return f"{regions}: {len(names)} local authorities" if regions else f"{len(names)} local authorities"
    return ", ".join(filter(None, [listed(names), regions]))


def _kept_whole(name: str) -> str:
    """Return `name` so that no line breaks within it, if it is short: "East of England"."""
    return name.replace(" ", "\N{NO-BREAK SPACE}") if len(name) <= SHORT_NAME else name


def _in_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


def _at(metres: float | None, card: Card) -> Card:
    """Return `card` as it is `metres` away, if that is known."""
    if metres is None:
        return card
    # What is kept is the others' too.
    partnership = copy(card.partnership)
    partnership.metres = metres
    distance = get_template(DISTANCE_TEMPLATE).render({"metres": metres})
    # It stands last in the foot of a card, which is its last paragraph.
    before, end, after = card.html.rpartition("</p>")
    html = mark_safe(f"{before}{distance}{end}{after}")  # noqa: S308 - by templates
    return card._replace(partnership=partnership, html=html)
