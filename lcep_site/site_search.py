"""Searching everything at once: entries, members, and whatever is published, grouped by kind."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from partnerships.forms.query_strings import QueryField, QueryStringForm
from partnerships.published_kinds import table
from partnerships.published_kinds.table import Listing, PublishedKind, value_of
from partnerships.search import text_index
from partnerships.search.text_index.excerpts import excerpt

MAX_SHOWN_PER_KIND = 5


@dataclass(frozen=True)
class Hit:
    """One result, with an excerpt as HTML: where the words stand first in it, marked; or ""."""

    title: str
    url: str
    excerpt: str


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
    """Return what `query` leads to, the kinds in their order, without those that have nothing.

    Asks the database twice for each kind.
    """
    groups = [_group(kind, listing, query) for kind, listing in table.listings()] if query else []
    return [group for group in groups if group.count]


def _group(kind: PublishedKind, listing: Listing, query: str) -> ResultGroup:
    matches = text_index.find(listing.current(), query)
    count = matches.order_by().count()
    rows = list(matches[:MAX_SHOWN_PER_KIND]) if count else []
    url = reverse(listing.page)
    hits = [_hit(row, kind, url, query) for row in rows]
    return ResultGroup(listing.heading, hits, count, f"{url}?{urlencode({'q': query})}" if listing.takes_query else url)


def _hit(row: Model, kind: PublishedKind, list_url: str, query: str) -> Hit:
    url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else list_url
    return Hit(str(row), url, excerpt(query, *(value_of(row, text) for text in kind.texts)))
