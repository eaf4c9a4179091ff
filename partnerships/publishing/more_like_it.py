"""What a reader of something published may read next: others of its list, the most alike first."""

from typing import NamedTuple

from django.db.models import Case, Q, Value, When

from partnerships.models.editorial import Editorial
from partnerships.published_kinds.table import Listing, PublishedKind, value_of
from partnerships.search.facets import ordering

MAX_ROWS = 4
# What makes two of a list alike, the most telling first: whose they are, their part of the list, what they are.
_ALIKE = ("partnership_id", "bridge_id", "section", "kind")


class Another(NamedTuple):
    """One of the others: its title, the address of its page, and in short what it is."""

    title: str
    url: str
    summary: str


def more_like(row: Editorial, kind: PublishedKind, listing: Listing) -> list[Another]:
    """Return up to MAX_ROWS others of `listing` that have not passed: those most like `row` first. One query."""
    shared = {name: value for name in _ALIKE if (value := getattr(row, name, None))}
    likeness = [Case(When(Q(**{name: value}), then=Value(0)), default=Value(1)) for name, value in shared.items()]
    others = listing.current().exclude(pk=row.pk)
    rows = others.order_by(*likeness, *ordering(listing.order))[:MAX_ROWS]
    return [Another(other.title, other.get_absolute_url(), value_of(other, kind.summary)) for other in rows]
