"""Three partnerships a day that the home page shows, so that over time each is seen as often as any other."""

import datetime

from partnerships.search import figures
from partnerships.search.results import Match
from partnerships.search.snapshot.sets import MEMBERS, SUMMED_UP, Bits, Snapshot, union
from partnerships.vocabulary import Stage

SHOWN = 3
# Multiplied by an odd number modulo a power of two, keys keep apart and lose their order.
_ODD, _RANGE = 2654435761, 2**32


def of_the_day(snapshot: Snapshot, day: datetime.date) -> list[Match]:
    """Return the partnerships that are shown on `day`: the same for everybody, whoever asks.

    In as many days as there are to be shown, each is shown SHOWN times.
    """
    keys = sorted(snapshot.keys_of(worth_showing(snapshot)), key=_mixed)
    number = min(SHOWN, len(keys))
    start = day.toordinal() * number
    return [Match(keys[(start + place) % len(keys)]) for place in range(number)]


def worth_showing(snapshot: Snapshot) -> Bits:
    """Return those at work of which enough is known: a summary, a place, a priority they state and a member."""
    known = (snapshot.sets[name] for name in ("authority", "priority", MEMBERS, SUMMED_UP))
    fit = figures.working(snapshot) & ~snapshot.having("stage", [Stage.DORMANT])
    for values in known:
        fit &= union(values.values())
    return fit


def _mixed(key: int) -> int:
    """Return where `key` comes in an order that has nothing to do with names or regions, and stays as it is."""
    return key * _ODD % _RANGE
