"""The latest published items of a partnership, a Bridge Organisation or a region, for its page."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Value
from django.urls import reverse

from partnerships.models import BridgeOrganisation, Partnership, Region
from partnerships.models.editorial import Editorial
from partnerships.published_kinds import table

MAX_ROWS = 3
# What lists call an owner in their query strings.
_PARAMETERS = {Partnership: "partnership", BridgeOrganisation: "bridge", Region: "region"}


@dataclass(frozen=True)
class OwnerShelf:
    """The first rows of a listing for one owner or region, and the address of the list of all of them."""

    listing: table.Listing
    url: str
    rows: list[Editorial]
    has_more: bool

    @property
    def query(self) -> str:
        """The query string that narrows any form of the same list to this owner or region."""
        return self.url.partition("?")[2]


def shelves_of(
    owner: Partnership | BridgeOrganisation | Region, names: Collection[str] | None = None
) -> list[OwnerShelf]:
    """Return the shelves of `owner`, without empty ones. One query for each listing in which it has anything.

    `names` is what listings_of returns for it, if that is at hand; it stays so until the public content changes.
    """
    shelves = []
    names = listings_of(owner) if names is None else names
    for _, listing in table.listings():
        rows = list(listing.current().of(owner)[: MAX_ROWS + 1]) if listing.name in names else []
        if rows:
            url = f"{reverse(listing.page)}?{urlencode({_PARAMETERS[type(owner)]: owner.slug})}"
            shelves.append(OwnerShelf(listing, url, rows[:MAX_ROWS], has_more=len(rows) > MAX_ROWS))
    return shelves


def listings_of(owner: Partnership | BridgeOrganisation | Region) -> set[str]:
    """Return the names of the listings in which `owner` has published anything: most have nothing. One query."""
    names = [
        kind.model.objects.published()
        .of(owner)
        .filter(**listing.only)
        .order_by()
        .annotate(listing=Value(listing.name))
        .values_list("listing")
        for kind, listing in table.listings()
        if kind.is_news
    ]
    # Without an order of its own, or Django 6.1 orders by the fields of the first, of which only this one is read.
    return {name for (name,) in names[0].union(*names[1:]).order_by()}
