"""What was checked or changed lately in the entries of partnerships, for the home page."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.text import capfirst

from partnerships.models import Development, Partnership
from partnerships.public_content.settled import Settled
from partnerships.publishing import public_changes
from partnerships.search import figures
from partnerships.search.snapshot.sets import COMPILED, Snapshot

MAX_ROWS, MAX_DEVELOPMENTS = 6, 3


class Lately(NamedTuple):
    """What happened to an entry `on` a day: the `name` of the partnership, its page, and `what` in words."""

    on: datetime.date
    name: str
    url: str
    what: str


class WhatIsNew(NamedTuple):
    """What happened `lately`; if nothing did, the day the last entry was compiled, and what is new for everybody."""

    lately: list[Lately]
    compiled_last: datetime.date | None
    developments: list[Development]


def what_is_new(snapshot: Snapshot) -> WhatIsNew:
    """Return what the home page tells as new. Two queries."""
    if rows := lately(snapshot, MAX_ROWS):
        return WhatIsNew(rows, None, [])
    return WhatIsNew([], compiled_last(snapshot), _developments.current())


def lately(snapshot: Snapshot, number: int) -> list[Lately]:
    """Return the last `number` checks and changes, the latest first; those of one entry on one day as one. Two queries.

    A change is what take_snapshots found, so that none is told that nobody could see.
    """
    happened: dict[tuple[datetime.date, str, str], list[str]] = {}
    keys = [match.pk for match in figures.recently_checked(snapshot, number)]
    # Columns, not rows: to make a query for all that an entry has takes longer than the database takes to answer it.
    checked = Partnership.objects.published().filter(pk__in=keys)
    for on, name, slug, checked_by in checked.values_list("checked_on", "name", "slug", "checked_by"):
        if on:
            happened[on, name, slug] = [f"checked by {checked_by}"]
    columns = ("on", "partnership__name", "partnership__slug", "is_new", "parts")
    for on, name, slug, is_new, parts in public_changes.log().values_list(*columns)[:number]:
        words = ["new here"] if is_new else []
        words += [f"changed: {', '.join(parts)}"] if parts else []
        happened.setdefault((on, name, slug), []).extend(words)
    rows = [
        Lately(on, name, Partnership.address_of(slug), capfirst("; ".join(words)))
        for (on, name, slug), words in happened.items()
    ]
    return sorted(rows, key=lambda row: (-row.on.toordinal(), row.name))[:number]


def _newest_developments() -> list[Development]:
    newest = Development.objects.published().filter(is_planned=False).newest_first()
    return list(newest[:MAX_DEVELOPMENTS])


_developments = Settled(_newest_developments, of_publications=True)


def compiled_last(snapshot: Snapshot) -> datetime.date | None:
    """Return the day on which the last of the public entries was put together from its sources."""
    days: Iterable[str] = snapshot.sets[COMPILED]
    return max(map(datetime.date.fromisoformat, days), default=None)
