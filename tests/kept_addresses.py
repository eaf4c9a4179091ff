"""Every public address that names an entry, by what it names: pages, files, feeds, calendars, pictures, data.

A new pattern, a new kind of record and a new owner of feeds fail in tests/test_kept_addresses.py until they are here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partnerships.forms.lists import every_list
from partnerships.views.open_data import OWNERS
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_membership,
    make_news,
    make_opportunity,
    make_partnership,
    make_priority,
    make_programme,
    make_question,
    make_resource,
    make_sector,
)
from tests.facts import make_elsewhere
from tests.since_2023 import make_development, make_present_support

WORKED_BY_STAFF = ("back-office/", "accounts/")
# What they hold is no name of an entry: a page of a list, a kind of records, something signed, a reference.
NAMING_NO_ENTRY = {"kind", "token", "reference", "part", "path", "folder"}
# Those of what belongs to an owner, and of one record for programs: made of the lists there are.
FEEDS, CALENDAR, RECORD = "partnerships:list-atom-of", "partnerships:events-ics-of", "partnerships:api-single"


@dataclass(frozen=True)
class Named:
    """A sort of entry: how one is made, its `pages` and files, and the `records` of the interface for programs.

    `owner` is the first part of the addresses of feeds of what belongs to it, if there are any.
    """

    make: Callable[[], Any]
    pages: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    owner: str = ""

    def addresses(self, row) -> dict[str, str]:
        """Return the addresses of `row`, by their patterns."""
        urls = {name: reverse(name, args=[row.slug]) for name in self.pages}
        urls |= {f"{RECORD} {folder}": f"/api/v1/{folder}/{row.slug}/" for folder in self.records}
        if self.owner:
            urls[CALENDAR] = reverse(CALENDAR, args=[self.owner, row.slug])
            for kind in feeds_of(self.owner):
                urls[f"{FEEDS} {kind}"] = reverse(FEEDS, args=[self.owner, row.slug, kind])
        return urls


def feeds_of(owner: str) -> list[str]:
    """Return the lists that one of `owner` has a feed of."""
    name, _ = OWNERS[owner]
    return [
        each.kind.name for each in every_list() if each.kind.dated and name in {one.name for one in each.parameters}
    ]


PARTNERSHIP_PAGES = (
    "partnerships:partnership-detail",
    "partnerships:partnership-embed",
    "partnerships:partnership-atom",
    "partnerships:partnership-picture",
    "partnerships:partnership-sheet",
    "members:correction-create",
)
NEWS_PAGES = ("partnerships:news-detail",)
RESOURCE_PAGES = ("partnerships:resource-detail", "partnerships:resource-document")
NAMED = {
    "partnership": Named(make_partnership, PARTNERSHIP_PAGES, ("partnerships",), "partnerships"),
    "proposed": Named(lambda: make_partnership(stage="proposed"), PARTNERSHIP_PAGES[:2], ("proposed",)),
    "region": Named(
        lambda: make_authority().region,
        ("partnerships:region-detail", "partnerships:region-map-embed", "partnerships:region-atom"),
        ("regions",),
        "regions",
    ),
    "authority": Named(make_authority, ("partnerships:authority-detail",), ("authorities", "cold-spots")),
    "bridge": Named(make_bridge, ("partnerships:bridge-detail",), ("bridges",), "bridges"),
    "priority": Named(make_priority, ("partnerships:priority-detail",), ("priorities",)),
    "sector": Named(make_sector, (), ("sectors",)),
    "programme": Named(make_programme, ("partnerships:programme-detail",), ("programmes",)),
    "support today": Named(make_present_support, (), ("support-today",)),
    "case study": Named(make_case_study, ("partnerships:case-study-detail",), ("case-studies",)),
    "resource": Named(make_resource, RESOURCE_PAGES, ("resources",)),
    "elsewhere": Named(make_elsewhere, ("partnerships:elsewhere-detail",), ("elsewhere",)),
    "question": Named(make_question, (), ("questions",)),
    "development": Named(make_development, (), ("since-2023",)),
    "news": Named(make_news, NEWS_PAGES, ("news",)),
    "event": Named(make_event, (*NEWS_PAGES, "partnerships:event-ics", "partnerships:in-events"), ("events",)),
    "opportunity": Named(make_opportunity, (*NEWS_PAGES, "partnerships:in-opportunities"), ("opportunities",)),
    "member": Named(
        lambda: make_membership(partnership=make_partnership()).organisation,
        ("members:organisation-detail",),
        ("members",),
    ),
}


def public_patterns(patterns=None, before="", namespaces=()):
    """Yield the name of each public address and the names of what it holds."""
    for pattern in get_resolver("lcep_site.urls").url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if route.startswith(WORKED_BY_STAFF):
            continue
        if isinstance(pattern, URLResolver):
            inner = [*namespaces, *filter(None, [pattern.namespace])]
            yield from public_patterns(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or route]), set(pattern.pattern.converters)


def answer_at(client, url):
    """Return the status and the kind of what is at `url`."""
    response = client.get(url)
    if response.streaming:
        # Read to its end, a file is closed.
        response.getvalue()
    return response.status_code, response.get("Content-Type", "").partition(";")[0]


def rename(row, slug):
    """Give `row` another slug, as an editor would, and return it."""
    row = type(row)._default_manager.get(pk=row.pk)
    row.slug = slug
    row.save()
    return row
