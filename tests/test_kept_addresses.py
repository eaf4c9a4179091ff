"""Addresses that people and machines keep: each leads to what it named, after renames, merges and archiving alike."""

import re

import pytest
from django.urls import reverse

from members.models import MemberOrganisation
from members.organisations import merging
from partnerships.forms.lists import SLUG_SCHEMA, every_list
from partnerships.models.publishable import Publishable
from partnerships.publishing import workflow
from partnerships.views.open_data import OWNERS
from partnerships.vocabulary import PublicationState
from tests.councils import change_councils, make_surrey
from tests.factories import make_authority, make_membership, make_organisation, make_partnership, make_superuser
from tests.kept_addresses import (
    CALENDAR,
    FEEDS,
    NAMED,
    NAMING_NO_ENTRY,
    RECORD,
    answer_at,
    public_patterns,
    rename,
)

pytestmark = pytest.mark.django_db
QUERY = "utm_source=a&utm_term=b%20c"
# Those with a page that is archived: of a member organisation it is the partnership.
PUBLISHED = [name for name in NAMED if name not in {"region", "authority", "bridge", "priority", "sector", "member"}]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_every_public_address_that_names_an_entry_is_walked():
    naming = {name for name, parts in public_patterns() if parts - NAMING_NO_ENTRY}

    assert naming == {name for named in NAMED.values() for name in named.pages} | {CALENDAR, FEEDS, RECORD}
    records = {each.kind.name for each in every_list() if each.kind.has_slug}
    assert records == {folder for named in NAMED.values() for folder in named.records}
    assert set(OWNERS) == {named.owner for named in NAMED.values() if named.owner}


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("written", [str, str.upper], ids=["as it was", "in capitals"])
def test_a_former_address_leads_to_the_same_below_the_one_of_today(client, name, written):
    row = NAMED[name].make()
    before = NAMED[name].addresses(row)
    kinds = {pattern: answer_at(client, url) for pattern, url in before.items()}
    rename(row, f"newer-{row.slug}")
    today = NAMED[name].addresses(rename(row, f"new-{row.slug}"))

    for pattern, url in before.items():
        slug = row.slug.removeprefix("new-")
        response = client.get(f"{url.replace(f'/{slug}', f'/{written(slug)}')}?{QUERY}")
        assert (response.status_code, response.get("Location")) == (301, f"{today[pattern]}?{QUERY}"), pattern
        assert answer_at(client, response["Location"].partition("?")[0]) == kinds[pattern], pattern
    # What stands in a listing leads to its page.
    assert {status for status, _ in kinds.values()} <= {200, 301, 302} | ({404} if name == "resource" else set())


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_is_archived_is_gone_at_each_address_and_told_by_none(client, name):
    row = NAMED[name].make()
    before = NAMED[name].addresses(row)
    row = rename(row, "a-secret-name")
    assert isinstance(row, Publishable)
    workflow.move(row, to=PublicationState.ARCHIVED, by=make_superuser())

    for url in [*before.values(), *NAMED[name].addresses(row).values()]:
        response = client.get(url)
        assert (response.status_code, response.get("Location")) == (404, None), url
        assert "a-secret-name" not in response.text.replace(url, ""), url


def merged(goes, stays):
    """Merge the member organisation `goes` into `stays`, as an editor does."""
    by = make_superuser()
    seen = merging.plan(keep=stays, gone=goes, by=by).fingerprint
    merging.merge(keep=stays, gone=goes, by=by, seen=seen)
    return MemberOrganisation.objects.get()


@pytest.mark.parametrize("written", [str, str.upper], ids=["as it was", "in capitals"])
@pytest.mark.parametrize("then", ["", "renamed", "merged on"])
def test_each_address_a_merged_member_ever_had_leads_to_the_one_that_stays(client, written, then):
    partnership = make_partnership()
    goes, stays = make_organisation(name="Old Hall"), make_organisation(name="New Hall")
    make_membership(partnership=partnership, organisation=goes)
    first = NAMED["member"].addresses(goes)
    goes = rename(goes, "older-hall")
    before = [*first.items(), *NAMED["member"].addresses(goes).items()]
    stays = merged(goes, stays)
    if then == "renamed":
        stays = rename(stays, "newest-hall")
    elif then == "merged on":
        stays = merged(stays, make_organisation(name="Great Hall"))
    today = NAMED["member"].addresses(stays)

    for pattern, url in before:
        folder, slug = url.rstrip("/").rsplit("/", 1)
        response = client.get(f"{folder}/{written(slug)}/?{QUERY}")
        assert (response.status_code, response["Location"]) == (301, f"{today[pattern]}?{QUERY}"), url
        assert answer_at(client, today[pattern])[0] == 200, url


def test_what_was_the_address_of_a_council_leads_to_the_one_that_followed(client):
    before = [NAMED["authority"].addresses(place) for place in make_surrey()]
    today = NAMED["authority"].addresses(change_councils())

    for urls in before:
        for pattern, url in urls.items():
            response = client.get(f"{url}?{QUERY}")
            assert (response.status_code, response["Location"]) == (301, f"{today[pattern]}?{QUERY}"), url


def test_a_member_of_what_is_archived_is_gone_with_it(client):
    partnership = make_partnership()
    organisation = make_membership(partnership=partnership).organisation
    workflow.move(partnership, to=PublicationState.ARCHIVED, by=make_superuser())

    for url in NAMED["member"].addresses(organisation).values():
        assert client.get(url).status_code == 404, url


NAMES = [
    (public_list, parameter.name)
    for public_list in every_list()
    for parameter in public_list.parameters
    if parameter.schema == SLUG_SCHEMA
]


@pytest.mark.parametrize(("public_list", "name"), NAMES, ids=[f"{each.kind.name}-{name}" for each, name in NAMES])
@pytest.mark.parametrize("written", [str, str.upper], ids=["as it was", "in capitals"])
def test_what_a_list_is_narrowed_by_follows_it(client, public_list, name, written):
    row = NAMED[name].make()
    old, kind = written(row.slug), public_list.kind
    new = rename(row, "the-new-one").slug
    files = [f"/{kind.name}.csv", f"/api/v1/{kind.name}/"]
    files += [f"/{kind.name}.geojson"] if kind.area else []
    files += [f"/{kind.name}.atom"] if kind.dated and public_list.url_name else []

    for url in files:
        response = client.get(f"{url}?{name}={old}")
        assert (response.status_code, response.get("Location")) == (301, f"{url}?{name}={new}"), url
    page = client.get(f"{reverse(public_list.url_name)}?{name}={old}", follow=True)
    assert page.status_code == 200
    assert "We ignored" not in page.text


OF_PARTNERSHIPS = [public_list for public_list, name in NAMES if name == "partnership"]


@pytest.mark.parametrize("public_list", OF_PARTNERSHIPS, ids=[each.kind.name for each in OF_PARTNERSHIPS])
def test_what_is_archived_narrows_nothing_and_widens_nothing(client, public_list):
    partnership = make_partnership()
    workflow.move(partnership, to=PublicationState.ARCHIVED, by=make_superuser())
    asked = f"?partnership={partnership.slug}"

    for url in (f"/{public_list.kind.name}.csv", f"/api/v1/{public_list.kind.name}/"):
        assert client.get(url + asked).status_code in {400, 404, 422}, url
    page = client.get(reverse(public_list.url_name) + asked)
    assert (page.status_code, "We ignored" in page.text) == (200, True)


@pytest.mark.parametrize("below", ["changes.atom", "picture.png", "events.ics", "news.atom"])
def test_a_feed_never_leads_to_a_page(client, below):
    for place in ("North", "South"):
        partnership = make_partnership(name=f"{place} partnership")
        partnership.names.create(name="Old name")

    assert client.get("/partnerships/old-name/").status_code == 302
    assert client.get(f"/partnerships/old-name/{below}").status_code == 404


def test_what_was_written_on_an_old_address_is_not_lost(client):
    partnership = make_partnership()
    old = NAMED["partnership"].addresses(partnership)["members:correction-create"]
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
