"""The menus of the public pages."""

from dataclasses import dataclass

from django.urls import reverse

from partnerships.published_kinds import table


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


def _listed(*names: str) -> tuple[MenuItem, ...]:
    listings = [table.listing_called(name) for name in names]
    return tuple(MenuItem(listing.page_label, listing.page) for listing in listings)


MAIN = (
    *_listed("partnerships"),
    MenuItem("Map", "partnerships:map"),
    MenuItem("Regions", "partnerships:region-list"),
    *_listed("members", "news", "events"),
    MenuItem("Join", "partnerships:enquiry"),
    MenuItem("About", "about"),
)
FOOTER = (
    MenuItem("Local authorities", "partnerships:authority-list"),
    MenuItem("Places nobody covers", "partnerships:cold-spots"),
    MenuItem("Map of need", "partnerships:map-of-need"),
    MenuItem("Bridge Organisations", "partnerships:bridge-list"),
    *_listed("support-today", "since-2023"),
    MenuItem("Strategic priorities", "partnerships:priority-list"),
    *_listed("support-offers", "programmes", "opportunities", "case-studies", "resources", "elsewhere"),
    *_listed("questions", "proposed"),
    MenuItem("Search everything", "search"),
    MenuItem("News by e-mail", "members:subscription-create"),
    MenuItem("Feeds and calendars", "partnerships:follow"),
    MenuItem("Where the facts come from", "about-data"),
    MenuItem("What changed", "partnerships:change-list"),
    MenuItem("Open data", "partnerships:open-data"),
    MenuItem("For your website", "partnerships:embed"),
    MenuItem("Accessibility", "accessibility"),
    MenuItem("Privacy", "privacy"),
)


def footer() -> tuple[MenuItem, ...]:
    """Return the menu below every page: FOOTER, and the lists of what is published that neither menu names."""
    named = {item.url_name for item in (*MAIN, *FOOTER)}
    others = [listing for _, listing in table.listings() if listing.page not in named]
    return (*FOOTER, *(MenuItem(listing.page_label, listing.page) for listing in others))


def items_for(path: str, items: tuple[MenuItem, ...]) -> list[ShownItem]:
    """Return `items` with their addresses, the one whose section `path` lies in marked as current."""
    addresses = [(item.label, reverse(item.url_name)) for item in items]
    return [ShownItem(label, url, path.startswith(url)) for label, url in addresses]
