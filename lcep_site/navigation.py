"""The menus as data."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Item:
    """One entry of a menu: what it says, and the name of the page it leads to."""

    label: str
    url_name: str


@dataclass(frozen=True)
class ShownItem:
    """An entry as a template draws it."""

    label: str
    url: str
    is_current: bool


MAIN = (
    Item("Partnerships", "partnerships:partnership-list"),
    Item("Map", "partnerships:map"),
    Item("Regions", "partnerships:region-list"),
    Item("Members", "members:organisation-list"),
    Item("News", "partnerships:news-list"),
    Item("Events", "partnerships:event-list"),
    Item("Join", "partnerships:enquiry"),
    Item("About", "about"),
)
FOOTER = (
    Item("Local authorities", "partnerships:authority-list"),
    Item("Places nobody covers", "partnerships:cold-spots"),
    Item("Bridge Organisations", "partnerships:bridge-list"),
    Item("Strategic priorities", "partnerships:priority-list"),
    Item("Support on offer", "partnerships:support-list"),
    Item("Programmes", "partnerships:programme-list"),
    Item("Opportunities", "partnerships:opportunity-list"),
    Item("Case studies", "partnerships:case-study-list"),
    Item("Resource library", "partnerships:resource-list"),
    Item("Questions and answers", "partnerships:question-list"),
    Item("Proposed partnerships", "partnerships:proposed-list"),
    Item("Search everything", "search"),
    Item("News by e-mail", "members:subscription-create"),
    Item("Where the facts come from", "about-data"),
    Item("What changed", "partnerships:change-list"),
    Item("Open data", "partnerships:open-data"),
    Item("Accessibility", "accessibility"),
    Item("Privacy", "privacy"),
)


def items_for(path: str, items: tuple[Item, ...]) -> list[ShownItem]:
    """Return `items` with their addresses, the one whose section `path` lies in marked as current."""
    shown = []
    for item in items:
        url = reverse(item.url_name)
        shown.append(ShownItem(item.label, url, path.startswith(url)))
    return shown
