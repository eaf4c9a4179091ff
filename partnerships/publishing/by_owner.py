"""What somebody publishes, gathered for the pages of partnerships, Bridge Organisations and regions."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse

from partnerships.models import BridgeOrganisation, CaseStudy, NewsItem, Partnership, Region, Resource

SHOWN = 3


@dataclass(frozen=True)
class Shelf:
    """One kind of thing: its heading, the page that lists it, and which rows belong on it, in order."""

    name: str
    heading: str
    page: str
    rows: Callable[[], QuerySet]


@dataclass(frozen=True)
class Gathered:
    """The first rows of a shelf for somebody, and the address of all of them; `more` says whether there are more."""

    name: str
    heading: str
    url: str
    rows: list[Model]
    more: bool

    @property
    def query(self) -> str:
        """Whose they are, as a query string for other forms of the same list."""
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


def of_partnership(partnership: Partnership) -> list[Gathered]:
    """Return what `partnership` publishes; nothing of what it has none of. One query a kind."""
    return _gather(lambda rows: rows.of_partnership(partnership), partnership=partnership.slug)


def of_bridge(bridge: BridgeOrganisation) -> list[Gathered]:
    """Return what `bridge` and the partnerships it looks after publish. One query a kind."""
    return _gather(lambda rows: rows.of_bridge(bridge), bridge=bridge.slug)


def in_region(region: Region) -> list[Gathered]:
    """Return what is published in `region`. One query a kind."""
    return _gather(lambda rows: rows.in_region(region), region=region.slug)


def _gather(narrow: Callable[[QuerySet], QuerySet], **query: str) -> list[Gathered]:
    gathered = []
    for shelf in SHELVES:
        rows = list(narrow(shelf.rows())[: SHOWN + 1])
        if rows:
            url = f"{reverse(shelf.page)}?{urlencode(query)}"
            gathered.append(Gathered(shelf.name, shelf.heading, url, rows[:SHOWN], len(rows) > SHOWN))
    return gathered
