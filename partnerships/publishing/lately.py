"""What was checked or changed lately in the entries of partnerships, for the home page."""

import datetime
from typing import NamedTuple

from django.db.models import Max
from django.utils.text import capfirst

from partnerships.models import Development, Partnership
from partnerships.public_content.settled import Settled
from partnerships.publishing import public_changes
from partnerships.search import figures
from partnerships.search.snapshot.sets import Snapshot

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
    """Return what the home page tells as new. Two queries, or three where nothing happened to the entries."""
    if rows := lately(snapshot, MAX_ROWS):
        return WhatIsNew(rows, None, [])
    return WhatIsNew([], compiled_last(), _developments.current())


def lately(snapshot: Snapshot, number: int) -> list[Lately]:
    """Return the last `number` checks and changes, the latest first; those of one entry on one day as one. Two queries.

    A change is what take_snapshots found, so that none is told that nobody could see.
    """
    happened: dict[tuple[datetime.date, str, str], list[str]] = {}
    keys = [match.pk for match in figures.recently_checked(snapshot, number)]
    for partnership in Partnership.objects.filter(pk__in=keys).only("name", "slug", "checked_on", "checked_by"):
        happened[_key(partnership.checked_on, partnership)] = [f"checked by {partnership.checked_by}"]
    for change in public_changes.log()[:number]:
        words = ["new here"] if change.is_new else []
        words += [f"changed: {', '.join(change.parts)}"] if change.parts else []
        happened.setdefault(_key(change.on, change.partnership), []).extend(words)
    rows = [Lately(*key, capfirst("; ".join(words))) for key, words in happened.items()]
    return sorted(rows, key=lambda row: (-row.on.toordinal(), row.name))[:number]


def _newest_developments() -> list[Development]:
    newest = Development.objects.published().filter(is_planned=False).newest_first()
    return list(newest[:MAX_DEVELOPMENTS])


_developments = Settled(_newest_developments, of_publications=True)


def compiled_last() -> datetime.date | None:
    """Return the day on which the last of the public entries was put together from its sources. One query."""
    last: datetime.date | None = Partnership.objects.published().aggregate(last=Max("compiled_on"))["last"]
    return last


def _key(on: datetime.date | None, partnership: Partnership) -> tuple[datetime.date, str, str]:
    assert on
    return on, partnership.name, partnership.get_absolute_url()
