"""The menus of the public pages."""

from collections.abc import Container
from dataclasses import dataclass

from django.urls import reverse

from partnerships.published_kinds import table
from partnerships.published_kinds.table import Listing


@dataclass(frozen=True)
class MenuItem:
    """An item of a menu: its label, and the name of the URL it leads to.

    One with the name of a `listing` is shown while that holds something.
    """

    label: str
    url_name: str
    listing: str = ""


@dataclass(frozen=True)
class ShownItem:
    """An item of a menu as templates show it."""

    label: str
    url: str
    is_current: bool


def _listed(*names: str) -> tuple[MenuItem, ...]:
    return tuple(_item(table.listing_called(name)) for name in names)


def _item(listing: Listing) -> MenuItem:
    return MenuItem(listing.page_label, listing.page, listing.name)


MAIN = (
    *_listed("partnerships"),
    MenuItem("Map", "partnerships:map"),
    MenuItem("Regions", "partnerships:region-list"),
    *_listed("members", "news", "events"),
    MenuItem("Join", "partnerships:enquiry"),
    MenuItem("About", "about"),
)
# The menus below every page, by their headings.
FIND, TAKE_PART, ABOUT, DATA = "Find", "Take part", "About", "Data"
FOOTER = {
    FIND: (
        MenuItem("Local authorities", "partnerships:authority-list"),
        MenuItem("Places nobody covers", "partnerships:cold-spots"),
        MenuItem("Map of need", "partnerships:map-of-need"),
        MenuItem("Strategic priorities", "partnerships:priority-list"),
        *_listed("proposed", "programmes"),
        MenuItem("Bridge Organisations", "partnerships:bridge-list"),
        MenuItem("Search everything", "search"),
    ),
    TAKE_PART: (
        *_listed("opportunities"),
        MenuItem("News by e-mail", "members:subscription-create"),
        *_listed("support-offers", "support-today", "questions"),
    ),
    ABOUT: (
        *_listed("since-2023", "case-studies", "resources", "elsewhere"),
        MenuItem("Words we use", "words"),
        MenuItem("Accessibility", "accessibility"),
        MenuItem("Privacy", "privacy"),
    ),
    DATA: (
        MenuItem("Where the facts come from", "about-data"),
        MenuItem("What changed", "partnerships:change-list"),
        MenuItem("Open data", "partnerships:open-data"),
        MenuItem("Feeds and calendars", "partnerships:follow"),
        MenuItem("For your website", "partnerships:embed"),
    ),
}


def footer() -> dict[str, tuple[MenuItem, ...]]:
    """Return the menus below every page: FOOTER, with the lists of what is published that no menu names."""
    named = {item.url_name for items in (MAIN, *FOOTER.values()) for item in items}
    others = tuple(_item(listing) for _, listing in table.listings() if listing.page not in named)
    return FOOTER | {ABOUT: (*others, *FOOTER[ABOUT])}


def all_items() -> tuple[MenuItem, ...]:
    """Return the items of all menus."""
    return tuple(item for items in (MAIN, *footer().values()) for item in items)


def filled(items: tuple[MenuItem, ...], holding: Container[str]) -> tuple[MenuItem, ...]:
    """Return those of `items` that lead to something, if the listings named in `holding` hold something."""
    return tuple(item for item in items if not item.listing or item.listing in holding)


def items_for(path: str, items: tuple[MenuItem, ...]) -> list[ShownItem]:
    """Return `items` with their addresses, the one whose section `path` lies in marked as current."""
    addresses = [(item.label, reverse(item.url_name)) for item in items]
    return [ShownItem(label, url, path.startswith(url)) for label, url in addresses]
