"""How the site is shown elsewhere: what whoever shares a page shares with it, and icons in the usual sizes."""

import html
import json
import re
from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, override_settings
from PIL import Image

from lcep_site import frame
from lcep_site.settings import STORAGES
from tests.pages import FRAMES, PUBLIC

pytestmark = pytest.mark.django_db
SHARED = re.compile(r'<meta property="og:([a-z_:]+)" content="([^"]*)">')
# Whatever else is broken, it can be drawn; frames stand in pages of others, files are no pages.
WITHOUT_HEAD = {"broken down", *FRAMES}


def shared(page):
    """Return what a page says of itself to whoever shares it."""
    return {name: html.unescape(value) for name, value in SHARED.findall(page)}


def size_of(name):
    with Image.open(finders.find(name.partition("static/")[2])) as image:
        return image.size


@pytest.mark.parametrize("name", [name for name in PUBLIC if name not in WITHOUT_HEAD])
def test_every_page_says_what_is_shared_of_it(answers, name):
    page = answers[name].content.decode()
    told = shared(page)

    assert told.keys() >= {"site_name", "title", "description", "url", "type", "image", "image:alt"}
    assert f"<title>{told['title']} – {told['site_name']}</title>" in html.unescape(page)
    assert told["description"].strip() and "\n" not in told["title"]
    assert f'<link rel="canonical" href="{told["url"]}">' in html.unescape(page)
    assert told["image"].startswith("http://127.0.0.1:8000/")


def test_a_page_without_a_picture_of_its_own_shares_that_of_the_site(answers):
    picture = shared(answers["about"].content.decode())["image"]

    assert picture == "http://127.0.0.1:8000/static/img/share.png"
    assert size_of(picture) == (1200, 630)


def test_the_icon_is_where_icons_have_always_been(client):
    response = client.get("/favicon.ico")

    with Image.open(BytesIO(response.content)) as icon:
        assert (icon.format, icon.size) == ("ICO", (32, 32))
    assert (response["Content-Type"], "max-age=604800" in response["Cache-Control"]) == (
        "image/vnd.microsoft.icon",
        True,
    )


def test_every_icon_is_as_large_as_it_is_said_to_be(client, answers):
    manifest = json.loads(client.get("/site.webmanifest").content)
    head = answers["about"].content.decode().partition("</head>")[0]
    [touch] = re.findall(r'<link rel="apple-touch-icon" href="([^"]+)">', head)

    sizes = {icon["src"]: icon["sizes"] for icon in manifest["icons"] if icon["type"] == "image/png"}
    assert '<link rel="manifest" href="/site.webmanifest">' in head
    assert {src: "{}x{}".format(*size_of(src)) for src in sizes} == sizes
    assert set(sizes.values()) == {"32x32", "192x192", "512x512"}
    assert [icon["sizes"] for icon in manifest["icons"] if icon.get("purpose") == "maskable"] == ["512x512"]
    assert size_of(touch) == (180, 180)


def test_the_manifest_names_icons_as_they_are_collected(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
        manifest = json.loads(Client().get("/site.webmanifest").content)
    frame.forget()

    names = [icon["src"].removeprefix("/static/") for icon in manifest["icons"]]
    assert [name for name in names if not (tmp_path / name).is_file()] == []
    assert [name for name in names if not re.search(r"\.[0-9a-f]{12}\.\w+$", name)] == []


def test_search_engines_are_told_where_to_ask_who_covers_a_place(answers):
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answers["home"].content.decode())

    site = json.loads(told)
    assert (site["@type"], site["url"]) == ("WebSite", "http://127.0.0.1:8000/")
    assert site["potentialAction"]["target"]["urlTemplate"] == "http://127.0.0.1:8000/find/?q={search_term_string}"
