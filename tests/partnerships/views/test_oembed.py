"""oEmbed as https://oembed.com says: what may be shown elsewhere, under any address it had, in the size asked for."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from partnerships.open_data import embeds
from partnerships.publishing import workflow
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_partnership, make_superuser
from tests.kept_addresses import rename

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def asked(client, path, **more):
    return client.get("/oembed", {"url": f"{SITE}{path}", **more})


@pytest.fixture
def partnership():
    return make_partnership([make_authority(name="Leeds")], name="Aire")


@pytest.mark.parametrize(
    ("kind", "height"), [("partnership", embeds.CARD_HEIGHT), ("region", embeds.MAP_HEIGHT), ("map", embeds.MAP_HEIGHT)]
)
def test_each_page_that_may_be_shown_is_told_as_a_frame(client, partnership, kind, height):
    region = partnership.regions[0]
    page, frame = {
        "partnership": ("/partnerships/aire/", "/embed/partnerships/aire/"),
        "region": (f"/regions/{region.slug}/", f"/embed/regions/{region.slug}/map/"),
        "map": ("/map/", "/embed/map/"),
    }[kind]

    for path in (page, frame, f"{page}?utm_source=a#where", page.rstrip("/")):
        response = asked(client, path, format="json", dnt="1")
        told = response.json()
        assert (response.status_code, response["Content-Type"]) == (200, "application/json"), path
        assert response["Access-Control-Allow-Origin"] == "*"
        assert (told["version"], told["type"], told["width"], told["height"]) == ("1.0", "rich", 600, height)
        assert f'src="{SITE}{frame}?theme=light"' in told["html"]
        assert told["title"] and told["provider_url"] == f"{SITE}/"
        assert client.get(frame).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/about/",
        f"{SITE}/partnerships/",
        f"{SITE}/partnerships/other/",
        f"{SITE}/no-such-page/",
        f"{SITE}/back-office/",
        "https://elsewhere.example/partnerships/aire/",
        "http://127.0.0.1:8000.elsewhere.example/partnerships/aire/",
        "http://127.0.0.1:8000@elsewhere.example/partnerships/aire/",
        "javascript://127.0.0.1:8000/partnerships/aire/",
        "/partnerships/aire/",
        "a\x00b",
        "",
    ],
)
def test_nothing_else_is_told_of(client, partnership, url):
    response = client.get("/oembed", {"url": url})

    assert response.status_code == 404
    assert response.json()["error"].startswith("There is nothing to show of that address")
    assert client.get("/oembed").status_code == 404


@pytest.mark.parametrize("format", ["xml", "yaml"])
def test_another_form_than_json_is_not_spoken(client, partnership, format):
    assert asked(client, "/partnerships/aire/", format=format).status_code == 501


def test_an_old_address_is_followed_and_what_is_archived_is_gone(client, partnership):
    partnership = rename(partnership, "newer")

    assert f'src="{SITE}/embed/partnerships/newer/?theme=light"' in asked(client, "/partnerships/aire/").json()["html"]
    workflow.move(partnership, to=PublicationState.ARCHIVED, by=make_superuser())
    assert {asked(client, f"/partnerships/{slug}/").status_code for slug in ("aire", "newer")} == {404}


def test_it_is_never_larger_than_asked_for(client, partnership):
    told = asked(client, "/partnerships/aire/", maxwidth=320, maxheight=300).json()

    assert (told["width"], told["height"]) == (320, 300)
    assert 'width="320" height="300"' in told["html"]
    assert "thumbnail_url" not in told
    large = asked(client, "/partnerships/aire/", maxwidth=2000, maxheight=2000).json()
    assert (large["width"], large["height"]) == (600, embeds.CARD_HEIGHT)
    assert large["thumbnail_url"] == f"{SITE}/partnerships/aire/picture.png"
    assert (large["thumbnail_width"], large["thumbnail_height"]) == (1200, 630)


@pytest.mark.parametrize("size", ["wide", "0", "-1", "1.5"])
def test_a_size_that_is_none_is_refused(client, partnership, size):
    assert asked(client, "/partnerships/aire/", maxwidth=size).status_code == 400


@pytest.mark.parametrize("name", ["a partnership", "a region"])
def test_pages_tell_programs_where_to_ask(answers, client, name):
    link = re.search(r'<link rel="alternate" type="application/json\+oembed"[^>]*href="([^"]+)"', answers[name].text)
    address = urlsplit(html.unescape(link[1]))

    asked_for = parse_qs(address.query)
    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', answers[name].text)[1]
    assert (f"{address.scheme}://{address.netloc}", address.path) == (SITE, "/oembed")
    assert asked_for == {"format": ["json"], "url": [canonical]}


def test_it_writes_nothing(client):
    assert client.post("/oembed").status_code == 405
