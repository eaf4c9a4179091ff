"""Which lists of what is published hold something now: menus show no others."""

from django.db import Error
from django.db.models import IntegerField, Value

from partnerships.public_content.settled import Settled
from partnerships.published_kinds import table
from partnerships.publishing.event_ends import next_end
from partnerships.search.snapshot import keeping

# These are what the site is about, and are shown if they are empty too.
ALWAYS = frozenset({"partnerships", "members"})
PROPOSED = "proposed"


def holding() -> frozenset[str]:
    """Return the names of the listings that hold something, or are always shown: see published_kinds.

    One query for the stamp of the content; a few small ones after a change, and two for all lists of what is published
    beside entries if any of that has changed, or an event is over. While the database answers nobody, all of them.
    """
    try:
        proposed = {PROPOSED} if keeping.current().proposed else set()
        return ALWAYS | proposed | _others.current()
    except Error:
        return _names()


def _holding_among_others() -> frozenset[str]:
    names = sorted(_names() - ALWAYS - {PROPOSED})
    first, *others = [
        listing.current().order_by().values_list(Value(number, output_field=IntegerField()), flat=True)
        for number, listing in enumerate(map(table.listing_called, names))
    ]
    return frozenset(names[number] for number in first.union(*others))


# A list of events to come may hold nothing once one is over.
_others = Settled(_holding_among_others, of_publications=True, until=lambda now: next_end.current())


def _names() -> frozenset[str]:
    return frozenset(listing.name for _, listing in table.listings())
