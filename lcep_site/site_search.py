"""Searching everything at once: the site's own pages, entries, members, and whatever is published, grouped by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from lcep_site import own_pages
from members.organisations import slots
from partnerships.forms.query_strings import QueryField, QueryStringForm
from partnerships.published_kinds import table
from partnerships.published_kinds.table import Listing, PublishedKind, value_of
from partnerships.search import text_index, words
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.sets import Bits, Slots, union
from partnerships.search.text_index.excerpts import excerpt

MAX_SHOWN_PER_KIND = 5


def _partnerships() -> tuple[Slots, Bits]:
    snapshot = keeping.current()
    return snapshot, snapshot.formed


def _proposed() -> tuple[Slots, Bits]:
    snapshot = keeping.current()
    return snapshot, snapshot.proposed


def _members() -> tuple[Slots, Bits]:
    organisations = slots.kept.current()
    return organisations, organisations.public


# The listings that grow without end: the rows in memory, and which of them are listed.
_HELD: dict[str, Callable[[], tuple[Slots, Bits]]] = {
    "partnerships": _partnerships,
    "proposed": _proposed,
    "members": _members,
}


@dataclass(frozen=True)
class Hit:
    """One result, with an excerpt as HTML: where the words stand first in it, marked; or "".

    A partnership, or one proposed, has its stage with its date; nothing else has any.
    """

    title: str
    url: str
    excerpt: str
    stage_words: str


@dataclass(frozen=True)
class ResultGroup:
    """The results of one kind: the best hits, how many there are in all, and where the others are."""

    heading: str
    hits: list[Hit]
    count: int
    url: str


class SiteSearchForm(QueryStringForm):
    """The query string of the search of everything."""

    reasons = QueryStringForm.reasons | {"page": "there are no pages"}

    q = QueryField(label="Words")

    @property
    def query(self) -> str:
        """The words to search for, "" when there are none or they make no sense."""
        return self.cleaned_data.get("q", "")


def find(query: str) -> list[ResultGroup]:
    """Return what `query` leads to: our own pages, then the kinds in their order, without those that have nothing.

    Asks the database twice for most kinds, and for each word of those that are held in memory.
    """
    if not query:
        return []
    groups = [_own_pages(query), *(_group(kind, listing, query) for kind, listing in table.listings())]
    return [group for group in groups if group.count]


def _own_pages(query: str) -> ResultGroup:
    hits = [Hit(page.title, page.url, excerpt(query, page.what), "") for page in own_pages.find(query)]
    return ResultGroup(own_pages.HEADING, hits, len(hits), reverse("search"))


def _group(kind: PublishedKind, listing: Listing, query: str) -> ResultGroup:
    count, keys = _in_memory(kind, listing, query) if listing.name in _HELD else _in_database(listing, query)
    by_key = listing.current().in_bulk(keys) if keys else {}
    rows = [by_key[key] for key in keys if key in by_key]
    url = reverse(listing.page)
    hits = [_hit(row, kind, url, query) for row in rows]
    return ResultGroup(listing.heading, hits, count, f"{url}?{urlencode({'q': query})}" if listing.takes_query else url)


def _in_memory(kind: PublishedKind, listing: Listing, query: str) -> tuple[int, list[int]]:
    """Return how many rows of a listing that workers hold in memory are found, and the keys of the best."""
    held, public = _HELD[listing.name]()
    groups = words.groups_of(held, kind.model, public, query)
    found = union(bits for _, bits in groups)
    return found.bit_count(), [key for key, _ in held.listed(found, groups, 0, MAX_SHOWN_PER_KIND)]


def _in_database(listing: Listing, query: str) -> tuple[int, list[int]]:
    """Return how many rows of another listing are found, and the keys of the best."""
    keys = list(text_index.find(listing.current(), query).values_list("pk", flat=True))
    return len(keys), keys[:MAX_SHOWN_PER_KIND]


def _hit(row: Model, kind: PublishedKind, list_url: str, query: str) -> Hit:
    url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else list_url
    found = excerpt(query, *(value_of(row, text) for text in kind.texts))
    # What is not known is not said of each.
    stage = getattr(row, "stage_words", "") if getattr(row, "stage_today", "") else ""
    return Hit(str(row), url, found, stage)
