"""The pages search engines should know, with the day each last changed where that is known."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from partnerships.forms.lists import every_list
from partnerships.open_data import RecordKind, every_kind


class OurSitemap(Sitemap):
    """A map whose addresses are those visitors reach us by, whatever host was asked."""

    limit = 20_000

    @property
    def protocol(self):
        """How visitors reach us."""
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        """Return where visitors reach us."""
        return urlsplit(settings.SITE_URL).netloc


class Records(OurSitemap):
    """The pages of all records of a kind."""

    def __init__(self, kind: RecordKind):
        self._kind = kind

    def items(self):
        """Return the records, ready to be read."""
        return self._kind.prepare(self._kind.rows())

    def lastmod(self, row):
        """Return the day the record last changed, or None if that is not known."""
        return self._kind.changed(row) if self._kind.changed else None


class Lists(OurSitemap):
    """The pages that list records, and others that stay."""

    others = ("home", "about", "about-data", "accessibility", "privacy", "partnerships:map", "partnerships:cold-spots")

    def items(self):
        """Return the names of their addresses."""
        return [*self.others, *(one.url_name for one in every_list() if one.url_name), "partnerships:open-data"]

    def location(self, name):
        """Return the path of a page."""
        return reverse(name)


def sections() -> dict[str, Sitemap]:
    """Return the parts of the map by their names."""
    return {"lists": Lists(), **{kind.name: Records(kind) for kind in every_kind() if kind.has_pages}}
