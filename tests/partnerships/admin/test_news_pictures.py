"""A picture of news or an event: uploaded with its words, and seen on its page, in lists, feeds and data."""

import pytest
from django.urls import reverse

from partnerships.models import NewsItem
from tests.factories import make_event, make_news
from tests.partnerships.admin.editorial_forms import NEWS, errors_of, send, url_of
from tests.partnerships.open_data.test_json_ld import descriptions
from tests.pictures import as_bytes, drawn, upload
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
NO_WORDS = "Enter what the picture shows, for people who do not see it"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def item(client, publisher, partnership):
    """A piece of news with a picture, as an officer adds it, published."""
    sent = {"partnership": partnership.pk, "picture": upload(as_bytes(drawn(800, 600))), "picture_alt": "Two puppets"}
    assert send(client, url_of("newsitem", "add"), **NEWS | sent).status_code == 302
    NewsItem.objects.update(publication="published")
    return NewsItem.objects.get()


def test_it_is_kept_in_several_widths_and_seen_on_the_page(client, item):
    page = client.get(item.get_absolute_url()).text

    assert item.picture.name.startswith("news/")
    assert 'alt="Two puppets"' in page and "320w" in page
    assert client.get(item.picture.url).getvalue().startswith(b"RIFF")


def test_lists_show_it_small_and_only_where_there_is_one(client, item):
    make_news()

    page = client.get(reverse("partnerships:news-list")).text

    assert page.count('class="row-picture"') == 1
    assert 'sizes="10rem"' in page and 'loading="lazy"' in page


def test_feeds_and_programs_are_told_of_it(client, item):
    feed = client.get("/news.atom").text
    [record] = client.get("/api/v1/news/").json()["results"]
    described = descriptions(client, item.get_absolute_url())["NewsArticle"]

    assert f'<link href="{record["picture"]}" rel="enclosure" type="image/webp"' in feed
    assert (record["picture"].endswith(item.picture.url), record["picture_alt"]) == (True, "Two puppets")
    assert described["image"] == [record["picture"]]


def test_it_needs_its_words_and_need_not_be_chosen_again(client, publisher, partnership):
    response = send(client, url_of("newsitem", "add"), **NEWS | {"partnership": partnership.pk, "picture": upload()})

    assert errors_of(response)["picture_alt"] == [NO_WORDS]
    assert "It need not be chosen again" in words_of(response)
    assert not NewsItem.objects.exists()


def test_what_is_no_picture_is_refused_in_words(client, publisher, partnership):
    sent = {"partnership": partnership.pk, "picture": upload(b"<svg></svg>"), "picture_alt": "A drawing"}

    response = send(client, url_of("newsitem", "add"), **NEWS | sent)

    assert "This is an SVG drawing" in errors_of(response)["picture"][0]


def test_an_event_without_one_has_none_in_any_shape(client):
    event = make_event()

    assert client.get("/api/v1/events/").json()["results"][0]["picture"] is None
    assert "<img" not in client.get(event.get_absolute_url()).text.partition("<main")[2].partition("</main>")[0]
