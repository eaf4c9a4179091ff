"""The menus of the public pages."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class MenuItem:
    """An item of a menu: its label, and the name of the URL it leads to."""

    label: str
    url_name: str


@dataclass(frozen=True)
class ShownItem:
    """An item of a menu as templates show it."""

    label: str
    url: str
    is_current: bool


MAIN = (
    MenuItem("Partnerships", "partnerships:partnership-list"),
    MenuItem("Map", "partnerships:map"),
    MenuItem("Regions", "partnerships:region-list"),
    MenuItem("Members", "members:organisation-list"),
    MenuItem("News", "partnerships:news-list"),
    MenuItem("Events", "partnerships:event-list"),
    MenuItem("Join", "partnerships:enquiry"),
    MenuItem("About", "about"),
)
FOOTER = (
    MenuItem("Local authorities", "partnerships:authority-list"),
    MenuItem("Places nobody covers", "partnerships:cold-spots"),
    MenuItem("Bridge Organisations", "partnerships:bridge-list"),
    MenuItem("Strategic priorities", "partnerships:priority-list"),
    MenuItem("Support on offer", "partnerships:support-list"),
    MenuItem("Programmes", "partnerships:programme-list"),
    MenuItem("Opportunities", "partnerships:opportunity-list"),
    MenuItem("Case studies", "partnerships:case-study-list"),
    MenuItem("Resource library", "partnerships:resource-list"),
    MenuItem("Questions and answers", "partnerships:question-list"),
    MenuItem("Proposed partnerships", "partnerships:proposed-list"),
    MenuItem("Search everything", "search"),
    MenuItem("News by e-mail", "members:subscription-create"),
    MenuItem("Where the facts come from", "about-data"),
    MenuItem("What changed", "partnerships:change-list"),
    MenuItem("Open data", "partnerships:open-data"),
    MenuItem("Accessibility", "accessibility"),
    MenuItem("Privacy", "privacy"),
)


def items_for(path: str, items: tuple[MenuItem, ...]) -> list[ShownItem]:
    """Return `items` with their addresses, the one whose section `path` lies in marked as current."""
    shown_items = []
    for item in items:
        url = reverse(item.url_name)
        shown_items.append(ShownItem(item.label, url, path.startswith(url)))
    return shown_items
