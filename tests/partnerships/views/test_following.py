"""Whoever follows a feed or a calendar from a page first reads what it is, and how to follow it."""

import re
from html import unescape

import pytest

from partnerships.forms.lists import every_list
from tests.factories import make_authority, make_event, make_news, make_partnership, make_priority, make_region
from tests.reading import words_of

pytestmark = pytest.mark.django_db
WITH_FEEDS = [each.kind.name for each in every_list() if each.kind.dated and each.url_name]


@pytest.fixture
def leeds33():
    return make_partnership([make_authority(region=make_region(name="North"))], name="Leeds33")


def addresses(response):
    """Return the raw addresses that the page in `response` has to be copied."""
    return re.findall(r'<code class="address">([^<]+)</code>', unescape(response.content.decode()))


def test_one_page_names_every_list_that_has_a_feed(client):
    html = client.get("/follow/").content.decode()

    assert sorted(re.findall(r'href="/follow/([a-z0-9-]+)/"', html)) == sorted([*WITH_FEEDS, "events"])


@pytest.mark.parametrize("kind", WITH_FEEDS)
def test_the_page_of_a_list_has_the_whole_address_of_its_feed_and_says_what_to_do_with_it(client, kind):
    response = client.get(f"/follow/{kind}/")

    feed = f"http://127.0.0.1:8000/{kind}.atom"
    assert feed in addresses(response)
    assert f'href="{feed}"' in response.content.decode()
    assert f"Copy this address: {feed} In your feed reader, choose" in words_of(response)
    assert client.get(feed.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_events_have_a_calendar_too_which_opens_the_calendar_program(client, leeds33):
    response = client.get("/follow/events/?partnership=leeds33&when=past")

    html = unescape(response.content.decode())
    assert 'href="webcal://127.0.0.1:8000/events.ics?partnership=leeds33"' in html
    assert addresses(response) == [
        "http://127.0.0.1:8000/events.ics?partnership=leeds33",
        "http://127.0.0.1:8000/events.atom?partnership=leeds33&when=past",
    ]
    assert "Follow events: Leeds33" in words_of(response)
    assert "webcal" not in client.get("/follow/news/").content.decode()


@pytest.mark.parametrize("kind", ["atlantis", "sectors", "regions", "cold-spots"])
def test_what_has_no_feed_has_no_such_page(client, kind):
    assert client.get(f"/follow/{kind}/").status_code == 404


def test_nonsense_is_named_and_left_out_of_the_address(client, leeds33):
    response = client.get("/follow/news/?region=atlantis&partnership=leeds33")

    assert "We ignored “atlantis”" in words_of(response)
    assert addresses(response) == ["http://127.0.0.1:8000/news.atom?partnership=leeds33"]


def test_no_cache_keeps_the_page_of_a_postcode_and_no_search_engine_a_narrowed_one(client, leeds33):
    near, narrowed, whole = (
        client.get(f"/follow/partnerships/{query}") for query in ("?near=LS1+3AB", "?region=north", "")
    )

    assert ["no-store" in each.get("Cache-Control", "") for each in (near, narrowed, whole)] == [True, False, False]
    assert near["X-Robots-Tag"] == "noindex"
    assert [b'content="noindex"' in each.content for each in (narrowed, whole)] == [True, False]


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/news/?partnership=leeds33", "/follow/news/?partnership=leeds33"),
        ("/events/", "/follow/events/"),
        ("/partnerships/?region=north", "/follow/partnerships/?region=north"),
        ("/regions/", "/follow/changes/"),
    ],
)
def test_below_a_list_the_feed_leads_there_and_no_raw_feed_is_a_link_of_the_page(client, leeds33, path, link):
    make_news(partnership=leeds33)
    make_event(partnership=leeds33)

    html = client.get(path).content.decode()

    assert f'<a href="{link}">Feed</a>' in html
    assert not re.search(r"<a [^>]*\.(?:atom|ics)", html)


@pytest.mark.parametrize(
    ("path", "news"),
    [
        ("/follow/opportunities/", "?kind=opportunities"),
        ("/follow/case-studies/?priority=voice", "?priority=voice&kind=case-studies"),
        ("/follow/events/?partnership=leeds33&when=past", "?partnership=leeds33&kind=events"),
        ("/follow/resources/?kind=evaluation", "?kind=resources"),
        ("/follow/partnerships/?region=north&stage=unknown", "?region=north&kind=changes"),
        ("/follow/changes/", "?kind=changes"),
        ("/follow/questions/", ""),
    ],
)
def test_who_has_no_feed_reader_gets_the_same_by_mail(client, leeds33, path, news):
    make_priority(slug="voice")

    html = unescape(client.get(path).content.decode())

    assert re.findall(r'href="/news-by-mail/([^"]*)">Get news', html) == [news]
