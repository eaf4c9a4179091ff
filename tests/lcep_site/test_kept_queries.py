"""Every public address says what it reads of a query string, or that its answer is never to be kept."""

import inspect
import re

import pytest
from django.http import QueryDict
from django.urls import URLPattern, resolve

from lcep_site.urls import urlpatterns
from partnerships.views.query_strings import is_declared, kept_query, understood

# Whoever is there is signed in, or about to be.
STAFF_ONLY = ("accounts/", "back-office/")
# What stands in addresses for each kind of thing that differs.
EXAMPLES = {"kind": "partnerships", "owners": "regions", "path": "a.png"}
NEVER = {
    *("/find/", "/find/suggestions/", "/join/", "/join/under-18/", "/join/sent/x/"),
    *("/health/", "/health/live/", "/health/ready/"),
    *("/join/for-partnerships/x/", "/oembed"),
    *("/partnerships/x/correct/", "/corrections/x/", "/news-by-mail/", "/news-by-mail/confirm/x/", "/media/a.png"),
    *("/news-by-mail/choices/x/", "/news-by-mail/stop/x/", "/check/x/", "/check/x/change/", "/preview/x/"),
    *("/preview/x/document/", "/resources/x/document/", "/partnerships/x/picture.png", "/open-data/lcep-directory.zip"),
    *("/calendars/checks/x.ics", "/open-data/what-visitors-did-not-find.csv"),
}
DAYS = ("2026-1-5", "2026-01-05+", "+2026-01-05")
ITS_OWNERS = {"region", "bridge", "partnership", "priority", "page"}
READ = {
    "/cold-spots/": {"page", "region", "sort"},
    "/map/": {"page", "region", "authority", "show"},
    "/map/need/": {"page", "region", "authority", "show"},
    "/partnerships/": {
        *("q", "near", "sort", "page", "region", "authority", "stage", "priority", "sector", "joining", "bridge"),
    },
    # Of any list, what that reads: here, of the list of partnerships.
    "/follow/partnerships/": {
        *("q", "near", "sort", "page", "region", "authority", "stage", "priority", "sector", "joining", "bridge"),
    },
    "/members/": {"q", "sector", "region", "page"},
    "/proposed/": {"page"},
    "/search/": {"q", "page"},
    "/changes/": {"region", "partnership", "since", "page"},
    "/news/": ITS_OWNERS,
    "/case-studies/": ITS_OWNERS,
    "/events/": {*ITS_OWNERS, "when"},
    "/opportunities/": {*ITS_OWNERS, "when"},
    "/events/calendar/": {*ITS_OWNERS, "month"},
    "/resources/": {*ITS_OWNERS, "q", "kind"},
    "/elsewhere/": {*ITS_OWNERS, "q", "kind"},
    "/questions/": {"q", "page"},
    "/since-2023/": {"q", "page"},
    "/corrections/asked/": {"partnership", "part"},
    "/embed/": {"partnership", "region", "theme", "page"},
    **dict.fromkeys(("/embed/map/", "/embed/partnerships/x/", "/embed/regions/x/map/"), {"theme", "page"}),
    "/partnerships.csv": {
        *("q", "near", "sort", "region", "authority", "stage", "priority", "sector", "joining", "bridge"),
    },
    "/events.ics": ITS_OWNERS - {"page"},
    "/changes.atom": {"region", "partnership", "since"},
}


def public_paths(patterns=urlpatterns, before=""):
    """Yield an address for every pattern, but for those of staff."""
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if route.startswith(STAFF_ONLY):
            continue
        if isinstance(pattern, URLPattern):
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: EXAMPLES.get(name[1], "x"), route)
        else:
            yield from public_paths(pattern.url_patterns, route)


PATHS = sorted(public_paths())


def test_every_public_address_says_what_it_reads_or_why_it_is_never_kept():
    assert [path for path in PATHS if not is_declared(resolve(path))] == []


def test_no_page_reads_of_a_query_string_what_it_does_not_say():
    silent = [resolve(path).func for path in PATHS if understood(resolve(path)) == frozenset()]

    assert [view.__name__ for view in silent if ".GET" in inspect.getsource(inspect.unwrap(view))] == []


def test_what_is_somebodys_own_or_of_the_moment_is_never_kept():
    never = {path for path in PATHS if understood(resolve(path)) is None}

    assert never == NEVER | {path for path in PATHS if path.startswith("/api/")}


def test_pages_of_staff_are_never_kept():
    assert {understood(resolve(path)) for path in ("/back-office/", "/accounts/", "/accounts/sign-in/")} == {None}


def test_each_list_reads_what_its_form_reads_and_other_pages_read_nothing():
    reading = {path: set(names) for path in PATHS if (names := understood(resolve(path)))}

    assert reading == READ | {path: READ["/partnerships.csv"] for path in reading if path.startswith("/partnerships.")}


def test_a_file_reads_what_its_list_does_but_for_the_page():
    assert understood(resolve("/members.csv")) == understood(resolve("/members/")) - {"page"}
    assert understood(resolve("/atlantis.csv")) == frozenset()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("utm_source=x&fbclid=&anything", ""),
        ("stage=emerging&region=london", "region=london&stage=emerging"),
        ("region=london&utm_source=x&stage=emerging&stage=dormant", "region=london&stage=dormant&stage=emerging"),
        ("page=2", "page=2"),
        ("q=leeds", None),
        ("near=LS1+3AB", None),
        ("region=london&sort=", None),
        ("page=2&page=1", None),
        ("page=2&page=2", "page=2"),
        ("stage=emerging&stage=dormant&sort=name&sort=region", None),
    ],
)
def test_what_is_kept_depends_on_what_is_understood_in_one_order(query, kept):
    assert kept_query(resolve("/partnerships/"), QueryDict(query)) == kept


def test_a_page_that_reads_nothing_is_the_same_whatever_is_asked():
    assert kept_query(resolve("/about/"), QueryDict("q=leeds&page=2&region=london")) == ""
    assert kept_query(resolve("/find/"), QueryDict("")) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["region=atlantis", "page=2", "page=two", "page=01", "sort=name&sort=region", "stage=a%00"],
)
def test_no_cache_is_filled_with_answers_to_nonsense(client, query):
    assert "no-store" in client.get(f"/partnerships/?{query}")["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *(f"{path}?since={day}" for path in ("/changes.atom", "/changes/", "/changes.csv") for day in DAYS),
        *("/events.ics?region=", "/partnerships.csv?region="),
    ],
)
def test_no_cache_is_filled_with_what_is_written_in_another_way_than_ours(client, address):
    response = client.get(address)
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        *("/partnerships/", "/partnerships/?sort=name&utm_source=x", "/events/?when=past"),
        *("/changes.atom?since=2026-01-05&fbclid=x", "/changes.csv?since=2026-01-05", "/partnerships.csv?sort=name"),
        *("/events.ics", "/events.csv?when=past&utm_source=x"),
    ],
)
def test_answers_to_what_was_understood_may_be_kept(client, path):
    assert "no-store" not in client.get(path)["Cache-Control"]
