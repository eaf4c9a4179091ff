"""The pages search engines should know, with the day each last changed where that is known.

The map is an index of parts. A part has the records of a kind whose numbers lie in one range, so that it costs the same
however many there are, and none of them moves to another part when others come and go.
"""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import escape

from lcep_site.navigation import all_items
from partnerships.forms.lists import every_list
from partnerships.open_data import RecordKind, every_kind
from partnerships.open_data.shapes import day_of

CONTENT_TYPE = "application/xml"
# The name of the part with the home page, what the menus lead to, and the lists of records.
LISTS = "lists"
# How many numbers of records a part spans: search engines read at most 50,000 addresses of one.
NUMBERS_IN_PART = 5000
# Results are another page for each words searched for: search engines are told to leave them alone.
_LEFT_OUT = {"search"}
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def index() -> Iterator[str]:
    """Yield the text of the index: the addresses of all parts. One query a kind."""
    yield f"{_DECLARATION}\n<sitemapindex {_SPACE}>\n"
    for part_name in [LISTS, *_parts()]:
        address = reverse("sitemap-part", args=[part_name])
        yield f"<sitemap><loc>{escape(settings.SITE_URL + address)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def part(part_name: str) -> list[str]:
    """Return the text of a part, such as LISTS or "members-3", empty if there is none such. One query."""
    urls = list(_lists() if part_name == LISTS else _records(part_name))
    return [f"{_DECLARATION}\n<urlset {_SPACE}>\n", *urls, "</urlset>\n"] if urls else []


def list_pages() -> list[str]:
    """Return the names of the addresses of all pages that are not one record's."""
    menus = [item.url_name for item in all_items()]
    lists = [public_list.url_name for public_list in every_list() if public_list.url_name]
    return [name for name in dict.fromkeys(["home", *menus, *lists]) if name not in _LEFT_OUT]


def _kinds() -> dict[str, RecordKind]:
    return {kind.name: kind for kind in every_kind() if kind.has_pages}


def _parts() -> Iterator[str]:
    for name, kind in _kinds().items():
        numbers = kind.rows().order_by().values_list(F("pk") / NUMBERS_IN_PART, flat=True).distinct()
        yield from (f"{name}-{number + 1}" for number in sorted(numbers))


def _lists() -> Iterable[str]:
    return (_url(reverse(name)) for name in list_pages())


def _records(part_name: str) -> Iterator[str]:
    name, _, number = part_name.rpartition("-")
    kind = _kinds().get(name)
    # One part, one address: "members-03" is none.
    if kind is None or not _NUMBER.fullmatch(number):
        return
    first = (int(number) - 1) * NUMBERS_IN_PART
    rows = kind.rows().filter(pk__gte=first, pk__lt=first + NUMBERS_IN_PART).order_by("pk")
    page = kind.model.page  # type: ignore[attr-defined]  # kinds with pages have models that do
    for slug, changed_at in _slugs(kind, rows):
        lastmod = f"<lastmod>{day_of(changed_at).isoformat()}</lastmod>" if changed_at else ""
        yield _url(reverse(page, args=[slug]), lastmod)


def _slugs(kind: RecordKind, rows: QuerySet) -> Iterable[tuple]:
    if kind.dated:
        return kind.dated(rows).values_list("slug", "changed_at")
    return ((slug, None) for slug in rows.values_list("slug", flat=True))


def _url(address: str, more: str = "") -> str:
    return f"<url><loc>{escape(settings.SITE_URL + address)}</loc>{more}</url>\n"
