"""Addresses that people and machines keep: each leads to what it named, after renames, merges and archiving alike.

Every pattern of a public address is here: with the row that it names, or among those that name none.
"""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from members.models import MemberOrganisation
from members.organisations import merging
from partnerships.models import Partnership
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_resource,
    make_superuser,
)
from tests.facts import make_elsewhere

pytestmark = pytest.mark.django_db
WORKED_BY_STAFF = ("back-office/", "accounts/")
QUERY = "utm_source=a&utm_term=b%20c"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# By the row that is named, each address of it: its pattern, and what it holds beside the slug.
PARTNERSHIP = {
    "partnerships:partnership-detail": {},
    "partnerships:partnership-atom": {},
    "partnerships:partnership-picture": {},
    "partnerships:events-ics-of": {"owners": "partnerships"},
    "partnerships:list-atom-of": {"owners": "partnerships", "kind": "news"},
    "partnerships:api-single": {"folder": "partnerships"},
    "members:correction-create": {},
}
REGION = {
    "partnerships:region-detail": {},
    "partnerships:region-atom": {},
    "partnerships:list-atom-of": {"owners": "regions", "kind": "partnerships"},
}
NAMING = [
    (make_partnership, PARTNERSHIP),
    (lambda: make_authority().region, REGION),
    (make_authority, {"partnerships:authority-detail": {}}),
    (make_bridge, {"partnerships:bridge-detail": {}, "partnerships:events-ics-of": {"owners": "bridges"}}),
    (make_priority, {"partnerships:priority-detail": {}}),
    (make_programme, {"partnerships:programme-detail": {}}),
    (make_case_study, {"partnerships:case-study-detail": {}}),
    (make_elsewhere, {"partnerships:elsewhere-detail": {}}),
    (make_resource, {"partnerships:resource-detail": {}, "partnerships:resource-document": {}}),
    (make_event, {"partnerships:event-ics": {}, "partnerships:news-detail": {}}),
    (lambda: make_membership(partnership=make_partnership()).organisation, {"members:organisation-detail": {}}),
]
# What they hold is no name of an entry: a page of a list, a kind of records, something signed, a reference.
NAMING_NO_ENTRY = {"kind", "token", "reference", "part", "path", "folder"}


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


def test_every_public_address_that_names_an_entry_is_walked():
    naming = {name for name, parts in public_patterns() if parts - NAMING_NO_ENTRY}

    assert naming == {name for _, addresses in NAMING for name in addresses}


def addresses_of(row, addresses):
    """Return the addresses of `row` by their patterns."""
    urls = {}
    for name, parts in addresses.items():
        if name == "partnerships:api-single":
            urls[name] = f"/api/v1/{parts['folder']}/{row.slug}/"
        else:
            urls[name] = reverse(name, kwargs={"slug": row.slug} | parts)
    return urls


def answer_at(client, url):
    """Return the status and the kind of what is at `url`."""
    response = client.get(url)
    if response.streaming:
        # Read to its end, a file is closed.
        response.getvalue()
    return response.status_code, response.get("Content-Type", "").partition(";")[0]


def rename(row, slug):
    """Give `row` another slug, as an editor would."""
    row = type(row)._default_manager.get(pk=row.pk)
    row.slug = slug
    row.save()
    return row


@pytest.mark.parametrize(("make", "addresses"), NAMING, ids=[next(iter(addresses)) for _, addresses in NAMING])
@pytest.mark.parametrize("written", [str, str.upper], ids=["as it was", "in capitals"])
def test_a_former_address_leads_to_the_same_below_the_one_of_today(client, make, addresses, written):
    row = make()
    before = addresses_of(row, addresses)
    kinds = {name: answer_at(client, url) for name, url in before.items()}
    rename(row, f"new-{row.slug}")
    row.refresh_from_db()
    today = addresses_of(row, addresses)

    for name, url in before.items():
        old = url.replace(f"/{url_slug(url, today[name])}", f"/{written(url_slug(url, today[name]))}")
        response = client.get(f"{old}?{QUERY}")
        if name == "partnerships:resource-document" and kinds[name][0] == 404:
            assert response["Location"] == f"{today[name]}?{QUERY}"
            continue
        assert (response.status_code, response.get("Location")) == (301, f"{today[name]}?{QUERY}"), name
        assert answer_at(client, response["Location"]) == kinds[name], name


def url_slug(old, today):
    """Return the part of the address `old` that is another in `today`, without what follows the slug in its part."""
    return next(a for a, b in zip(old.split("/"), today.split("/"), strict=True) if a != b).removesuffix(".ics")


def test_what_hangs_below_a_merged_member_follows_it(client):
    partnership = make_partnership()
    goes, stays = make_organisation(name="Old Hall"), make_organisation(name="New Hall")
    make_membership(partnership=partnership, organisation=goes)
    by = make_superuser()
    seen = merging.plan(keep=stays, gone=goes, by=by).fingerprint
    merging.merge(keep=stays, gone=goes, by=by, seen=seen)

    response = client.get(f"/members/old-hall/?{QUERY}")

    assert (response.status_code, response["Location"]) == (301, f"/members/new-hall/?{QUERY}")
    assert MemberOrganisation.objects.count() == 1


def test_what_hangs_below_an_archived_partnership_answers_like_its_page(client):
    partnership = make_partnership()
    Partnership.objects.update(publication=PublicationState.ARCHIVED)

    for name, url in addresses_of(partnership, PARTNERSHIP).items():
        response = client.get(url)
        assert response.status_code in {404, 410}, name


@pytest.mark.parametrize("below", ["changes.atom", "picture.png", "events.ics", "news.atom"])
def test_a_feed_never_leads_to_a_page(client, below):
    for place in ("North", "South"):
        partnership = make_partnership(name=f"{place} partnership")
        partnership.names.create(name="Old name")

    assert client.get("/partnerships/old-name/").status_code == 302
    assert client.get(f"/partnerships/old-name/{below}").status_code == 404


def test_what_was_written_on_an_old_address_is_not_lost(client):
    partnership = make_partnership()
    old = addresses_of(partnership, PARTNERSHIP)["members:correction-create"]
    rename(partnership, "new")

    response = client.post(old, {"wrong": "Its name"})

    assert (response.status_code, response["Location"]) == (308, "/partnerships/new/correct/")


@pytest.mark.parametrize("written", [str, str.upper])
def test_links_to_forms_and_lists_follow_too(client, written):
    partnership = make_partnership(name="Leeds33")
    region = make_authority().region
    old, old_region = written(partnership.slug), written(region.slug)
    rename(partnership, "new")
    rename(region, "new-region")

    assert 'value="Leeds33"' in client.get(f"/join/?partnership={old}").text
    news = client.get(f"/news-by-mail/?partnership={old}&region={old_region}").text
    for slug in ("new", "new-region"):
        assert re.search(rf'value="{slug}"[^>]* (checked|selected)', news)
    for file in ("events.ics", "news.atom"):
        response = client.get(f"/{file}?partnership={old}")
        assert (response.status_code, response["Location"]) == (301, f"/{file}?partnership=new")
