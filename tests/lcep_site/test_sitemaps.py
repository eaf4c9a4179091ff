"""The map for search engines: every page the menus lead to, and none that asks to be left alone."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lcep_site import sitemaps
from lcep_site.navigation import all_items
from members.models import MemberOrganisation
from partnerships.models import Partnership, Region
from tests.factories import make_authority, make_membership, make_partnership, make_region

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client, path):
    """Return the paths of what the map at `path` names, in order."""
    response = client.get(path)
    assert response["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)
    return [urlsplit(entry.findtext("s:loc", None, SPACE)).path for entry in root]


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of ten numbers each."""
    monkeypatch.setattr(sitemaps, "NUMBERS_IN_PART", 10)


def test_a_page_in_a_menu_is_in_the_map_without_being_listed_again(client):
    paths = set(addresses(client, "/sitemap-lists.xml"))

    menus = {reverse(item.url_name) for item in all_items()}
    assert menus - paths == {"/search/"}
    assert "/" in paths


@pytest.mark.parametrize("name", sitemaps.list_pages())
def test_no_page_of_the_map_asks_to_be_left_alone(client, name):
    response = client.get(reverse(name))

    assert (response.status_code, b"noindex" in response.content) == (200, False)


def test_the_index_names_the_parts_that_have_pages_and_no_others(client, small_parts):
    for pk in (3, 9, 31):
        make_partnership(pk=pk)

    parts = addresses(client, "/sitemap.xml")

    assert [part for part in parts if "partnerships" in part] == [
        "/sitemap-partnerships-1.xml",
        "/sitemap-partnerships-4.xml",
    ]
    assert "/sitemap-proposed-1.xml" not in parts
    assert all(addresses(client, part) for part in parts)


def test_a_page_stays_in_its_part_when_one_before_it_goes(client, small_parts):
    for pk in (8, 9, 10, 11):
        make_partnership(pk=pk, slug=f"number-{pk}")
    Partnership.objects.get(pk=8).delete()

    assert addresses(client, "/sitemap-partnerships-1.xml") == ["/partnerships/number-9/"]
    assert addresses(client, "/sitemap-partnerships-2.xml") == ["/partnerships/number-10/", "/partnerships/number-11/"]


@pytest.mark.parametrize(
    "path", ["/sitemap-partnerships-2.xml", "/sitemap-partnerships-01.xml", "/sitemap-lists-2.xml", "/sitemap-x-1.xml"]
)
def test_a_part_that_is_not_there_is_not_found(client, path):
    make_partnership(pk=3)

    assert client.get("/sitemap-partnerships-1.xml").status_code == 200
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("model", [Partnership, MemberOrganisation, Region])
def test_a_part_takes_one_query_whatever_is_in_it(client, model):
    for number in range(3):
        make_membership(partnership=make_partnership([make_authority(region=make_region(name=f"Region {number}"))]))
    paths = {Partnership: "partnerships", MemberOrganisation: "members", Region: "regions"}

    path = f"/sitemap-{paths[model]}-{model.objects.latest('pk').pk // sitemaps.NUMBERS_IN_PART + 1}.xml"

    with CaptureQueriesContext(connection) as queries:
        found = addresses(client, path)

    assert (len(found), len(queries)) == (model.objects.count(), 1)
