"""What is the same around the content of many pages: their files, the header with the menu, the footer.

Each is drawn from its template once a process and section of the site, and kept as text, until menus show others.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from lcep_site.navigation import MAIN, all_items, filled, footer, items_for
from lcep_site.shelves import holding

# More than there are sections, each with three parts.
MAX_KEPT = 256


@dataclass(frozen=True)
class Frame:
    """The frame of the page at `path`, for templates."""

    path: str

    def files(self) -> SafeString:
        """Return the links of every page's head to icon, font and style sheets."""
        return _drawn("components/page_files.html")

    def header(self) -> SafeString:
        return _drawn("components/header.html", self.path, has_search=True)

    def header_without_search(self) -> SafeString:
        """Return the header of a page that has the finder's form in its content."""
        return _drawn("components/header.html", self.path)

    def footer(self) -> SafeString:
        return _drawn("components/footer.html", self.path)


def forget() -> None:
    """Draw all of it anew when next asked for: after a change of settings or static files, as in tests."""
    _kept.cache_clear()
    _sections.cache_clear()


def _drawn(template: str, path: str = "", *, has_search: bool = False) -> SafeString:
    prefix = get_script_prefix()
    section = next((url for url in _sections(prefix) if path.startswith(url)), "")
    return _kept(template, section, has_search, prefix, holding() if path else frozenset())


# Addresses begin with the `prefix` the site is mounted at, which is the request's.
@lru_cache(MAX_KEPT)
def _sections(prefix: str) -> list[str]:
    """Return the addresses in the menus, the longest first."""
    return sorted((item.url for item in items_for("", all_items())), key=len, reverse=True)


@lru_cache(MAX_KEPT)
def _kept(template: str, section: str, has_search: bool, prefix: str, shelves: frozenset[str]) -> SafeString:
    # Nothing of the request is given, so nothing of it can be kept.
    context = {
        "site_name": settings.SITE_NAME,
        "navigation": items_for(section, filled(MAIN, shelves)),
        "footer_navigation": [
            (heading, items_for(section, filled(items, shelves))) for heading, items in footer().items()
        ],
        "has_search": has_search,
    }
    return render_to_string(template, context)
