"""The map for search engines: every page the menus lead to, and none that asks to be left alone."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from lcep_site.navigation import MAIN, footer
from lcep_site.sitemaps import ListSitemap

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_a_page_in_a_menu_is_in_the_map_without_being_listed_again(client):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    paths = {urlsplit(url.findtext("s:loc", None, SPACE)).path for url in root}

    menus = {reverse(item.url_name) for item in (*MAIN, *footer())}
    assert menus - paths == {"/search/"}
    assert "/" in paths


@pytest.mark.parametrize("name", ListSitemap().items())
def test_no_page_of_the_map_asks_to_be_left_alone(client, name):
    response = client.get(reverse(name))

    assert (response.status_code, b"noindex" in response.content) == (200, False)
