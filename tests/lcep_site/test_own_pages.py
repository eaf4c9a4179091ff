"""The site's own pages are found by the words people use, in the search of everything and where no place is found."""

import pytest

from lcep_site import own_pages, site_search
from lcep_site.navigation import all_items
from tests.factories import make_news
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def addresses(query):
    return [page.url for page in own_pages.find(query)]


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("contact", "/join/"),
        ("How do I contact you?", "/join/"),
        ("email", "/join/"),
        ("phone number", "/join/"),
        ("under 18", "/join/under-18/"),
        ("I am 16", "/join/under-18/"),
        ("young people", "/join/under-18/"),
        ("press", "/join/?topic=press"),
        ("media", "/join/?topic=press"),
        ("journalist", "/join/?topic=press"),
        ("complaint", "/join/?topic=complain"),
        ("our entry is wrong", "/join/?topic=correct"),
        ("edit our entry", "/join/?topic=correct"),
        ("cookies", "/privacy/"),
        ("GDPR", "/privacy/"),
        ("Privacy policy", "/privacy/"),
        ("accessibility", "/accessibility/"),
        ("screen reader", "/accessibility/"),
        ("data", "/open-data/"),
        ("licence", "/open-data/"),
        ("CSV", "/open-data/"),
        ("API", "/open-data/programs/"),
        ("feed", "/follow/"),
        ("RSS", "/follow/"),
        ("newsletter", "/news-by-mail/"),
        ("how many partnerships", "/about/data/#counted"),
        ("statistics", "/about/data/#counted"),
        ("sources", "/about/data/"),
        ("glossary", "/words/"),
        ("who runs this", "/about/#run"),
        ("start a partnership", "/about/#start"),
        ("widget", "/embed/"),
        ("sign in", "/accounts/sign-in/"),
    ],
)
def test_a_word_people_use_leads_to_the_page(query, address):
    assert addresses(query)[0] == address


def test_a_page_called_so_comes_before_those_that_are_only_about_it():
    assert own_pages.find("open data")[0].title == "Open data"
    assert own_pages.find("data")[0].title == "Open data"


@pytest.mark.parametrize(("query", "title"), [("join", "Join"), ("volunteer", "Contact us")])
def test_a_page_with_two_names_is_shown_once(query, title):
    found = own_pages.find(query)

    assert [page.title for page in found if page.url == "/join/"] == [title]


@pytest.mark.parametrize("query", ["", "?", "how do you", "Leeds", "a school in Leeds", "music", "dance contact"])
def test_other_words_lead_to_no_page(query):
    assert addresses(query) == []


def test_every_item_of_the_menus_is_found_once_it_leads_somewhere(monkeypatch):
    monkeypatch.setattr(own_pages, "holding", lambda: {item.listing for item in all_items()})

    lost = [item.label for item in all_items() if item.label not in {page.title for page in own_pages.find(item.label)}]

    assert lost == ["Search everything"]


def test_a_list_is_found_while_it_holds_something():
    before = addresses("news")
    make_news()

    assert "/news/" not in before
    assert addresses("news")[0] == "/news/"


def test_every_page_of_the_file_is_there(client):
    """And so is the part of it that the address names."""
    for page in own_pages._pages():
        address, _, anchor = page.url.partition("#")
        answer = client.get(address)
        assert answer.status_code == 200, page.url
        assert f'id="{anchor}"' in answer.content.decode() or not anchor, page.url


def test_the_search_of_everything_shows_them_first(client):
    make_news(title="Samba and the press")

    page = client.get("/search/?q=press").content.decode()

    assert page.index(">Pages of this site") < page.index('href="/join/?topic=press">Press or research')


def test_what_they_say_is_marked():
    (pages,) = [group for group in site_search.find("journalist office") if group.heading == own_pages.HEADING]

    assert [hit.title for hit in pages.hits] == ["Press or research"]


def test_who_types_it_in_the_box_for_places_is_led_there_too(client):
    response = client.get("/find/?q=complaints+procedure")
    press = client.get("/find/?q=media")

    assert 'href="/search/?q=complaints%20procedure"' in response.content.decode()
    assert 'href="/join/?topic=press">Press or research</a>' in press.content.decode()
    assert "Perhaps one of these pages helps" in words_of(press)
