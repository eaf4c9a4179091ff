"""What somebody can choose to hear of: the kinds of news, and in words what was chosen."""

from collections.abc import Iterable

from members.models import Subscriber
from partnerships.published_kinds import table
from partnerships.published_kinds.table import Listing, PublishedKind

# The kind of news of entries, named as their list of changes is.
CHANGES, CHANGES_HEADING = "changes", "New and changed entries"
EVERYTHING = "everything"


def published_news() -> list[tuple[PublishedKind, Listing]]:
    """Return the listings whose rows are told as news, each with its kind, in the order of a mail."""
    return [(kind, listing) for kind, listing in table.listings() if kind.is_news]


def kinds() -> list[tuple[str, str]]:
    """Return the name of each kind of news with its heading, in the order of a mail."""
    return [(CHANGES, CHANGES_HEADING), *((listing.name, listing.heading) for _, listing in published_news())]


def headings_of(names: Iterable[str]) -> list[str]:
    """Return the headings of the kinds called `names`, in the order of a mail; names of none are left out."""
    chosen = {*names}
    return [heading for name, heading in kinds() if name in chosen]


def in_words(subscriber: Subscriber) -> str:
    """Return what `subscriber` chose: first the kinds, then what these are about."""
    about = [str(row) for rows in subscriber.choices.values() for row in rows]
    parts = [", ".join(part) for part in (headings_of(subscriber.kinds), about) if part]
    return "; ".join(parts) or EVERYTHING
