"""The pages search engines should know, with the day each last changed where that is known."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet
from django.urls import reverse

from lcep_site.navigation import MAIN, footer
from partnerships.forms.lists import every_list
from partnerships.open_data import RecordKind, every_kind


class SiteSitemap(Sitemap):
    """A map whose addresses begin with SITE_URL, whatever host the request named."""

    limit = 20_000

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class RecordSitemap(SiteSitemap):
    """The pages of all records of a kind."""

    def __init__(self, kind: RecordKind) -> None:
        self._kind = kind

    def items(self) -> QuerySet[Model]:
        return self._kind.prepare(self._kind.rows())

    def lastmod(self, item: Model) -> datetime.date | None:
        return self._kind.changed(item) if self._kind.changed else None


class ListSitemap(SiteSitemap):
    """The home page, what the menus lead to, and the lists of records. Its items are the names of their addresses."""

    # Results are another page for each words searched for: search engines are told to leave them alone.
    left_out = {"search"}

    def items(self) -> list[str]:
        menus = [item.url_name for item in (*MAIN, *footer())]
        lists = [public_list.url_name for public_list in every_list() if public_list.url_name]
        return [name for name in dict.fromkeys(["home", *menus, *lists]) if name not in self.left_out]

    def location(self, item: str) -> str:
        return reverse(item)


def sections() -> dict[str, type[Sitemap] | Sitemap]:
    """Return the parts of the map by their names."""
    return {"lists": ListSitemap(), **{kind.name: RecordSitemap(kind) for kind in every_kind() if kind.has_pages}}
