"""The latest published items of a partnership, a Bridge Organisation or a region, for its page."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from partnerships.models import BridgeOrganisation, CaseStudy, NewsItem, Partnership, Region, Resource
from partnerships.models.editorial import Editorial, EditorialQuerySet

MAX_ROWS = 3


@dataclass(frozen=True)
class Shelf:
    """A kind of published item: its heading, the name of the page that lists it, and its rows in order."""

    name: str
    heading: str
    page: str
    rows: Callable[[], EditorialQuerySet[Editorial]]


@dataclass(frozen=True)
class OwnerShelf:
    """The first rows of a shelf for one owner or region, and the address of the list of all of them."""

    name: str
    heading: str
    url: str
    rows: list[Editorial]
    has_more: bool

    @property
    def query(self) -> str:
        """The query string that narrows any form of the same list to this owner or region."""
        return self.url.partition("?")[2]


SHELVES = (
    Shelf("events", "Events", "partnerships:event-list", lambda: NewsItem.objects.published().events().to_come()),
    Shelf(
        "opportunities",
        "Opportunities",
        "partnerships:opportunity-list",
        lambda: NewsItem.objects.published().opportunities().open(),
    ),
    Shelf("news", "News", "partnerships:news-list", lambda: NewsItem.objects.published().news()),
    Shelf(
        "case studies",
        "Case studies",
        "partnerships:case-study-list",
        lambda: CaseStudy.objects.published().latest_first(),
    ),
    Shelf("resources", "Resources", "partnerships:resource-list", lambda: Resource.objects.published().latest_first()),
)


def of_partnership(partnership: Partnership) -> list[OwnerShelf]:
    """Return the shelves of `partnership`, without empty ones. One query a shelf."""
    return _gather(lambda rows: rows.of_partnership(partnership), partnership=partnership.slug)


def of_bridge(bridge: BridgeOrganisation) -> list[OwnerShelf]:
    """Return the shelves of `bridge` and the partnerships it looks after, without empty ones. One query a shelf."""
    return _gather(lambda rows: rows.of_bridge(bridge), bridge=bridge.slug)


def in_region(region: Region) -> list[OwnerShelf]:
    """Return the shelves of `region`, without empty ones. One query a shelf."""
    return _gather(lambda rows: rows.in_region(region), region=region.slug)


def _gather(
    narrow: Callable[[EditorialQuerySet[Editorial]], EditorialQuerySet[Editorial]], **query: str
) -> list[OwnerShelf]:
    shelves = []
    for shelf in SHELVES:
        rows = list(narrow(shelf.rows())[: MAX_ROWS + 1])
        if rows:
            url = f"{reverse(shelf.page)}?{urlencode(query)}"
            shelves.append(OwnerShelf(shelf.name, shelf.heading, url, rows[:MAX_ROWS], len(rows) > MAX_ROWS))
    return shelves
